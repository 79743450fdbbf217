"""What a database holds beside its rows, drawn so that two can be compared; run alone, it draws the one in
use after all migrations."""

import json
import re
import sys
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.backends.utils import CursorWrapper

type Drawn = list[list[str]]  # columns, then rules: keys, indexes, checks


def tables() -> dict[str, Drawn]:
    """Each of our tables: its columns with their types, and its rules."""
    draw = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    models = apps.get_models(include_auto_created=True)
    ours = sorted(model._meta.db_table for model in models if model.__module__.startswith("huaihai."))
    with connection.cursor() as cursor:
        return {name: draw(cursor, name) for name in ours}


def _on_postgresql(cursor: CursorWrapper, table: str) -> Drawn:
    ask = connection.introspection
    columns = [(row.name, row.type_code, row.null_ok) for row in ask.get_table_description(cursor, table)]
    return [
        sorted(map(repr, columns)),
        sorted(map(_rule, ask.get_constraints(cursor, table).values())),
    ]


def _rule(row: Any) -> str:
    kinds = ("primary_key", "unique", "foreign_key", "check", "index")
    return repr((sorted(map(str, row["columns"] or [])), [row.get(kind) for kind in kinds]))


def _on_sqlite(cursor: CursorWrapper, table: str) -> Drawn:
    """Django's own way stumbles over checks with commas."""
    columns = cursor.execute('SELECT name, type, "notnull", pk FROM pragma_table_info(%s)', [table])
    drawn = sorted(map(repr, columns.fetchall()))
    keys = cursor.execute('SELECT "from", "table", "to" FROM pragma_foreign_key_list(%s)', [table])
    rules = list(map(repr, keys.fetchall()))
    for (written,) in cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s", [table]).fetchall():
        rules += re.findall(r'(?:CONSTRAINT|INDEX) "\w+"', written or "")
    return [drawn, sorted(rules)]


if __name__ == "__main__":
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    json.dump(tables(), sys.stdout)
