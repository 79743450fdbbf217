"""How far two people agree on the same file, and with what was decided then. Pure: no Django.

For each question: the share of files on which both say the same, with Wilson's interval; Krippendorff's alpha, which
takes off what chance alone would agree on, with a bootstrap interval (`supervision.measures.alpha`); and the share of
sheets that say what was decided then, counted a file (two sheets of a file are not two files).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from huaihai.kit.intervals import wilson as wilson_of
from huaihai.supervision.measures import alpha
from huaihai.supervision.measures.margins import wilson

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
