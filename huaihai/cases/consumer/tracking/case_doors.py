"""What an upper room adds to the consumer's own page of a case (named in `reactions.CASE_DOORS`)."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from huaihai import reactions
from huaihai.cases.models import Case


@dataclass(frozen=True)
class CaseDoor:
    """A sentence and a button with its address. `tone` is that of a note: "", warn or late."""

    label: Promise | str
    text: Promise | str
    url: str
    tone: str = ""


def asked(case: Case, *, today: date) -> list[CaseDoor]:
    """The doors of the rooms listed there, in their order."""
    return [door for name in reactions.CASE_DOORS for door in import_string(name)(case, today=today)]
