"""Evidence out of published comparative tests of goods whose maker the business is."""

import json
from dataclasses import dataclass
from fractions import Fraction

from huaihai.brands.evidence.found import Found
from huaihai.brands.evidence.scope import Scope
from huaihai.supervision.models import Purchase, Release
from huaihai.supervision.testing.publishing.shown import Row, shown

BEST = 100


@dataclass(frozen=True)
class Tested:
    """A product in a published test: its grade in points (the best grade of the plan 100, the worst 0; None without a
    grade), whether it was found unsafe, and its public page."""

    key: str
    points: Fraction | None
    is_unsafe: bool
    url: str


def found(scope: Scope) -> Found:
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
        page = shown(json.loads(release.file))
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
