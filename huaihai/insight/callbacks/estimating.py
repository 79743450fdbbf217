"""How many of the unknown cases were solved, from a random sample that was called back. Pure: no Django.

The frame is every unknown case of a quarter, in strata (home cities) and classes (city × kind of trade). The sample is
a simple random one within each stratum. Not everybody answers, so there are three statements:

- the **bounds** assume nothing about those who did not answer: all of them unsolved, all of them solved (C. Manski,
  "Nonparametric bounds on treatment effects", American Economic Review 80 (1990), 319-323; with the doubt of the
  sample on both ends, as J. Horowitz and C. Manski, Journal of the American Statistical Association 95 (2000), 77-84);
- the **estimate** assumes that within a class those who answered are like those who did not (weighting classes:
  H. L. Oh and F. Scheuren, "Weighting adjustment for unit nonresponse", in Incomplete Data in Sample Surveys 2 (1983),
  143-184). Classes with few answers are joined. Where answering depends on the answer itself the estimate is off;
- **if they are unlike** widens the interval: the odds of having been solved are, among those who did not answer, from
  half to twice those of the others of their class (D. Rubin, "Formalizing subjective notions about the effect of
  nonrespondents in sample surveys", Journal of the American Statistical Association 72 (1977), 538-543).

Interval: variance of the stratified mean with the finite population correction (W. G. Cochran, Sampling Techniques,
3rd edition (1977), section 5.4); from it the effective number of answers, adjusted for its degrees of freedom
(E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998), 193-201), in the score interval of Wilson (N. Dean and
M. Pagano, Journal of Survey Statistics and Methodology 3 (2015), 484-503); then widened outwards to whole cases.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import ceil, floor, fsum
from typing import Any, Protocol

from huaihai.kit.intervals import Z_95
from huaihai.supervision.measures.margins import wilson

LEAST_ANSWERS = 5  # with fewer a class does not speak for itself
# How often the truth lies within, in percent of made-up quarters (`tests/simulating.py`), as a page writes it: in the
# interval where those who answer are like the others, in it where they are not, and there in `if_unlike`.
PROVED = {"right": "96.7", "wrong": "67", "wider": "97"}


class Sampled(Protocol):
    """One case of the sample."""

    @property
    def stratum(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def solved(self) -> bool | None: ...


@dataclass(frozen=True)
class Class:
    """`size` cases of the frame, of whom `answers` gave one; `share` of them (weighted) say that it was solved.

    `worth`: as many equally weighted answers (L. Kish, Survey Sampling (1965), section 11.7). `silent`: the share of
    those called who gave no answer.
    """

    size: int
    answers: int
    share: float
    worth: float
    silent: float


type Cell = tuple[str, str]


def classes_of(frame: Mapping[Cell, int], sample: Sequence[Sampled]) -> list[Class]:
    """City × kind of trade; where one has too few answers the whole city; cities with too few are joined.

    A class of which all have answered stands however small it is. Raises ValueError.
    """
    weight = _weights(frame, sample)
    answers = [one for one in sample if one.solved is not None]
    joined = _joined(frame, answers)
    members: dict[int, list[tuple[float, bool | None]]] = defaultdict(list)
    place = {cell: number for number, cells in enumerate(joined) for cell in cells}
    for one in sample:
        members[place[one.stratum, one.kind]].append((weight[one.stratum], one.solved))
    return [
        _class(sum(frame[cell] for cell in cells), members[number]) for number, cells in enumerate(joined)
    ]


def strata_of(frame: Mapping[Cell, int], sample: Sequence[Sampled]) -> list[Class]:
    """The strata as they were drawn, of a sample in which everybody has an answer. Raises ValueError."""
    _weights(frame, sample)
    sizes = _sizes(frame)
    held: dict[str, list[tuple[float, bool | None]]] = defaultdict(list)
    for one in sample:
        held[one.stratum].append((1.0, bool(one.solved)))
    missing = [stratum for stratum in sizes if stratum not in held]
    if missing:
        raise ValueError(f"nobody was drawn in {missing[0]}")
    return [_class(size, held[stratum]) for stratum, size in sizes.items()]


def _class(size: int, asked: Sequence[tuple[float, bool | None]]) -> Class:
    answers = [one for one in asked if one[1] is not None]
    total = fsum(weight for weight, _yes in answers)
    hits = fsum(weight for weight, yes in answers if yes)
    squares = fsum(weight * weight for weight, _yes in answers)
    silent = 1 - total / fsum(weight for weight, _yes in asked)
    return Class(size, len(answers), hits / total, total * total / squares, max(silent, 0.0))


def _weights(frame: Mapping[Cell, int], sample: Sequence[Sampled]) -> dict[str, float]:
    """How many cases of its stratum each drawn one stands for."""
    drawn: dict[str, int] = defaultdict(int)
    cells: dict[Cell, int] = defaultdict(int)
    for one in sample:
        drawn[one.stratum] += 1
        cells[one.stratum, one.kind] += 1
    if any(count > frame.get(cell, 0) for cell, count in cells.items()):
        raise ValueError("more were drawn than the frame holds")
    sizes = _sizes(frame)
    return {stratum: sizes[stratum] / count for stratum, count in drawn.items()}


def _sizes(frame: Mapping[Cell, int]) -> dict[str, int]:
    sizes: dict[str, int] = defaultdict(int)
    for (stratum, _kind), size in sorted(frame.items()):
        sizes[stratum] += size
    return {stratum: size for stratum, size in sizes.items() if size}


def _joined(frame: Mapping[Cell, int], answers: Sequence[Sampled]) -> list[list[Cell]]:
    """Cells of the frame, joined until each set has enough answers (or all that it could have)."""
    counted: dict[Cell, int] = defaultdict(int)
    for one in answers:
        counted[one.stratum, one.kind] += 1

    def enough(cells: Sequence[Cell]) -> bool:
        found, size = sum(counted[cell] for cell in cells), sum(frame[cell] for cell in cells)
        return found >= min(LEAST_ANSWERS, size)

    fine: list[list[Cell]] = []
    rest: list[Cell] = []
    cells = sorted(cell for cell, size in frame.items() if size)
    for stratum in dict.fromkeys(cell[0] for cell in cells):
        own = [cell for cell in cells if cell[0] == stratum]
        if all(enough([cell]) for cell in own):
            fine += [[cell] for cell in own]
        elif enough(own):
            fine.append(own)
        else:
            rest += own
    fine.sort(key=lambda one: (sum(counted[cell] for cell in one), one))
    while rest and fine and not enough(rest):
        rest += fine.pop(0)
    return [*fine, *([rest] if rest else [])]


LEANING = 2.0  # so many answers' worth every class leans to the whole when its variance is reckoned: 5 of 5 is not sure
ODDS_APART = 2.0  # how unlike those who did not answer may be in `if_unlike`
SLACK = 1e-9


@dataclass(frozen=True)
class Called:
    """One case of the sample: its stratum, its class within it, and the answer (None: there is none)."""

    stratum: str
    kind: str
    solved: bool | None


@dataclass(frozen=True)
class Estimate:
    """The share of `unknown` cases that were solved.

    `called` were drawn, `reached` of them gave an answer, `solved` of those said that all of it was done. `share` lies
    between `low` and `high` at 95 %, if those who answered are like those who did not; `if_unlike` if their odds differ
    by no more than a factor of two; `bounds` holds without any such thing.
    """

    unknown: int
    called: int
    reached: int
    solved: int
    share: float
    low: float
    high: float
    if_unlike: tuple[float, float]
    bounds: tuple[float, float]

    @property
    def margin(self) -> float:
        """The longer arm of the interval: "plus or minus"."""
        return max(self.share - self.low, self.high - self.share)

    def as_json(self) -> dict[str, Any]:
        """For keeping."""
        return {**asdict(self), "if_unlike": list(self.if_unlike), "bounds": list(self.bounds)}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Estimate":
        """What `as_json` gave."""
        pairs = {name: (kept[name][0], kept[name][1]) for name in ("if_unlike", "bounds")}
        return cls(**{**kept, **pairs})


def estimated(frame: Mapping[tuple[str, str], int], sample: Sequence[Called]) -> Estimate | None:
    """The estimate from the sizes of the frame by (stratum, kind) and the sample; None where nobody answered.

    Raises ValueError where more were called than the frame holds.
    """
    answers = [one for one in sample if one.solved is not None]
    if not answers:
        return None
    population = sum(frame.values())
    classes = classes_of(frame, sample)
    share, low, high = _interval(classes, population)
    solved = sum(one.solved is True for one in answers)
    least, most = solved / population, 1 - (len(answers) - solved) / population
    low = min(max(_outwards(low, population, down=True), least), share)
    high = max(min(_outwards(high, population, down=False), most), share)
    return Estimate(
        unknown=population,
        called=len(sample),
        reached=len(answers),
        solved=solved,
        share=share,
        low=low,
        high=high,
        if_unlike=(
            min(max(low + _shift(classes, population, 1 / ODDS_APART), least), low),
            max(min(high + _shift(classes, population, ODDS_APART), most), high),
        ),
        bounds=_bounds(frame, sample, population),
    )


def _shift(classes: Sequence[Class], population: int, factor: float) -> float:
    """By how much the share changes if those without an answer have odds that are so many times as high."""
    return fsum(
        one.size / population * one.silent * (_with_odds(one.share, factor) - one.share) for one in classes
    )


def _with_odds(share: float, factor: float) -> float:
    return share * factor / (1 - share + share * factor)


def _bounds(
    frame: Mapping[tuple[str, str], int], sample: Sequence[Called], population: int
) -> tuple[float, float]:
    """Everybody without an answer unsolved, and solved; each with the doubt of the sample."""
    unsolved, solved = (
        strata_of(
            frame,
            [Called(one.stratum, one.kind, one.solved if one.solved is not None else told) for one in sample],
        )
        for told in (False, True)
    )
    low = _outwards(_interval(unsolved, population)[1], population, down=True)
    high = _outwards(_interval(solved, population)[2], population, down=False)
    return low, high


def _interval(classes: Sequence[Class], population: int) -> tuple[float, float, float]:
    """The stratified share of these classes, and its 95 % interval."""
    share = min(max(fsum(one.size * one.share for one in classes) / population, 0.0), 1.0)
    leaning = [_leaning(one, share) for one in classes]
    whole = fsum(one.size * q for one, q in zip(classes, leaning, strict=True)) / population
    variance = fsum(
        (one.size / population) ** 2 * (1 - one.answers / one.size) * q * (1 - q) / one.worth
        for one, q in zip(classes, leaning, strict=True)
    )
    if variance <= 0:
        return (share, share, share) if all(one.answers == one.size for one in classes) else (share, 0.0, 1.0)
    freedom = max(sum(one.answers for one in classes) - len(classes), 1)
    effective = whole * (1 - whole) / variance * (Z_95 / _t_95(freedom)) ** 2
    low, high = wilson(share, effective)
    return share, min(low, share), max(high, share)


def _leaning(one: Class, share: float) -> float:
    """The share of this class for its variance, drawn a little to the whole and to one half."""
    towards = (share * LEANING + 0.5) / (LEANING + 1)
    return (one.worth * one.share + LEANING * towards) / (one.worth + LEANING)


def _t_95(freedom: int) -> float:
    """The two-sided 95 % point of Student's t (Abramowitz and Stegun (1964), 26.7.5); ample below 3 degrees."""
    z, n = Z_95, float(freedom)
    if freedom < 3:
        return 12.706 if freedom == 1 else 4.303
    return (
        z
        + (z**3 + z) / (4 * n)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
    )


def _outwards(share: float, population: int, *, down: bool) -> float:
    """The next share of whole cases, outwards."""
    if down:
        return max(floor(share * population + SLACK) / population, 0.0)
    return min(ceil(share * population - SLACK) / population, 1.0)
