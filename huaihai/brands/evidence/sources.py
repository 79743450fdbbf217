"""Where evidence comes from: buyers, cases, lists of authorities, what is promised, tests, what people saw."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from huaihai.brands.evidence import checklist
from huaihai.brands.evidence.scope import Found, Scope, share
from huaihai.brands.models import ImportRun, LicenceFact, Penalty, Rating, Revisit
from huaihai.businesses.channel import facts as channel_facts
from huaihai.businesses.models import PledgeVersion
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.businesses.pledges.terms import CROSS_SHOP, NO_REASON
from huaihai.cases import business_figures
from huaihai.cases.models import Case
from huaihai.compensation.claims import situation
from huaihai.supervision.models import ItemMark, Purchase, Release
from huaihai.supervision.testing.publishing.facts import Row, results_of

LIKED = 4  # of 5
ENDED = ("closed", "terminated")  # the association is done with it, with an agreement or without
SETTLED = Q(result=Case.Result.FULFILLED, agreement__isnull=False)  # done, and the consumer confirmed it
_RETURNS = Q(pledge__pledge__kind__in=[NO_REASON, CROSS_SHOP])
BEST = 100
FEEDING = ("elderly", "disabled", "travellers", "prices")


def ratings(scope: Scope) -> Found:
    """The share of ratings with four or five of five on the whole."""
    rows = Rating.objects.counting().filter(
        entry=scope.entry, rated_on__gte=scope.since, rated_on__lte=scope.until
    )
    told = rows.aggregate(
        of=Count("pk"),
        hits=Count("pk", filter=Q(overall__gte=LIKED)),
        after_cases=Count("pk", filter=Q(way=Rating.Way.CASE)),
    )
    return share(
        told["hits"], told["of"], after_cases=told["after_cases"], visits=told["of"] - told["after_cases"]
    )


def complaints(scope: Scope) -> dict[str, Found]:
    """ "reply", "promises", "settled" and "returns", of the cases received on these days."""
    cases = scope.received()
    counts = business_figures.total(business_figures.by_trade_month(cases).values())
    ended = cases.filter(stage__in=ENDED).aggregate(
        of=Count("pk"),
        hits=Count("pk", filter=SETTLED),
        returns=Count("pk", filter=_RETURNS),
        returned=Count("pk", filter=_RETURNS & SETTLED),
    )
    told = {
        "reply": share(counts.replied_in_time, counts.asked, cases=counts.cases),
        "promises": share(
            counts.kept,
            counts.decided,
            fund=counts.paid_by_fund,
            broken=counts.broken,
            unknown=counts.unknown,
        ),
        "settled": share(ended["hits"], ended["of"], cases=counts.cases),
        "returns": share(ended["returned"], ended["returns"]),
    }
    return {name: Found(one.evidence, one.counts, scope.pages) for name, one in told.items()}


def penalties(scope: Scope) -> Found:
    """How many penalties in force were decided on these days. "None" is said only where a list tells of these days;
    without a list nothing is known, but what is known of the business counts.
    """
    rows = penalties_of(scope)
    count = rows.count()
    until = known_until(scope, ImportRun.About.PENALTIES)
    serious = rows.filter(gravity=Penalty.Gravity.SERIOUS).count() if count else 0
    counts = {"count": count, "serious": serious}
    urls = tuple(dict.fromkeys(row.source for row in rows.exclude(source="")[:5])) if count else ()
    if until is None and not count:
        return Found(None, counts)
    return Found({"count": count}, counts, urls, until.isoformat() if until else "")


def penalties_of(scope: Scope) -> "QuerySet[Penalty]":
    """Those decided on these days that nobody has taken back."""
    found: QuerySet[Penalty] = Penalty.objects.standing().filter(
        credit_code__in=scope.codes,
        is_taken_back=False,
        decided_on__gte=scope.since,
        decided_on__lte=scope.until,
    )
    return found


def licence(scope: Scope) -> Found:
    """Whether every kind of licence that is known of it is good on the last day; unknown without any."""
    rows = LicenceFact.objects.standing().filter(credit_code__in=scope.codes)
    good: dict[str, bool] = {}
    for row in rows.select_related(None):
        is_good = not row.is_taken_back and (row.valid_until is None or row.valid_until >= scope.until)
        good[row.kind] = good.get(row.kind, False) or is_good
    until = known_until(scope, ImportRun.About.LICENCES)
    counts = {"count": len(good), "good": sum(good.values())}
    evidence = {"yes": all(good.values())} if good else None
    return Found(evidence, counts, (), until.isoformat() if until else "")


def known_until(scope: Scope, about: str) -> date | None:
    """The last of these days that a list about the entry's city tells of; None if none does."""
    near = Q(region_code="") | Q(region_code=scope.entry.body.region_code)
    runs = ImportRun.objects.filter(
        near, about=about, known_until__gte=scope.since, known_from__lte=scope.until
    )
    newest = runs.order_by("-known_until").values_list("known_until", flat=True).first()
    return min(newest, scope.until) if newest else None


def promised(scope: Scope) -> Found:
    """How many kinds of pledges are in force on the last day and shown; whether it is on the fast channel beside."""
    held = pledges_facts.all_in_force(scope.entry.business, on=scope.until, place=scope.entry.place)
    shown = PledgeVersion.objects.filter(pk__in=[one.pk for one in held]).displayed().count() if held else 0
    is_joined = channel_facts.is_joined(scope.business, on=scope.until)
    counts = {"count": shown, "suspended": len(held) - shown, "channel": int(is_joined)}
    return Found({"count": shown}, counts, scope.pages)


def fund(scope: Scope) -> Found:
    """Whether a fund for advance compensation answers for it on the last day."""
    funds = situation.answering(scope.business.pk, on=scope.until)
    return Found({"yes": bool(funds)}, {"count": len(funds)})


@dataclass(frozen=True)
class Tested:
    """A product in a published test: its grade in points (the best grade of the plan 100, the worst 0; None without a
    grade), whether it was found unsafe, and its public page."""

    key: str
    points: Fraction | None
    is_unsafe: bool
    url: str


def tests(scope: Scope) -> Found:
    """The best grade of its goods; 0 where one of them was found unsafe, however good the others are."""
    rows = tested(scope)
    unsafe = sum(row.is_unsafe for row in rows)
    graded = [row.points for row in rows if row.points is not None]
    counts = {"count": len(rows), "unsafe": unsafe}
    urls = tuple(dict.fromkeys(row.url for row in rows))
    if unsafe:
        return Found({"points": "0"}, counts, urls)
    return Found({"points": _decimal(max(graded))} if graded else None, counts, urls)


def tested(scope: Scope) -> list[Tested]:
    """Its products in tests that were published on these days and not taken back. Three queries."""
    start, end = scope.bounds
    made = Purchase.objects.confirmed().filter(
        maker_code__in=scope.codes,
        project__withdrawn_at=None,
        project__published_at__gte=start,
        project__published_at__lt=end,
    )
    told: dict[object, set[str]] = {}
    for project, product in made.values_list("project", "product") if scope.codes else ():
        told.setdefault(project, set()).add(product)
    out = Release.objects.filter(project__in=list(told), published_at__isnull=False).order_by("number")
    newest = {release.project_id: release for release in out.defer("file")}
    rows = []
    for release in Release.objects.filter(pk__in=[one.pk for one in newest.values()]).order_by("at", "pk"):
        page = results_of(json.loads(release.file))
        levels = len(page.grades)
        rows += [_tested(row, levels) for row in page.rows if row.key in told[release.project_id]]
    return rows


def _tested(row: Row, levels: int) -> Tested:
    points = None
    if row.grade is not None:
        place = [level["key"] for level in row.plan["grades"]].index(row.grade.key)
        points = Fraction(BEST * (levels - 1 - place), max(1, levels - 1))
    return Tested(f"{row.number}:{row.key}", points, bool(row.unsafe), row.url)


def _decimal(points: Fraction) -> str:
    """With one digit, rounded down."""
    tenths = points.numerator * 10 // points.denominator
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def on_the_spot(scope: Scope) -> dict[str, Found]:
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
