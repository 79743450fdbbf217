"""How firm each place is: the whole computation again and again, with values that differ by their reading errors."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import lcm
from typing import Final

from huaihai.supervision.grading import shaking
from huaihai.supervision.grading.engine import Result
from huaihai.supervision.grading.numbers import FULL, ZERO, fixed
from huaihai.supervision.grading.plan import Plan, Trigger
from huaihai.supervision.grading.shaking import Line, Part, Shaken

A_GRADE: Final = 1 << 40  # more than any total in its units
SHARE_DIGITS: Final = 3
OUTSIDE: Final = 40  # one draw of so many is left out at each end

type Column = list[int]  # one number a draw


@dataclass(frozen=True)
class Firmness:
    """Where nineteen of twenty draws place a product, and how often its grade and the next place hold."""

    rank_low: int
    rank_high: int
    grade_share: str
    beaten_share: str | None


def firmness(plan: Plan, results: Sequence[Result]) -> dict[str, Firmness]:
    """How firm the place of every product that has one is; empty if the plan gives no errors or no draws."""
    if not plan.draws or all(item.error is None for item in plan.items):
        return {}
    judged = {one.product: one for one in results if one.rank is not None}
    standings = {key: standings_of(plan, one) for key, one in judged.items()}
    ranks = dict(zip(standings, _ranks(list(standings.values())), strict=True))
    behind = _next_behind(list(judged.values()))
    return {
        key: Firmness(
            *_span(one.rank or 0, ranks[key]),
            grade_share=_grade_share(plan, one, standings[key]),
            beaten_share=_beaten_share(standings[key], standings.get(behind.get(key, ""))),
        )
        for key, one in judged.items()
    }


def standings_of(plan: Plan, result: Result) -> Column:
    """Grade and rounded total in one number, the higher the better, draw by draw."""
    values = {}
    for one in result.items:
        item = plan.item_by_key[one.item]
        values[one.item] = shaking.shaken(item, result.product, one.measured, plan.seed, plan.draws)
    bounds = sorted(int(grade.least * 10**plan.digits) for grade in plan.grades)
    units = _units(plan, result, values)
    caps = _caps(plan, values)
    if caps == len(plan.grades):
        return [bisect_right(bounds, unit) * A_GRADE + unit for unit in units]
    if isinstance(caps, int):
        return [min(bisect_right(bounds, unit), caps) * A_GRADE + unit for unit in units]
    return [
        min(bisect_right(bounds, unit), cap) * A_GRADE + unit for unit, cap in zip(units, caps, strict=True)
    ]


def _units(plan: Plan, result: Result, values: Mapping[str, Shaken | None]) -> Column:
    """The rounded totals of all draws, in whole units of their last digit."""
    parts: list[tuple[Part, Sequence[int]]] = []
    for key, weight in result.weights.items():
        one = values[key]
        if one is None:
            parts.append((Line(weight, ZERO, FULL), ()))
        elif weight:
            parts.append((shaking.part_of(one, weight), one.worsening))
    over = lcm(*(denominator for part, _ in parts for denominator in part.denominators()))
    base, columns = 0, []
    for part, numbers in parts:
        if isinstance(part, Line) and not part.slope:
            base += int(part.start * over)
        else:
            columns.append(part.column(over, numbers))
    totals = [base + row for row in map(sum, zip(*columns, strict=True))] if columns else [base] * plan.draws
    return _rounded(plan, totals, over)


def _rounded(plan: Plan, totals: Column, over: int) -> Column:
    times, twice = 2 * 10**plan.digits, 2 * over
    if plan.mode == "half-up":
        return [(total * times + over) // twice for total in totals]
    found = []
    for total in totals:
        whole, rest = divmod(total * times + over, twice)
        found.append(whole - 1 if not rest and whole % 2 else whole)
    return found


def _caps(plan: Plan, values: Mapping[str, Shaken | None]) -> int | Column:
    """The best grade that the downgrades leave, counted from the worst; one number if the same in all draws."""
    always, some = len(plan.grades), []
    for rule in plan.downgrades:
        cap = len(plan.grades) - plan.level[rule.at_best]
        held = _held(plan, rule.when, values)
        if isinstance(held, list):
            some.append((cap, held))
        elif held:
            always = min(always, cap)
    some = [(cap, held) for cap, held in some if cap < always]
    if not some:
        return always
    caps = [always] * plan.draws
    for cap, held in some:
        caps = [min(now, cap) if here else now for now, here in zip(caps, held, strict=True)]
    return caps


def _held(plan: Plan, when: Trigger, values: Mapping[str, Shaken | None]) -> bool | list[bool]:
    if when.kind == "group":
        return _group_failed(plan, when, values)
    one = values[when.key]
    if one is None:
        return False
    bound = one.item.limit if when.kind == "failed" else one.item.scale.bound_of(when.points)
    if bound is None or isinstance(bound, bool):
        return bool(bound)
    return one.beyond(bound)


def _group_failed(plan: Plan, when: Trigger, values: Mapping[str, Shaken | None]) -> bool | list[bool]:
    found = [
        one.beyond(one.item.limit)
        for one in values.values()
        if one is not None and one.item.group == when.key and one.item.limit is not None
    ]
    always = sum(held for held in found if isinstance(held, bool))
    some = [held for held in found if isinstance(held, list)]
    if always >= when.least or always + len(some) < when.least:
        return always >= when.least
    return [always + sum(held) >= when.least for held in zip(*some, strict=True)]


def _ranks(standings: list[Column]) -> list[tuple[int, ...]]:
    """Each product's place in every draw; equal ones share it."""
    rows = []
    for draw in zip(*standings, strict=True):
        # of equal ones the last is kept, and with it the lowest number
        place = dict(zip(sorted(draw), range(len(draw), 0, -1), strict=True))
        rows.append([place[standing] for standing in draw])
    return list(zip(*rows, strict=True))


def _span(rank: int, ranks: Sequence[int]) -> tuple[int, int]:
    ordered, left_out = sorted(ranks), len(ranks) // OUTSIDE
    return min(rank, ordered[left_out]), max(rank, ordered[-1 - left_out])


def _grade_share(plan: Plan, result: Result, standings: Column) -> str:
    level = len(plan.grades) - plan.level[result.grade or ""]
    return _share(sum(standing // A_GRADE == level for standing in standings), plan.draws)


def _beaten_share(own: Column, other: Column | None) -> str | None:
    if other is None:
        return None
    return _share(sum(map(int.__lt__, own, other)), len(own))


def _share(times: int, draws: int) -> str:
    return fixed((2 * 10**SHARE_DIGITS * times + draws) // (2 * draws), SHARE_DIGITS)


def _next_behind(results: Sequence[Result]) -> dict[str, str]:
    """For each product the first, in the file's order, of those with the next higher place."""
    first: dict[int, str] = {}
    for one in results:
        first.setdefault(one.rank or 0, one.product)
    places = sorted(first)
    following = dict(pairwise(places))
    return {one.product: first[following[one.rank]] for one in results if one.rank in following and one.rank}
