"""What a case is about, in words and rows: the matter, the business, the clocks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.businesses.pages import place_name
from huaihai.cases import timing
from huaihai.cases.models import Case
from huaihai.cases.pages import choices, clock_words, unmasking
from huaihai.cases.pages.clock_words import ShownClock
from huaihai.cases.pages.situation import Situation
from huaihai.kit import local_words, spoken
from huaihai.kit.clock import ZONE
from huaihai.law import kinds, remedies
from huaihai.record import clocks as record_clocks
from huaihai.record.models import Clock

type Rows = list[dict[str, Any]]


def of_matter(situation: Situation, *, is_open: bool) -> Rows:
    """What happened and what is asked for."""
    case, today = situation.case, situation.today
    story = case.story if is_open else unmasking.text_masked(case.story)
    rows = [
        row(_("What happened"), story, is_text=True),
        row(_("Asked for"), " · ".join(filter(None, (remedy_words(case.remedies), yuan(case.asked_fen))))),
        row(_("Price"), yuan(case.price_fen)),
        row(_("Bought"), bought_words(case, today=today)),
        row(_("Kind"), kind_words(case)),
        row(_("Received"), _received(case, today)),
        row(_("The regulator's number"), case.regulator_number),
    ]
    return known(rows)


def of_business(case: Case) -> Rows:
    """Which business it is, as far as it is known."""
    stated, business, place = case.stated_business, case.business, case.place
    rows = [
        row(pgettext("of a business", "Name"), business.name if business else stated.get("name")),
        row(
            _("Credit code"),
            (business.credit_code if business else "") or stated.get("code") or _("not known"),
        ),
        row(_("Sign"), place.sign if place else stated.get("sign")),
        row(
            _("Trades in"), place_name((place.region_code if place else "") or stated.get("region_code", ""))
        ),
        row(_("Address"), place.address if place else stated.get("address")),
        row(_("Phone"), (place.phone if place else "") or (business.phone if business else "")),
        row(_("Online"), " · ".join(filter(None, (stated.get("platform"), stated.get("shop_link"))))),
        row(_("Payee"), stated.get("payee")),
        row(_("State"), _("closed or cannot be found") if business and business.is_gone else ""),
    ]
    return known(rows)


def of_clocks(situation: Situation) -> tuple[ShownClock | None, list[ShownClock]]:
    """The clock of the present stage, and all others of the case, running ones first."""
    rows = (
        Clock.objects.filter(subject=situation.case.record_key)
        .prefetch_related("pauses")
        .order_by("started_at")
    )
    days = record_clocks.calendar()
    living, others = None, []
    for row in sorted(rows, key=lambda clock: clock.ended_at is not None):
        shown = clock_words.shown(row, situation.today, days)
        if (
            living is None
            and row.ended_at is None
            and row.name == timing.LIVING_CLOCK.get(situation.case.stage)
        ):
            living = shown
        else:
            others.append(shown)
    return living, others


def row(label: str, value: Any, *, is_text: bool = False) -> dict[str, Any]:
    """One line of a summary list."""
    return {"label": label, "value": value or "", "is_text": is_text}


def known(rows: Rows) -> Rows:
    """The rows that say something."""
    return [held for held in rows if held["value"]]


def yuan(fen: int | None) -> str:
    """A sum in words; nothing where none is known."""
    return "" if fen is None else _("%(sum)s yuan") % {"sum": spoken.yuan(fen)}


def remedy_words(codes: list[str]) -> str:
    """The remedies in one line, in the order of the law's list."""
    return "、".join(local_words.said(remedy) for remedy in remedies.ALL if remedy.code in codes)


def kind_words(case: Case) -> str:
    """What was bought and what is wrong with it, in one line."""
    held = [kinds.BY_CODE[code] for code in (case.category, case.nature) if code in kinds.BY_CODE]
    return " · ".join(local_words.said(kind) for kind in held)


def bought_words(case: Case, *, today: date) -> str:
    """How and when it was bought."""
    day = spoken.day(case.bought_on, today=today) if case.bought_on else ""
    return " · ".join(filter(None, (str(case.get_bought_display()), day)))


def word_words(held: Mapping[str, Any], *, today: date) -> str:
    """Whose word an officer wrote down, of which day, how it came; nothing where none was."""
    if "confirmed_on" not in held:
        return ""
    day = spoken.day(date.fromisoformat(held["confirmed_on"]), today=today)
    who, how = dict(choices.CONFIRMED_BY), dict(choices.CONFIRMED_HOW)
    return " · ".join((str(who[held["confirmed_by"]]), day, str(how[held["confirmed_how"]])))


def _received(case: Case, today: date) -> str:
    at = spoken.moment(case.submitted_at.astimezone(ZONE), today=today) if case.submitted_at else ""
    return " · ".join(filter(None, (at, str(case.get_origin_display()))))
