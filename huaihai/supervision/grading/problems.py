"""What is wrong, before it has words: a code, a place, and the facts that a sentence needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

LONGEST_FACT = 60


@dataclass(frozen=True)
class Problem:
    """One thing wrong. `code` names its sentence in testing/wording.py; `place` is like "items.boil-time.weight"."""

    code: str
    place: str
    facts: Mapping[str, str] = field(default_factory=dict)


class PlanError(ValueError):
    """A plan that cannot be graded by; `problems` says why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.code} at {problem.place}" for problem in problems))
        self.problems = tuple(problems)


class ReadingError(ValueError):
    """Readings that cannot be graded; `problems` says why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.code} at {problem.place}" for problem in problems))
        self.problems = tuple(problems)


def problem(code: str, place: str, /, **facts: object) -> Problem:
    """A problem whose facts are short texts."""
    return Problem(code, place, {name: short(value) for name, value in facts.items()})


def short(value: object) -> str:
    """What was found, as a text short enough for a sentence, without half characters."""
    text = str(value).encode(errors="replace").decode()
    return text if len(text) <= LONGEST_FACT else text[: LONGEST_FACT - 1] + "…"
