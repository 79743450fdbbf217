"""What pages show of a binder and of a case in it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.cases import life as cases
from huaihai.cases.models import Appointment, Case, Together, TogetherCase
from huaihai.cases.situation import Situation
from huaihai.cases.together import life
from huaihai.desk.lives import Words
from huaihai.kit import local_words
from huaihai.law.triage.reading import tree


@dataclass(frozen=True)
class Beside:
    """What the page of a case says: in which binders it is or was, and where alike complaints are looked for."""

    rows: Sequence[TogetherCase]
    find_url: str


def of_case(case: Case) -> list[TogetherCase]:
    """Its rows in binders, the newest first. One query, where there are any."""
    if case.has_no("togethers"):
        return []
    rows = TogetherCase.objects.filter(case=case).select_related("together__body")
    return list(rows.order_by("-together__opened_at"))


def beside(situation: Situation) -> Beside:
    case = situation.case
    may_find = (
        cases.BODY in situation.parties and case.stage in life.STILL_OPEN and case.business_id is not None
    )
    return Beside(of_case(case), reverse("desk-alike", args=[case.pk]) if may_find else "")


def living(case: Case) -> TogetherCase | None:
    """Its row in the binder in which it is, or was asked to be, while that is open."""
    rows = [row for row in of_case(case) if row.together.is_open]
    return next((row for row in rows if row.stage in life.LIVING), None)


def of_consumer(case: Case) -> TogetherCase | None:
    """What its consumer may answer: where it was asked, be it answered or not, while the binder is open."""
    rows = [row for row in of_case(case) if row.together.is_open and row.asked_at is not None]
    return next((row for row in rows if row.stage in life.LIVING), next(iter(rows), None))


def offered(case: Case) -> Together | None:
    """Of the same business, where five and more were admitted and have joined: only then is somebody who has filed told
    that there are others, without numbers or names. One query."""
    if case.business_id is None or case.stage not in life.STILL_OPEN:
        return None
    joined = Q(cases__stage=life.JOINED, cases__case__admitted_at__isnull=False)
    rows = Together.objects.filter(business=case.business_id, stage=life.OPEN).exclude(cases__case=case.pk)
    counted = rows.annotate(joined=Count("cases", filter=joined)).filter(joined__gte=life.FEWEST_TOLD)
    found: Together | None = counted.order_by("opened_at", "pk").first()
    return found


def door_of(case: Case) -> tuple[Words, Words, str] | None:
    """A sentence and a button for the consumer who was asked, or has joined. Nobody who said no is asked again."""
    row = None if case.is_final else of_consumer(case)
    if row is None or row.stage not in (life.ASKED, life.JOINED):
        return None
    if row.stage == life.JOINED:
        return (
            _("Your complaint is handled together with others. You can leave at any time."),
            _("What this means"),
            "",
        )
    return (
        _("Others have complained about the same business. Shall yours be handled together with theirs?"),
        _("Read what it means, and answer"),
        "warn",
    )


def why_asked(row: TogetherCase) -> str:
    """Why its consumer is asked: in the words that officers read, but for the one with whose complaint it began."""
    is_first = row.why == TogetherCase.Why.ITSELF
    return _("Others complained about the same business, and of much the same.") if is_first else why(row)


def why(row: TogetherCase) -> str:
    """Why it was found alike."""
    card = tree().cards.get(row.case.problem) if row.why == TogetherCase.Why.PROBLEM else None
    if card is None:
        return str(row.get_why_display())
    return _("The same business and the same problem: %(problem)s") % {
        "problem": local_words.said(card.title)
    }


@dataclass(frozen=True)
class Sums:
    """How a binder stands, in numbers of what the reader sees of it."""

    asked: int
    joined: int
    proposed: int
    agreed: int
    agreed_fen: int


def sums(binder: Together, keys: Collection[UUID]) -> Sums:
    """Agreements and their sum count what bodies with these keys may open. One query."""
    joined = Q(stage=life.JOINED)
    seen = Q(case__home__in=keys) | Q(case__lead__in=keys) | Q(case__responsible__in=keys)
    agreed = joined & seen & Q(case__agreement__reached_at__gte=binder.opened_at)
    found = binder.cases.aggregate(
        asked=Count("pk", filter=Q(asked_at__isnull=False)),
        joined=Count("pk", filter=joined),
        proposed=Count("pk", filter=Q(stage=life.PROPOSED)),
        agreed=Count("pk", filter=agreed),
        agreed_fen=Sum("case__agreement__sum_fen", filter=agreed),
    )
    return Sums(**found | {"agreed_fen": found["agreed_fen"] or 0})


def session(binder: Together) -> Appointment | None:
    """The appointment that was made last for those who joined, while it stands."""
    rows: Any = Appointment.objects.planned().filter(
        case__togethers__together=binder, case__togethers__stage=life.JOINED
    )
    found: Appointment | None = rows.order_by("-made_at", "pk").first()
    return found
