"""The database itself refuses to change or remove what stands in the ledger.

Emptying all tables at once (TRUNCATE on PostgreSQL, which only the tables' owner may) is left possible: it cannot be
done by accident to single rows, and `huaihai verify` sees it by the ends of the chains that funds keep.
"""

import os

from django.db import migrations

TABLES = ("compensation_entry", "compensation_posting")
WHY = "the ledger is append-only: reverse the entry instead"


def protect(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION compensation_ledger_stays() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{WHY}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        for table in TABLES:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION compensation_ledger_stays()"
            )
        return
    # The test runner empties tables by DELETE on SQLite, which knows no TRUNCATE: there only changing is refused.
    events = ("UPDATE",) if os.environ.get("HUAIHAI_TESTING") else ("UPDATE", "DELETE")
    for table in TABLES:
        for event in events:
            schema_editor.execute(sqlite_trigger(table, event))


def sqlite_trigger(table: str, event: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
    )


def unprotect(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_stays ON {table}")
        schema_editor.execute("DROP FUNCTION IF EXISTS compensation_ledger_stays()")
        return
    for table in TABLES:
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}")


class Migration(migrations.Migration):
    dependencies = [("compensation", "0001_initial")]

    operations = [migrations.RunPython(protect, unprotect)]
