"""The big clock of a case: the day by which whoever has the turn acts, and what happens when it has passed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.utils.functional import Promise as Words
from django.utils.translation import gettext as _

from huaihai.businesses.standing.terms import HOURS, Terms
from huaihai.cases import case_facts, life, turns
from huaihai.cases.case_facts import ShownClock
from huaihai.cases.models import Agreement, Case, Promise
from huaihai.cases.own_days import OwnDeadline
from huaihai.cases.promises import what_words
from huaihai.cases.turns import Turn, next_part
from huaihai.kit import local_words, spoken
from huaihai.record import clocks


def stopped(shown: ShownClock | None) -> ShownClock | None:
    """The same for whoever waits for somebody else: nothing counts down."""
    return replace(shown, state="stopped", why="", why_url="") if shown else None


def fitted(shown: ShownClock, case: Case, *, today: date) -> ShownClock:
    """The clock with what is due next; as it was where the agreement is one thing on one day."""
    if shown.name != "fulfil":
        return shown
    parts = list(case.promises.all())
    held = next_part(parts)
    if held is not None:
        return _of_part(shown, held, len(parts), today)
    return _of_hours(shown, case, today) if len(parts) == 1 else shown


def _of_part(shown: ShownClock, held: Promise, of: int, today: date) -> ShownClock:
    told = {
        "n": held.number,
        "of": of,
        "what": what_words(held),
        "day": spoken.day(shown.due_on, today=today),
    }
    return replace(
        shown,
        state="late" if held.due_on < today else "running",
        due_on=held.due_on,
        left=abs((held.due_on - today).days),
        unit="natural",
        text=_("Next is part %(n)s of %(of)s: %(what)s. The last part is due on %(day)s.") % told,
        why="",
    )


def _of_hours(shown: ShownClock, case: Case, today: date) -> ShownClock:
    agreement = Agreement.objects.select_related("offer__standing_version").filter(case=case).first()
    version = agreement.offer.standing_version if agreement is not None and agreement.offer else None
    terms = Terms.of(version.terms) if version is not None else None
    if agreement is None or terms is None or terms.perform_unit != HOURS:
        return shown
    when = spoken.moment(terms.done_by(agreement.reached_at), today=today)
    day = spoken.day(shown.due_on, today=today)
    return replace(
        shown,
        by_words=_("Done by %(when)s.") % {"when": when},
        text=_("The association watches it until the end of %(day)s.") % {"day": day},
        why="",
    )


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
    found = replace(case_facts.shown_clock(turn.clock, today, clocks.calendar()), text=text)
    if turn.matter == turns.FIRST_REPLY and turn.clock.due_at is not None:
        when = spoken.moment(turn.clock.due_at, today=today)
        return replace(found, by_words=_("By %(when)s.") % {"when": when})
    return fitted(found, case, today=today) if turn.of == life.BUSINESS else found


def of_own_day(one: OwnDeadline, *, today: date) -> ShownClock:
    """The clock of a right that a party has itself."""
    until = one.shown_on(today)
    return ShownClock(
        state="running",
        due_on=until,
        left=(until - today).days,
        unit="natural",
        text=one.by_then(today=today),
        is_provisional=one.is_provisional,
        why=f"{one.text}\n{one.article}",
        name=one.name,
    )


def _of_offer(until: date, text: str, today: date) -> ShownClock:
    """The last day of an offer was named by whoever made it."""
    return ShownClock(
        state="late" if until < today else "running",
        due_on=until,
        left=abs((until - today).days),
        unit="natural",
        text=text,
        is_provisional=False,
        why="",
        name=turns.OFFER,
    )
