"""What the database says about its own state, asked over our driver, which knows the functions in its indexes."""

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

# By samples. Without a limit SQLite would keep examples of values, too, which every connection then holds in memory: as
# much again as all tables and indexes.
LOOK = ("PRAGMA analysis_limit = 1000", "ANALYZE")


def faults() -> list[str]:
    """Each fault in a line. On SQLite every page of the file is read; a PostgreSQL server says what it knows."""
    try:
        return _of_file() if connection.vendor == "sqlite" else _of_server()
    except DatabaseError as error:
        return [str(error)]


def look_at_tables() -> None:
    """Let SQLite note how many rows there are, which it goes by when it plans. PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in LOOK:
                cursor.execute(statement)


def _of_file() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        found = [str(line) for (line,) in cursor.fetchall() if line != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        words = _("row %(row)s of %(table)s refers to none in %(parent)s")
        found += [
            words % {"row": row, "table": table, "parent": parent}
            for table, row, parent, _key in cursor.fetchall()
        ]
    return found


def _of_server() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")
        found = [_("index %s is not valid: REINDEX it") % name for (name,) in cursor.fetchall()]
        cursor.execute("SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()")
        failures = (cursor.fetchone() or (0,))[0] or 0
    return [*found, *([_("%d pages have failed their checksum") % failures] if failures else [])]
