"""What every form about a case shares: the version that was seen, and clean text."""

from typing import Any

from huaihai.cases.pages.situation import Situation
from huaihai.kit.form_fields import (
    LONGEST_TEXT,
    NEEDED,
    Day,
    Line,
    SeenForm,
    Words,
    name_what_is_needed,
    typed_rows,
)

__all__ = [
    "LONGEST_TEXT",
    "NEEDED",
    "Bare",
    "CaseForm",
    "Day",
    "Line",
    "Words",
    "name_what_is_needed",
    "text_field",
]


class CaseForm(SeenForm):
    """A form that changes one case: it carries the version of the case that the officer saw."""

    def __init__(self, *args: Any, situation: Situation, **options: Any) -> None:
        super().__init__(*args, seen=situation.case.version, **options)
        self.situation = situation
        self.prepare()
        name_what_is_needed(self)

    def prepare(self) -> None:
        """For choices that depend on the case."""

    def typed(self) -> list[dict[str, str]]:
        """What was typed, to keep on a page when it cannot be used any more."""
        return typed_rows(self)


class Bare(CaseForm):
    """A step that needs nothing but the decision itself."""


def text_field(label: Any, hint: Any = "", *, required: bool = True) -> Words:
    """The one text of most steps."""
    return Words(label=label, help_text=hint, required=required)
