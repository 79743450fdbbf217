"""What a survey's plan lacks before it can be registered; faults, flags and numbers in words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.kit import local_words
from huaihai.supervision.surveying.questionnaire import (
    CANNOT_SAY,
    CLOSED,
    END,
    KINDS,
    MULTIPLE,
    NUMBER,
    OUT,
    SCALE,
)

SAMPLES: Final = ("random", "quota", "open")
MOST_QUESTIONS: Final = 80
MOST_CHOICES: Final = 40
LEAST_SHOWN: Final = 10  # a plan may ask for more answers before a number is shown, never for fewer
CHANNEL: Final = "channel"
_KEY = re.compile(r"[a-z0-9-]{1,40}")
_WHOLE = Decimal(1)
_NEAR = Decimal("0.0001")


@dataclass(frozen=True)
class Fault:
    """A code, the question that it is about (empty: the whole plan), and what a sentence needs beside."""

    code: str
    question: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def faults(plan: Mapping[str, Any]) -> list[Fault]:
    """All that is wrong or missing."""
    questions = plan.get("questions") or []
    if not questions:
        return [Fault("no questions")]
    found = list(_of_whole(plan, questions))
    keys = [str(row.get("key", "")) for row in questions]
    for place, row in enumerate(questions):
        found += _of_question(row, keys, place, questions)
    by_key = {row.get("key"): row for row in questions}
    found += _of_quotas(plan.get("quotas") or [], by_key)
    found += _of_targets(plan.get("targets") or [], by_key)
    found += _of_score(plan.get("score") or {}, by_key)
    return found


def _of_whole(plan: Mapping[str, Any], questions: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    if len(questions) > MOST_QUESTIONS:
        yield Fault("too many questions", facts={"most": MOST_QUESTIONS})
    sample = plan.get("sample") or {}
    if sample.get("kind") not in SAMPLES:
        yield Fault("no sample")
    elif not str(sample.get("how", "")).strip():
        yield Fault("sample not told")
    if not isinstance(plan.get("least"), int) or plan["least"] < LEAST_SHOWN:
        yield Fault("least", facts={"least": LEAST_SHOWN})
    trim = plan.get("trim")
    if trim and not 0 < _number(trim.get("low")) <= 1 <= _number(trim.get("high")):
        yield Fault("trim")


def _of_question(
    row: Mapping[str, Any], keys: Sequence[str], place: int, questions: Sequence[Mapping[str, Any]]
) -> Iterator[Fault]:
    key = keys[place]
    if not _KEY.fullmatch(key) or key in (END, OUT, CHANNEL) or keys.count(key) > 1:
        yield Fault("key", key)
    if row.get("kind") not in KINDS or not str(row.get("text", "")).strip():
        yield Fault("no words", key)
        return
    if row["kind"] in CLOSED:
        yield from _of_choices(row, key)
    if row["kind"] == NUMBER and _are_crossed(row):
        yield Fault("bounds", key)
    if row.get("group") and row["kind"] not in (*(CLOSED - {MULTIPLE}),):
        yield Fault("no group", key)
    if row.get("rules"):
        yield from _of_rules(row, keys, place, questions)


def _of_choices(row: Mapping[str, Any], key: str) -> Iterator[Fault]:
    choices = row.get("choices") or []
    held = [str(one.get("key", "")) for one in choices]
    if not 2 <= len(choices) <= MOST_CHOICES:
        yield Fault("choices", key, {"most": MOST_CHOICES})
    if len(set(held)) != len(held) or any(not _KEY.fullmatch(one) for one in held):
        yield Fault("choice key", key)
    if any(not str(one.get("text", "")).strip() for one in choices):
        yield Fault("choice without words", key)
    if row["kind"] == SCALE and any(one != CANNOT_SAY and not one.isdigit() for one in held):
        yield Fault("steps", key)


def _of_rules(
    row: Mapping[str, Any], keys: Sequence[str], place: int, questions: Sequence[Mapping[str, Any]]
) -> Iterator[Fault]:
    key, later = keys[place], keys[place + 1 :]
    held = {str(one.get("key")) for one in row.get("choices") or []}
    for rule in row["rules"]:
        if not rule.get("is") or not set(rule["is"]) <= held:
            yield Fault("rule without answer", key)
        to = rule.get("to")
        if to not in (END, OUT) and to not in later:
            yield Fault("rule leads back", key)
        elif to in later and questions[keys.index(to)].get("with_previous"):
            yield Fault("rule into a page", key)


def _of_quotas(quotas: Sequence[Mapping[str, Any]], by_key: Mapping[Any, Any]) -> Iterator[Fault]:
    for row in quotas:
        most, when = row.get("most"), row.get("when") or {}
        if not isinstance(most, int) or most < 1 or not when:
            yield Fault("quota number")
        for key, value in when.items():
            if key != CHANNEL and value not in _choices(by_key.get(key)):
                yield Fault("quota answer", key)


def _of_targets(targets: Sequence[Mapping[str, Any]], by_key: Mapping[Any, Any]) -> Iterator[Fault]:
    for row in targets:
        key, shares = row.get("question"), row.get("shares") or {}
        question = by_key.get(key)
        if question is None or question.get("kind") not in CLOSED - {MULTIPLE}:
            yield Fault("target question", str(key))
            continue
        if set(shares) != _choices(question):
            yield Fault("target answers", str(key))
        if abs(sum((_number(one) for one in shares.values()), Decimal()) - _WHOLE) > _NEAR:
            yield Fault("target sum", str(key))
        if not str(row.get("source", "")).strip():
            yield Fault("target source", str(key))


def _of_score(score: Mapping[str, Any], by_key: Mapping[Any, Any]) -> Iterator[Fault]:
    worth = set(score.get("points") or {})
    for part in score.get("parts") or []:
        if not part.get("items"):
            yield Fault("score part", facts={"part": str(part.get("name", ""))})
        for item in part.get("items") or []:
            key = item.get("question")
            question = by_key.get(key)
            if question is None or question.get("kind") != SCALE:
                yield Fault("score question", str(key))
            elif _choices(question) - {CANNOT_SAY} != worth:
                yield Fault("score points", str(key))


def _choices(question: Mapping[str, Any] | None) -> set[str]:
    return {str(one.get("key")) for one in (question or {}).get("choices") or []}


def _number(said: Any) -> Decimal:
    """The number of a decimal string; below everything if it is none."""
    try:
        return Decimal(str(said))
    except InvalidOperation:
        return Decimal(-1)


def _are_crossed(row: Mapping[str, Any]) -> bool:
    low, high = row.get("min"), row.get("max")
    return bool(low and high) and _number(low) > _number(high)


FLAG_WORDS: Final[dict[str, Promise | str]] = {
    "fast": gettext_lazy("answered faster than one can read"),
    "straight": gettext_lazy("the same answer on every scale"),
    "twin": gettext_lazy("all answers the same as somebody else's, at the same place, within the hour"),
    "again": gettext_lazy("the same browser had answered before"),
}
SAMPLE_WORDS: Final[dict[str, Promise | str]] = {
    "random": pgettext_lazy("sample", "drawn by chance from a list of all"),
    "quota": pgettext_lazy("sample", "asked until each group had enough (quotas), not drawn by chance"),
    "open": pgettext_lazy("sample", "whoever wanted to answer"),
}
_FAULTS: Final[dict[str, Promise | str]] = {
    "no questions": gettext_lazy("There are no questions yet."),
    "too many questions": gettext_lazy("There are more than %(most)s questions. Nobody answers so many."),
    "no sample": gettext_lazy("Please say who is asked: drawn by chance, by quotas, or whoever wants to."),
    "sample not told": gettext_lazy(
        "Please write how people are found, in a sentence that the public reads."
    ),
    "least": gettext_lazy("Please say from how many answers a number is shown, %(least)s at least."),
    "trim": gettext_lazy("The limits of the weights must lie below and above 1."),
    "key": gettext_lazy("The key of a question is missing, taken or not plain: %(question)s"),
    "no words": gettext_lazy("A question has no words or no kind: %(question)s"),
    "bounds": gettext_lazy("The smallest number allowed is larger than the largest: %(question)s"),
    "no group": gettext_lazy("Results can be shown only by a question with one answer: %(question)s"),
    "choices": gettext_lazy("A question needs 2 to %(most)s answers to choose from: %(question)s"),
    "choice key": gettext_lazy("The key of an answer is missing, taken or not plain: %(question)s"),
    "choice without words": gettext_lazy("An answer has no words: %(question)s"),
    "steps": gettext_lazy("The steps of a scale are numbers: %(question)s"),
    "rule without answer": gettext_lazy(
        "A rule asks for an answer that the question does not have: %(question)s"
    ),
    "rule leads back": gettext_lazy("A rule does not lead to a later question: %(question)s"),
    "rule into a page": gettext_lazy("A rule leads into the middle of a page: %(question)s"),
    "quota number": gettext_lazy("A quota has no number, or nobody it is for."),
    "quota answer": gettext_lazy("A quota names an answer that is not there: %(question)s"),
    "target question": gettext_lazy(
        "Shares of the population name a question that is not there: %(question)s"
    ),
    "target answers": gettext_lazy("The shares of the population do not name each answer once: %(question)s"),
    "target sum": gettext_lazy("The shares of the population do not add up to 100 %%: %(question)s"),
    "score part": gettext_lazy("A part of the score has no question: %(part)s"),
    "score question": gettext_lazy("A question of the score is not answered with a scale: %(question)s"),
    "score points": gettext_lazy("The score has no points for each step of this scale: %(question)s"),
    "target source": gettext_lazy("The shares of the population have no source: %(question)s"),
}


def fault_words(fault: Fault, plan: Mapping[str, Any]) -> str:
    """A fault in a sentence; the question by its own words where it has any."""
    rows = {row.get("key"): row for row in plan.get("questions") or ()}
    words = str(rows.get(fault.question, {}).get("text") or fault.question)
    return str(_FAULTS[fault.code]) % {**fault.facts, "question": local_words.in_script(words)}


def percent(share: str | float) -> str:
    """A share as a whole per cent: "43 %"; one digit below ten, so that small ones are told apart."""
    value = float(share) * 100
    return f"{value:.0f}%" if value >= 9.95 or value == 0 else f"{value:.1f}%"


def interval(low: str | float, high: str | float) -> str:
    """From … to … in per cent."""
    return f"{float(low) * 100:.1f}%–{float(high) * 100:.1f}%"


def points(value: str | float) -> str:
    """A score with one digit."""
    return f"{float(value):.1f}"


def caution(*, is_indicative: bool) -> str:
    """What must be read with every number."""
    if is_indicative:
        return _(
            "The people who answered were not drawn by chance. The margins say what chance alone could do; how far "
            "those who answered differ from all others, no margin can say. Take the numbers as a sign, not as a census."
        )
    return _(
        "The people were drawn by chance. In 95 of 100 such surveys the true number lies within the margin."
    )
