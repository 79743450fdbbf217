"""Step 9: places from the stated grades and totals; and how firm they are, computed again."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction

from huaihai.supervision.grading import engine
from huaihai.supervision.grading.firmness import firmness
from huaihai.supervision.grading.linting.stated import Stated
from huaihai.supervision.grading.plan import Plan
from huaihai.supervision.grading.readings import Counted
from huaihai.supervision.grading.shape import as_decimal


def check(plan: Plan, results: Sequence[Stated]) -> None:
    """Note every place that does not follow. `results` are those of all products."""
    standings = {one.product: _standing(plan, one) for one in results}
    for one in results:
        mine = standings[one.product]
        if mine is None:
            continue
        rank = 1 + sum(other is not None and other > mine for other in standings.values())
        said = one.held.get("rank")
        if said != rank or isinstance(said, bool):
            one.entry.wrong("rank-wrong", "rank", product=one.product, found=said, wanted=rank)


def check_firmness(plan: Plan, results: Sequence[Stated], counted: Counted) -> None:
    """Note what differs from a new computation. To be asked only where everything before is right."""
    firm = firmness(plan, engine.grade(plan, [one.product for one in results], counted))
    for one in results:
        right = firm.get(one.product)
        wanted = None if right is None else asdict(right)
        said = one.held.get("firmness")
        if said != wanted:
            one.entry.wrong("firmness-wrong", "firmness", product=one.product, **_first(said, wanted))


def _standing(plan: Plan, result: Stated) -> tuple[int, Fraction] | None:
    grade, total = result.entry.word("grade"), as_decimal(result.total)
    if result.held.get("no_grade") or grade not in plan.level or total is None:
        return None
    return -plan.level[grade], total


def _first(said: object, wanted: Mapping[str, object] | None) -> dict[str, object]:
    """The first part that differs."""
    stated, right = said if isinstance(said, Mapping) else {}, wanted or {}
    for name in ("rank_low", "rank_high", "grade_share", "beaten_share"):
        if stated.get(name) != right.get(name):
            return {"found": stated.get(name, "–"), "wanted": right.get(name, "–")}
    return {"found": "–", "wanted": "–"}
