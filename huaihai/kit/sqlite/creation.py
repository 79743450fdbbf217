"""Test databases: files, removed with all that SQLite and the queue of writers put beside them."""

from pathlib import Path

from django.db.backends.sqlite3.creation import DatabaseCreation as DjangoDatabaseCreation

BESIDE_THE_DATABASE = ("-wal", "-shm", "-journal", ".lock")


class DatabaseCreation(DjangoDatabaseCreation):
    def _create_test_db(self, verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:
        name = self._get_test_db_name()
        if not keepdb and not self.is_in_memory_db(name):
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            _remove_beside(name)
        return super()._create_test_db(verbosity, autoclobber, keepdb)

    def _destroy_test_db(self, test_database_name: str, verbosity: int) -> None:
        super()._destroy_test_db(test_database_name, verbosity)
        if not self.is_in_memory_db(test_database_name):
            _remove_beside(test_database_name)


def _remove_beside(name: str | Path) -> None:
    for ending in BESIDE_THE_DATABASE:
        Path(f"{name}{ending}").unlink(missing_ok=True)
