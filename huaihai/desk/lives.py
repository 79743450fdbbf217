"""What has a life: its stages, and the verbs that lead from one to the next; what can go wrong with a verb.

`str(error)` is for the person who acts, in the language of the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Words = Promise | str
NEW = ""  # before the first verb


class DeskError(Exception):
    """The act was refused."""


class NotAllowed(DeskError):
    """The actor has no such power here."""


class NotPossible(DeskError):
    """The thing is in a state in which this cannot be done."""


class Unfit(DeskError):
    """What was handed in does not fit; `field` names the form field."""

    def __init__(self, field: str, message: Any) -> None:
        super().__init__(str(message))
        self.field, self.message = field, message


class Moved(DeskError):
    """Somebody else changed the row after this actor had opened it. Carries the row as it is now."""

    def __init__(self, row: Any) -> None:
        super().__init__(f"{row} has changed since it was opened")
        self.row = row


@dataclass(frozen=True)
class Life:
    """One kind of thing: its stages in words, and verb → {from: to}."""

    thing: Words
    stages: Mapping[str, Words]
    verbs: Mapping[str, Mapping[str, str]]

    def after(self, verb: str, stage: str) -> str:
        """The stage that `verb` leads to from `stage`. Raises NotPossible."""
        moves = self.verbs[verb]
        if stage not in moves:
            raise NotPossible(self.why_not(verb, stage))
        return moves[stage]

    def why_not(self, verb: str, stage: str) -> str:
        """In a sentence why `verb` does not exist for this stage; "" if it does."""
        if self.can(verb, stage):
            return ""
        return _("This cannot be done now: %(thing)s – %(stage)s.") % {
            "thing": self.thing,
            "stage": self.stages.get(stage, stage),
        }

    def can(self, verb: str, stage: str) -> bool:
        """Whether `verb` exists for this stage."""
        return stage in self.verbs[verb]
