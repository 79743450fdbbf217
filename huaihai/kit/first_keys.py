"""Keys are made for an empty database alone: beside a filled one, new keys would open nothing and hide that the right
ones are gone. Plain Python: the settings ask before Django is there.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from huaihai.kit import keyring, pool


def refuse_unless_empty(folder: Path, database: Mapping[str, Any]) -> None:
    """Raises keyring.Unusable if `folder` has no keys and the database (as in DATABASES) is not known to be empty."""
    path = folder / keyring.FILE
    if path.exists():
        return
    doubt = filled(database)
    if doubt and not path.exists():  # another start may have made them meanwhile, before it made tables
        raise keyring.Unusable(
            f"there are no keys in {path}, and {doubt}: put keys.json from your backup there "
            "(or name its folder in HUAIHAI_VAR)"
        )


def filled(database: Mapping[str, Any]) -> str:
    """In words why this database (as in DATABASES) is not known to be empty; "" if it is."""
    if database["ENGINE"] == "huaihai.kit.sqlite":
        return _file_holds_something(Path(database["NAME"]))
    return _server_holds_something(database)


def _file_holds_something(database: Path) -> str:
    is_filled = database.exists() and database.stat().st_size
    return f"the database {database} is not empty" if is_filled else ""


def _server_holds_something(database: Mapping[str, Any]) -> str:
    import psycopg

    try:
        with psycopg.connect(**pool.words_of_libpq(database)) as connection:
            found = connection.execute(
                "SELECT 1 FROM pg_tables WHERE schemaname = ANY (current_schemas(false))"
            )
            return f"the database {database['NAME']} is not empty" if found.fetchone() else ""
    except psycopg.Error as error:
        return (
            f"the database {database['NAME']} does not answer ({pool.first_line(error)}), so that nobody knows whether "
            "it is empty"
        )
