"""Keys are made for an empty database alone: beside a filled one, new keys would open nothing and hide that the right
ones are gone. Plain Python: the settings ask before Django is there.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from huaihai.kit import keyring, pool
from huaihai.kit.refusals import Refusal
from huaihai.kit.refusals import gettext_noop as _

NOT_EMPTY = _("the database %(database)s is not empty")


def refuse_unless_empty(folder: Path, database: Mapping[str, Any]) -> None:
    """Raises keyring.Unusable if `folder` has no keys and the database (as in DATABASES) is not known to be empty."""
    path = folder / keyring.FILE
    if path.exists():
        return
    doubt = filled(database)
    if doubt and not path.exists():  # another start may have made them meanwhile, before it made tables
        words = _(
            "there are no keys in %(file)s, and %(doubt)s: put keys.json from your backup there (or name its folder in "
            "HUAIHAI_VAR)"
        )
        raise keyring.Unusable(words, file=path, doubt=doubt)


def filled(database: Mapping[str, Any]) -> Refusal | None:
    """Why this database (as in DATABASES) is not known to be empty; None if it is."""
    if database["ENGINE"] == "huaihai.kit.sqlite":
        return _file_holds_something(Path(database["NAME"]))
    return _server_holds_something(database)


def _file_holds_something(database: Path) -> Refusal | None:
    is_filled = database.exists() and database.stat().st_size
    return Refusal(NOT_EMPTY, database=database) if is_filled else None


def _server_holds_something(database: Mapping[str, Any]) -> Refusal | None:
    import psycopg

    try:
        with psycopg.connect(**pool.words_of_libpq(database)) as connection:
            found = connection.execute(
                "SELECT 1 FROM pg_tables WHERE schemaname = ANY (current_schemas(false))"
            )
            return Refusal(NOT_EMPTY, database=database["NAME"]) if found.fetchone() else None
    except psycopg.Error as error:
        words = _(
            "the database %(database)s does not answer (%(why)s), so that nobody knows whether it is empty"
        )
        return Refusal(words, database=database["NAME"], why=pool.first_line(error))
