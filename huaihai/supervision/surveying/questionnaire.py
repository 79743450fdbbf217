"""The questions of a plan: what may be answered to each, on which page it stands, where an answer leads.

Plain Python. Rules lead forward only, so that every way through ends. The form is in `docs/guides/survey-file.md`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

SINGLE, MULTIPLE, SCALE, NUMBER, TEXT = KINDS = ("single", "multiple", "scale", "number", "text")
CLOSED: Final = frozenset({SINGLE, MULTIPLE, SCALE})  # what they may be answered with stands in the plan
END, OUT = "end", "out"  # where a rule leads beside a question: handing in, or "this survey is not for you"
CANNOT_SAY: Final = "none"  # the answer beside a scale
LONGEST_TEXT: Final = 500  # characters of a free answer
MANY, SHORT = 4, 8  # answers, and characters of each, that stand side by side


@dataclass(frozen=True)
class Rule:
    """Whoever answers one of `values` goes on at the question `to`, or to END or OUT."""

    values: frozenset[str]
    to: str


@dataclass(frozen=True)
class Question:
    """One question. `choices` are key and words; a scale's are its steps. `alone` are choices that stand by themselves;
    `low` and `high` bound a number (decimal strings, empty: no bound); `is_group`: results are shown by its answers.
    """

    key: str
    kind: str
    text: str
    hint: str = ""
    is_required: bool = True
    is_with_previous: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    most: int = 0
    alone: frozenset[str] = frozenset()
    low: str = ""
    high: str = ""
    unit: str = ""
    rules: tuple[Rule, ...] = ()
    is_group: bool = False

    @property
    def is_compact(self) -> bool:
        """Whether its answers are short and many: they stand side by side."""
        return (
            self.kind != SCALE
            and len(self.choices) >= MANY
            and all(len(w) <= SHORT for _k, w in self.choices)
        )

    @property
    def words(self) -> dict[str, str]:
        """What each answer is called."""
        return dict(self.choices)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of a scale, without "cannot say"."""
        return tuple(key for key, _ in self.choices if key != CANNOT_SAY)


@dataclass(frozen=True)
class Quota:
    """At most so many answers of people who said all this; the key "channel" is how they came."""

    when: tuple[tuple[str, str], ...]
    most: int

    def holds(self, said: Mapping[str, Any]) -> bool:
        return all(said.get(key) == value for key, value in self.when)


@dataclass(frozen=True)
class Questionnaire:
    """All questions, in order, and the quotas."""

    questions: tuple[Question, ...]
    quotas: tuple[Quota, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[str, Question]:
        """Each question by its key."""
        return {question.key: question for question in self.questions}

    @cached_property
    def pages(self) -> tuple[tuple[Question, ...], ...]:
        """The questions as they stand together."""
        return tuple(_pages(self.questions))

    def after(self, page: int, said: Mapping[str, Any]) -> int | str:
        """The page that follows this one (counted from 0) for who said this, or END or OUT."""
        to = next((rule.to for question in self.pages[page] for rule in _met(question, said)), "")
        if to in (END, OUT):
            return to
        following = self._page_of(to) if to else page + 1
        return END if following >= len(self.pages) else following

    def way(self, said: Mapping[str, Any]) -> tuple[tuple[int, ...], str]:
        """The pages that somebody with these answers passes, and how it ends: END or OUT."""
        passed, here = [0], self.after(0, said)
        while isinstance(here, int):
            passed.append(here)
            here = self.after(here, said)
        return tuple(passed), here

    def asked(self, said: Mapping[str, Any]) -> tuple[Question, ...]:
        """The questions on that way."""
        return tuple(question for page in self.way(said)[0] for question in self.pages[page])

    def unanswered(self, said: Mapping[str, Any]) -> int | None:
        """The first page on the way with a question that must be answered and is not; None: there is none."""
        for place in self.way(said)[0]:
            if any(question.is_required and question.key not in said for question in self.pages[place]):
                return place
        return None

    def kept(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """The answers to questions on the way; what a rule leaves out is dropped."""
        return {question.key: said[question.key] for question in self.asked(said) if question.key in said}

    def _page_of(self, key: str) -> int:
        return next(
            number for number, page in enumerate(self.pages) if any(question.key == key for question in page)
        )


def of_plan(plan: Mapping[str, Any]) -> Questionnaire:
    """The questionnaire of a plan without faults (see `faults`)."""
    return Questionnaire(
        tuple(_question(row) for row in plan.get("questions", ())),
        tuple(Quota(tuple(sorted(row["when"].items())), int(row["most"])) for row in plan.get("quotas", ())),
    )


def answer_keys(value: Any) -> tuple[str, ...]:
    """The keys that an answer names: one, or those of a list."""
    return (value,) if isinstance(value, str) else tuple(value)


def _question(row: Mapping[str, Any]) -> Question:
    choices = [(one["key"], one["text"]) for one in row.get("choices", ())]
    return Question(
        key=row["key"],
        kind=row["kind"],
        text=row["text"],
        hint=row.get("hint", ""),
        is_required=row.get("required", True),
        is_with_previous=row.get("with_previous", False),
        choices=tuple(choices),
        most=int(row.get("most", 0)),
        alone=frozenset(row.get("alone", ())),
        low=row.get("min", ""),
        high=row.get("max", ""),
        unit=row.get("unit", ""),
        rules=tuple(Rule(frozenset(rule["is"]), rule["to"]) for rule in row.get("rules", ())),
        is_group=row.get("group", False),
    )


def _pages(questions: Sequence[Question]) -> Iterator[tuple[Question, ...]]:
    page: list[Question] = []
    for question in questions:
        if page and not question.is_with_previous:
            yield tuple(page)
            page = []
        page.append(question)
    if page:
        yield tuple(page)


def _met(question: Question, said: Mapping[str, Any]) -> Iterator[Rule]:
    if question.key in said:
        keys = set(answer_keys(said[question.key]))
        yield from (rule for rule in question.rules if rule.values & keys)
