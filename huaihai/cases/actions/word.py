"""The word of a party that an officer writes down: who gave it, on which day, how."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from huaihai.cases.actions.moving import Unfit
from huaihai.cases.models import Case
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

WHO = ("consumer", "representative")
HOW = ("phone", "visit", "written", "platform")


@dataclass(frozen=True)
class Word:
    """That what was agreed has been done: said by whom, on which day, how; and what else was said."""

    who: str
    on: date
    how: str
    text: str = ""


def facts_of(word: Word | None, case: Case, *, by: Actor, at: datetime) -> dict[str, Any]:
    """What the record keeps of it; nothing for the consumer, who needs nobody's word. Raises Unfit."""
    if by.kind != "officer":
        return {"on_word": False}
    if word is None or word.who not in WHO:
        raise Unfit("who", _("Please say who confirmed it."))
    if word.how not in HOW:
        raise Unfit("how", _("Please say how it was confirmed."))
    if word.on > local_day(at):
        raise Unfit("on", _("This day is still to come. Please give the day on which it was confirmed."))
    if word.on < local_day(case.agreement.reached_at):
        raise Unfit(
            "on", _("This day lies before the agreement. Please give the day on which it was confirmed.")
        )
    return {
        "on_word": True,
        "confirmed_by": word.who,
        "confirmed_on": word.on.isoformat(),
        "confirmed_how": word.how,
    }
