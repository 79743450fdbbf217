"""The big clock of a case: the day by which whoever has the turn acts, and what happens when it has passed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.utils.functional import Promise as Words
from django.utils.translation import gettext as _

from huaihai.cases import lifecycle, turns
from huaihai.cases.models import Case
from huaihai.cases.pages import clock_words, fulfil_clock
from huaihai.cases.pages.clock_words import ShownClock
from huaihai.cases.turns import Turn
from huaihai.kit import local_words, spoken
from huaihai.record import clocks

LATE = "late "  # before the name of a matter: its words once the day has passed


def shown(turn: Turn, case: Case, words: Mapping[str, Words | str], *, today: date) -> ShownClock | None:
    """The clock in the words of one audience, by matter; None where nothing runs that this audience need know."""
    if turn.until is None or turn.matter not in words:
        return None
    is_late = turn.until < today
    body = local_words.in_script(case.responsible.short_name) if case.responsible else ""
    sentence = words.get(LATE + turn.matter, words[turn.matter]) if is_late else words[turn.matter]
    text = str(sentence) % {"body": body, "day": spoken.day(turn.until, today=today)}
    if turn.clock is None:
        return _of_offer(turn.until, text, today)
    found = replace(clock_words.shown(turn.clock, today, clocks.calendar()), text=text)
    if turn.matter == turns.FIRST_REPLY and turn.clock.due_at is not None:
        when = spoken.moment(turn.clock.due_at, today=today)
        return replace(found, by_words=_("By %(when)s.") % {"when": when})
    return fulfil_clock.fitted(found, case, today=today) if turn.of == lifecycle.BUSINESS else found


def _of_offer(until: date, text: str, today: date) -> ShownClock:
    """The last day of an offer was named by whoever made it."""
    return ShownClock(
        state="running",
        due_on=until,
        left=(until - today).days,
        unit="natural",
        text=text,
        is_provisional=False,
        why="",
        name=turns.OFFER,
    )
