"""Tables of one migration that are made together.

After each table Django works out anew every model that it could touch, which is nearly all of them. Whoever starts the
program for the first time waits for that; for tables that nobody can have yet, once is enough.
"""

from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation


class CreateTables(Operation):
    """Does what its `CreateModel`s do one after the other; they may point to each other."""

    def __init__(self, *models: CreateModel) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # drawn again when it is asked for next
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for made in self._models(app_label, schema_editor, to_state):
            schema_editor.create_model(made)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for made in reversed(self._models(app_label, schema_editor, from_state)):
            schema_editor.delete_model(made)

    def describe(self) -> str:
        return f"Create {', '.join(model.name for model in self.models)}"

    def _models(self, app_label: str, schema_editor: Any, state: Any) -> list[Any]:
        found = [state.apps.get_model(app_label, model.name) for model in self.models]
        return [model for model in found if self.allow_migrate_model(schema_editor.connection.alias, model)]
