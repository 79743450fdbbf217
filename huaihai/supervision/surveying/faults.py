"""What a survey's plan lacks before it can be registered, found without words; `wording` says it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

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
FLAGS: Final = ("fast", "straight", "again", "twin")
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
