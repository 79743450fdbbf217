"""The clock of fulfilment as a page shows it: of several parts the next one, of a promise in hours its hour."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from huaihai.businesses.standing.terms import HOURS, Terms
from huaihai.cases.models import Agreement, Case, Promise
from huaihai.cases.pages.clock_words import ShownClock
from huaihai.cases.pages.promise_rows import what_words
from huaihai.cases.turns import next_part
from huaihai.kit import spoken


def fitted(shown: ShownClock, case: Case, *, today: date) -> ShownClock:
    """The clock with what is due next; as it was where the agreement is one thing on one day."""
    if shown.name != "fulfil":
        return shown
    parts = list(case.promises.defer("proof"))
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
