"""Which SQLite this machine uses, and which journal is safe with it.

SQLite 3.7.0 to 3.51.2 can corrupt a write-ahead log when two connections reset it at once. `pysqlite3` carries
a mended SQLite; where it has no wheel, the system's own is used, with a rollback journal if it is old.
"""

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pysqlite3 has the interface of the standard library, but no types
    from sqlite3 import dbapi2 as Database
else:
    try:
        from pysqlite3 import dbapi2 as Database
    except ImportError:
        from sqlite3 import dbapi2 as Database

__all__ = ["Database", "journal_mode", "say_which"]

log = logging.getLogger(__name__)

FIRST_SAFE_FOR_WAL = (3, 51, 3)


def journal_mode(version: tuple[int, ...]) -> str:
    """The journal for a SQLite of this version: `WAL` where that is safe, else `PERSIST`."""
    return "WAL" if version >= FIRST_SAFE_FOR_WAL else "PERSIST"


def say_which() -> None:
    """Write to the log, once at the first connection, what this process runs on."""
    mode = journal_mode(Database.sqlite_version_info)
    log.debug("SQLite %s (%s), journal %s", Database.sqlite_version, Database.__name__, mode)
    if mode != "WAL":
        log.warning("SQLite %s is too old for a write-ahead log: writing is slower", Database.sqlite_version)
