"""What the database says about its own state, asked over our driver, which knows the functions in its indexes."""

from django.db import DatabaseError, connection


def faults() -> list[str]:
    """Each fault in a line. On SQLite every page of the file is read; a PostgreSQL server says what it knows."""
    try:
        return _of_file() if connection.vendor == "sqlite" else _of_server()
    except DatabaseError as error:
        return [str(error)]


def _of_file() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        found = [str(line) for (line,) in cursor.fetchall() if line != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        found += [
            f"row {row} of {table} refers to none in {parent}"
            for table, row, parent, _key in cursor.fetchall()
        ]
    return found


def _of_server() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")
        found = [f"index {name} is not valid: REINDEX it" for (name,) in cursor.fetchall()]
        cursor.execute("SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()")
        failures = (cursor.fetchone() or (0,))[0] or 0
    return [*found, *([f"{failures} pages have failed their checksum"] if failures else [])]
