"""The tables of a new database, for whoever starts the program in a process of its own.

Made from the models, in an eighth of the time that all migrations take, and noted as if they had made them;
`tests/house/test_migrations` compares the two.

    HUAIHAI_VAR=… DATABASE_URL=… DJANGO_SETTINGS_MODULE=huaihai.settings python -m tests.tables
"""

from importlib import import_module

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def protect() -> None:
    """What migrations make beside tables, which no model tells."""
    from huaihai.front.leaving.going.deleting import GUARDED  # it needs the models

    with connection.schema_editor() as editor:
        for name in sorted(set(GUARDED.values())):
            import_module(name).protect(None, editor)


def make() -> None:
    """All tables of the empty database in use."""
    written = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    protect()
    recorder = MigrationRecorder(connection)
    for app, name in written:
        recorder.record_applied(app, name)


if __name__ == "__main__":
    django.setup()
    make()
