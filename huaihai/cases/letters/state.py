"""How the letter of a case stands, for the officer: sent, opened, locked, over; and whether a call is asked for."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.cases.actions import letter_use
from huaihai.cases.models import Case, LetterCode
from huaihai.record import events


@dataclass(frozen=True)
class State:
    """The newest letter, in words; whether it still opens the case, and whether it was locked."""

    letter: LetterCode
    words: Promise | str
    is_good: bool
    is_locked: bool


def of(case: Case, *, at: datetime) -> State | None:
    """The newest letter of the case, or None if none was ever sent."""
    letter = case.letters.order_by("-issued_at", "-id").first()
    if letter is None:
        return None
    letter.case = case
    is_good = letter_use.is_good(letter, at)
    words: Promise | str
    if not is_good:
        words = _("It opens nothing any more.")
    elif letter.locked_at is not None:
        words = _("Locked after five wrong tries. Please send a new one.")
    elif letter.first_used_at is not None:
        words = _("The business has opened it.")
    else:
        words = _("Not opened yet.")
    is_locked = is_good and letter.locked_at is not None
    return State(letter, words, is_good and not is_locked, is_locked)


def call_asked(case: Case) -> str:
    """The business's telephone and when to call, if it asked for a call and nobody has noted one since; else ""."""
    verbs = ("call_asked", "call_back")
    last = events.history(case.record_key).filter(verb__in=verbs).last()
    return last.text if last is not None and last.verb == "call_asked" else ""
