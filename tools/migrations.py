"""`make migrations`: writes the first migration of every room anew, from its models.

As long as no installation is in service, a room has one migration that makes all its tables at once. From the first
release on, changes come as migrations of their own, and this tool goes.

What a migration does beside tables (the ledger's triggers) stands in a file of its own and is left alone.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HEAD = '''"""All tables of this room; written by tools/migrations.py."""

{imports}


class Migration(migrations.Migration):
    initial = True

    dependencies = [
{dependencies}
    ]

    operations = [
        CreateTables(
{tables}
        ),
    ]
'''
NAME = "0001_initial"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huaihai.settings")
    import django

    django.setup()
    from django.apps import apps
    from django.utils import translation

    translation.deactivate_all()  # choices stand in the language of the code
    rooms = [config for config in apps.get_app_configs() if config.name.startswith("huaihai.")]
    for config in rooms:
        if not any(config.get_models()):
            continue
        folder = Path(config.path) / "migrations"
        text = written(config.label)  # while the old ones can still be asked
        for old in folder.glob("0001_*.py"):
            old.unlink()
        (folder / f"{NAME}.py").write_text(text, encoding="utf-8")
        print(f"{config.label}/migrations/{NAME}.py")
    return 0


def written(room: str) -> str:
    """The text of the room's first migration."""
    from django.db.migrations.operations import CreateModel
    from django.db.migrations.writer import OperationWriter

    imports = {
        "from django.db import migrations, models",
        "from huaihai.kit.tables import CreateTables",
    }
    tables = []
    for state in _states(room):
        fields = list(state.fields.items())
        made = CreateModel(state.name, fields, state.options, state.bases, state.managers)
        text, needed = OperationWriter(made, indentation=3).serialize()
        tables.append(text)
        imports |= needed
    return HEAD.format(
        imports="\n".join(_sorted(imports - {"from django.db import migrations"})),
        dependencies="\n".join(f"        {one}," for one in _dependencies(room)),
        tables="\n".join(tables),
    )


def _states(room: str) -> Iterator[Any]:
    from django.apps import apps
    from django.db.migrations.state import ModelState

    for model in apps.get_app_config(room).get_models():
        yield ModelState.from_model(model)


def _dependencies(room: str) -> list[str]:
    """The newest migrations of what this room's tables point to."""
    from django.apps import apps
    from django.conf import settings

    user = settings.AUTH_USER_MODEL
    found = set()
    for model in apps.get_app_config(room).get_models():
        for field in model._meta.get_fields():
            target = getattr(field, "remote_field", None) and field.related_model
            if not target or getattr(field, "auto_created", False) or target._meta.app_label == room:
                continue
            if target._meta.label == user:
                found.add("migrations.swappable_dependency(settings.AUTH_USER_MODEL)")
            else:
                found.add(_newest(target._meta.app_label))
    return sorted(found)


def _newest(room: str) -> str:
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    if apps.get_app_config(room).name.startswith("huaihai."):
        return f'("{room}", "{NAME}")'
    ((_, name),) = MigrationLoader(connection).graph.leaf_nodes(room)
    return f'("{room}", "{name}")'


def _sorted(imports: set[str]) -> list[str]:
    """`import` before `from`, then by name, the product's own last: as the linter wants them."""
    return sorted(imports, key=lambda line: ("huaihai" in line, not line.startswith("import"), line))


if __name__ == "__main__":
    sys.exit(main())
