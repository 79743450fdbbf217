"""The database itself refuses to change or remove what happened with a card."""

import os

from django.db import migrations

TABLE = "prepaid_cardentry"
WHY = "entries of a card are only added: take the entry back instead"


def protect(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION prepaid_entries_stay() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{WHY}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_stays BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION prepaid_entries_stay()"
        )
        return
    # The test runner empties tables by DELETE on SQLite, which knows no TRUNCATE: there only changing is refused.
    for event in ("UPDATE",) if os.environ.get("HUAIHAI_TESTING") else ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_no_{event.lower()} BEFORE {event} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        )


def unprotect(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_stays ON {TABLE}")
        schema_editor.execute("DROP FUNCTION IF EXISTS prepaid_entries_stay()")
        return
    for event in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{event}")


class Migration(migrations.Migration):
    dependencies = [("prepaid", "0001_initial")]

    operations = [migrations.RunPython(protect, unprotect)]
