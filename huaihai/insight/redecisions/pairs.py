"""Two people of two cities: who decides which file, and how far they agree. Pure: no Django.

Files are taken in their order. For each the person with the least files so far comes first; among equals the lot
decides, the SHA-256 of "seed:file:person". Whoever holds seed, files and people draws the same.

How far they agree, and with what was decided then, is said for each question: the share of files on which both say
the same, with Wilson's interval; Krippendorff's alpha, which takes off what chance alone would agree on, with a
bootstrap interval (`supervision.measures.alpha`); and the share of sheets that say what was decided then, counted a
file (two sheets of a file are not two files).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from huaihai.desk.lots import lot
from huaihai.kit.intervals import wilson as wilson_of
from huaihai.supervision.measures import alpha
from huaihai.supervision.measures.margins import wilson

PAIR = 2


@dataclass(frozen=True)
class Person:
    """Somebody who can be drawn. `cities`: all in which he or she holds a post; the first is drawn for."""

    key: str
    cities: tuple[str, ...]


@dataclass(frozen=True)
class File:
    """A file, with the cities and people that had a part in it."""

    key: str
    cities: frozenset[str] = field(default_factory=frozenset)
    people: frozenset[str] = field(default_factory=frozenset)


def pairs(seed: str, files: Sequence[File], people: Sequence[Person]) -> dict[str, list[Person]]:
    """For each file two people, or none at all where two of two other cities cannot be found."""
    load = dict.fromkeys((person.key for person in people), 0)
    found: dict[str, list[Person]] = {}
    for file in files:
        chosen: list[Person] = []
        while len(chosen) < PAIR:
            following = next_of(seed, file, people, load, taken=chosen)
            if following is None:
                break
            chosen.append(following)
        found[file.key] = chosen if len(chosen) == PAIR else []
        for person in found[file.key]:
            load[person.key] += 1
    return found


def next_of(
    seed: str, file: File, people: Sequence[Person], load: Mapping[str, int], *, taken: Collection[Person]
) -> Person | None:
    """Who is drawn next for this file beside (or instead of) those `taken`; None if nobody is left."""
    cities = file.cities | {person.cities[0] for person in taken}
    gone = file.people | {person.key for person in taken}
    fit = [
        person
        for person in people
        if person.key not in gone and not cities & set(person.cities) and person.cities
    ]
    return min(
        fit, key=lambda one: (load.get(one.key, 0), lot(seed, f"{file.key}:{one.key}"), one.key), default=None
    )


FLOOR: Final = 10  # files under which nothing about a question is published
LEVELS: Final[dict[str, alpha.Level]] = {
    "admit": "nominal",
    "ground": "nominal",
    "remedy": "nominal",
    "share": "ordinal",
}

type Decided = Mapping[str, Any]


@dataclass(frozen=True)
class BothDecided:
    """One file with both sheets, and what was decided then."""

    first: Decided
    second: Decided
    original: Decided


@dataclass(frozen=True)
class Agreed:
    """One question. `n` files on which both answered it; `alpha` is None where all answers are the same.

    `then_n`: files of which it is known what was decided then.
    """

    question: str
    n: int
    same: int
    share: float
    low: float
    high: float
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    then_n: int
    then_share: float | None
    then_low: float | None
    then_high: float | None

    def as_json(self) -> dict[str, Any]:
        """For keeping."""
        return asdict(self)


def agreement(files: Sequence[BothDecided], *, seed: str = alpha.SEED) -> list[Agreed]:
    """All questions that at least `FLOOR` files answer."""
    found = [_of(question, files, seed) for question in LEVELS]
    return [one for one in found if one is not None]


def answer_of(question: str, decided: Decided) -> str:
    """The answer of one sheet to this question; empty where the question does not arise from it."""
    if question == "admit":
        return str(decided.get("admit", ""))
    wants = "no" if question == "ground" else "yes"
    return str(decided.get(question, "")) if decided.get("admit") == wants else ""


def _of(question: str, files: Sequence[BothDecided], seed: str) -> Agreed | None:
    said = [(answer_of(question, one.first), answer_of(question, one.second), one.original) for one in files]
    both = [(first, second, original) for first, second, original in said if first and second]
    if len(both) < FLOOR:
        return None
    same = sum(first == second for first, second, _original in both)
    low, high = wilson_of(same, len(both))
    found = alpha.agreement(
        [[first, second] for first, second, _original in both], LEVELS[question], seed=seed
    )
    then = _with_original(question, said)
    return Agreed(
        question,
        len(both),
        same,
        same / len(both),
        low,
        high,
        None if found.alpha is None else float(found.alpha),
        found.low,
        found.high,
        *then,
    )


def _with_original(
    question: str, said: Sequence[tuple[str, str, Decided]]
) -> tuple[int, float | None, float | None, float | None]:
    fits: Callable[[str, Decided], bool | None] = _fits_remedy if question == "remedy" else _fits(question)
    shares = []
    for first, second, original in said:
        known = [fit for answer in (first, second) if answer and (fit := fits(answer, original)) is not None]
        if known:
            shares.append(sum(known) / len(known))
    if len(shares) < FLOOR:
        return len(shares), None, None, None
    share = sum(shares) / len(shares)
    return len(shares), share, *wilson(share, len(shares))


def _fits(question: str) -> Callable[[str, Decided], bool | None]:
    def fits(answer: str, original: Decided) -> bool | None:
        then = answer_of(question, original)
        return answer == then if then else None

    return fits


def _fits_remedy(answer: str, original: Decided) -> bool | None:
    """One of those that were agreed."""
    then = original.get("remedies") or []
    return answer in then if then else None
