"""Evidence of what people saw: re-visits that a second visitor confirmed, and published sweeps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from huaihai.brands.evidence import checklist
from huaihai.brands.evidence.found import Found, share
from huaihai.brands.evidence.scope import Scope
from huaihai.brands.models import Revisit
from huaihai.supervision.models import ItemMark

FEEDING = ("elderly", "disabled", "travellers", "prices")


def found(scope: Scope) -> dict[str, Found]:
    """ "revisit" (all items, with the marks of sweeps), and one share for each group of items."""
    answers = list(revisits_of(scope).values_list("answers", flat=True))
    swept = _swept(scope)
    hits, of = _together(answers)
    whole = share(
        hits + swept.good,
        of + swept.good + swept.bad,
        visits=len(answers),
        sweep_items=swept.good + swept.bad,
    )
    told = {"revisit": Found(whole.evidence, whole.counts, swept.urls)}
    for name in FEEDING:
        told[name] = share(*_together(answers, name), visits=len(answers))
    return told


def revisits_of(scope: Scope) -> "QuerySet[Revisit]":
    """The confirmed re-visits of these days, the newest first."""
    rows: QuerySet[Revisit] = Revisit.objects.confirmed().filter(
        entry=scope.entry, visited_on__gte=scope.since, visited_on__lte=scope.until
    )
    return rows


def _together(answers: Iterable[Mapping[str, str]], feeds: str = "") -> tuple[int, int]:
    counted = [checklist.counted(one, feeds) for one in answers]
    return sum(hits for hits, _of in counted), sum(of for _hits, of in counted)


@dataclass(frozen=True)
class _Swept:
    good: int
    bad: int
    urls: tuple[str, ...]


def _swept(scope: Scope) -> _Swept:
    """Marks that published sweeps gave this place (without one: any place of the business)."""
    start, end = scope.bounds
    where = Q(inspection__place=scope.entry.place_id) if scope.entry.place_id else Q()
    rows = ItemMark.objects.filter(
        where,
        inspection__business__in=scope.business_ids,
        inspection__replaced_by=None,
        inspection__project__stage="published",
        inspection__project__withdrawn_at=None,
        inspection__checked_at__gte=start,
        inspection__checked_at__lt=end,
    )
    told = rows.order_by().values("inspection__project__number")
    per_project = told.annotate(
        good=Count("pk", filter=Q(mark="ok")),
        bad=Count("pk", filter=Q(mark="found") & ~Q(finding__stage="withdrawn")),
    )
    held = list(per_project)
    return _Swept(
        sum(one["good"] for one in held),
        sum(one["bad"] for one in held),
        tuple(
            sorted(reverse("supervision-project", args=[one["inspection__project__number"]]) for one in held)
        ),
    )
