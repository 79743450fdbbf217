"""What the office's pages show of rounds and calls: progress, estimates in percent, the matter of one call."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.cases import case_facts, unmasking
from huaihai.cases.models import Agreement, Case
from huaihai.insight.callbacks import rounds, verbs
from huaihai.insight.callbacks.estimating import Estimate
from huaihai.insight.models import Call, CallRound
from huaihai.kit import spoken


@dataclass(frozen=True)
class Shares:
    """An estimate in whole percent, for a page."""

    share: int
    low: int
    high: int
    unlike: tuple[int, int]
    bounds: tuple[int, int]
    unknown: int
    called: int
    reached: int
    solved: int


def shares(found: Estimate | None) -> Shares | None:
    """Rounded to whole percent: more would pretend."""
    if found is None:
        return None
    return Shares(
        share=_percent(found.share),
        low=_percent(found.low),
        high=_percent(found.high),
        unlike=(_percent(found.if_unlike[0]), _percent(found.if_unlike[1])),
        bounds=(_percent(found.bounds[0]), _percent(found.bounds[1])),
        unknown=found.unknown,
        called=found.called,
        reached=found.reached,
        solved=found.solved,
    )


def progress(held: CallRound) -> list[tuple[Promise | str, int]]:
    """How many calls of the whole alliance stand in each state; one query."""
    counted = dict(held.calls.order_by().values_list("state").annotate(n=Count("pk")))
    return [(label, counted[state]) for state, label in Call.State.choices if state in counted]


def found(held: CallRound) -> dict[str, Any]:
    """What a closed round found, for the office: two estimates and three counts."""
    result = held.result or {}
    return {
        "solved": shares(rounds.of_result(result)),
        "money": shares(rounds.of_result(result, "money")),
        "paid_at_least_fen": result.get("paid_at_least_fen", 0),
        "answers": [
            (_("Was what was agreed done?"), _counted(verbs.DONE, result.get("done", {}))),
            (_("Did money come back?"), _counted(verbs.MONEY, result.get("bands", {}))),
            (_("How satisfied?"), _counted(verbs.SATISFIED, result.get("satisfied", {}))),
        ],
    }


def matter(case: Case, *, is_open: bool) -> list[dict[str, Any]]:
    """What the caller has to know, and no more: who, against whom, what was agreed."""
    person = getattr(case, "complainant", None)
    agreed: Agreement | None = Agreement.objects.filter(case=case).first()
    name, phone = (person.name, person.phone) if person else ("", "")
    rows: list[dict[str, Any]] = [
        {"label": _("File number"), "value": case.number},
        {"label": _("Name"), "value": name if is_open else unmasking.name_masked(name)},
        {"label": _("Phone"), "value": phone if is_open else unmasking.phone_masked(phone)},
        {
            "label": pgettext("call-back", "Complained about"),
            "value": _business(case),
        },
    ]
    if agreed is not None:
        rows += [
            {"label": _("What was agreed"), "value": unmasking.text_masked(agreed.terms), "is_text": True},
            {"label": _("Sum"), "value": case_facts.money_words(agreed.sum_fen)},
            {"label": _("To be done by"), "value": spoken.full_day(agreed.perform_by_on)},
        ]
    return rows


def after_attempt(held: Call) -> str:
    """What is said once an attempt was written down."""
    if held.state == Call.State.OPEN:
        left = verbs.MOST_ATTEMPTS - held.attempts_made
        return _("Written down. Tries left, at other times of day: %(left)s.") % {"left": left}
    return _("Written down. This one is finished: %(stage)s.") % {"stage": held.get_state_display()}


def _counted(choices: verbs.Choices, counted: dict[str, int]) -> list[tuple[Promise | str, int]]:
    return [(label, counted.get(key, 0)) for key, label in choices]


def _business(case: Case) -> str:
    return case.business.name if case.business else str(case.stated_business.get("name", ""))


def _percent(share: float) -> int:
    return round(100 * share)
