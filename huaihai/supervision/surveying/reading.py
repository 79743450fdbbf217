"""Answers as they are stored, from what somebody chose, typed from paper, or a column of another service means.

single, scale → a choice's key; multiple → their keys in the plan's order; number → a decimal string; text → words.
Nothing said is None. Plain Python.

What the columns of another service's file mean: guessed from their heads, confirmed by a person.
A meaning is "" (left out), "serial", "at" (when it was handed in), "seconds", "q:<question>", or, for a choice with
a column of its own, "c:<question>:<choice>".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from huaihai.kit.signing import canonical
from huaihai.kit.text.normalise import fold
from huaihai.supervision.surveying.questionnaire import (
    LONGEST_TEXT,
    MULTIPLE,
    NUMBER,
    SCALE,
    TEXT,
    Question,
    Questionnaire,
)

_BETWEEN = re.compile("[┋|;；,，、/\\s]+")  # what stands between several choices
_NUMBER = re.compile(r"-?\d{1,12}(?:[.．]\d{1,6})?")
_FREE_WORDS = re.compile("[（(〖【\\[].*|[:：~].*")  # "other: …" of a service: the words after the choice


class Unreadable(ValueError):
    """This is no answer to the question; `why` is "choice", "several", "alone", "most", "number", "bounds", "long"."""

    def __init__(self, why: str, words: str = "") -> None:
        super().__init__(f"{why}: {words}")
        self.why, self.words = why, words


def chosen(question: Question, keys: Sequence[str]) -> Any:
    """The answer made of the keys of choices. Raises Unreadable."""
    held = [key for key, _ in question.choices if key in keys]
    if set(keys) - set(held):
        raise Unreadable("choice", "、".join(sorted(set(keys) - set(held))))
    if question.kind != MULTIPLE and len(held) > 1:
        raise Unreadable("several", "、".join(held))
    if not held:
        return None
    if question.kind != MULTIPLE:
        return held[0]
    if len(held) > 1 and question.alone & set(held):
        raise Unreadable("alone")
    if question.most and len(held) > question.most:
        raise Unreadable("most")
    return held


def number(question: Question, words: str) -> str | None:
    """A decimal number within the bounds, in one spelling. Raises Unreadable."""
    plain = fold(words).replace(" ", "").replace("，", "").replace(",", "")
    if not plain:
        return None
    if not _NUMBER.fullmatch(plain):
        raise Unreadable("number", words)
    value = Decimal(plain)
    if (question.low and value < Decimal(question.low)) or (question.high and value > Decimal(question.high)):
        raise Unreadable("bounds", words)
    return f"{value.normalize():f}"


def from_words(question: Question, words: str) -> Any:
    """The answer that these words give: choices by their number in the list (1, 2 …), a letter, or what they say.

    Raises Unreadable.
    """
    said = words.strip()
    if not said or said in (
        "-3",
        "-2",
        "(跳过)",
        "(空)",
    ):  # what services write for a question that was not asked
        return None
    if question.kind == TEXT:
        if len(said) > LONGEST_TEXT:
            raise Unreadable("long")
        return said
    if question.kind == NUMBER:
        return number(question, said)
    whole = _choice(question, said)
    if whole is not None:
        return chosen(question, [whole])
    parts = [part for part in _BETWEEN.split(said) if part]
    found = [_choice(question, part) for part in parts]
    for part, key in zip(parts, found, strict=True):
        if key is None:
            raise Unreadable("choice", part)
    return chosen(question, [key for key in found if key is not None])


def means_ticked(words: str) -> bool | None:
    """Whether a choice that has a column of its own was ticked; None if that cannot be told."""
    said = fold(words)
    if said in ("", "0", "否", "no", "false", "-3", "-2", "(跳过)", "(空)"):
        return False
    return True if said in ("1", "是", "yes", "true", "√", "✓", "x") else None


def _choice(question: Question, said: str) -> str | None:
    """The key of the choice that is meant; None if it is none."""
    wanted = _folded(said)
    by_words = _by_words(question.choices)
    if wanted in by_words:
        return by_words[wanted]
    bare = _folded(_FREE_WORDS.sub("", said))
    if bare and bare in by_words:
        return by_words[bare]
    if question.kind == SCALE and wanted in question.steps:
        return wanted
    return _by_place(question, wanted)


@lru_cache(maxsize=256)
def _by_words(choices: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {_folded(text): key for key, text in choices}


def _by_place(question: Question, wanted: str) -> str | None:
    keys = [key for key, _ in question.choices]
    place = -1
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 4:  # no list is longer
        place = int(wanted) - 1
    elif re.fullmatch("[a-z]", wanted):
        place = ord(wanted) - ord("a")
    return keys[place] if 0 <= place < len(keys) else None


@lru_cache(maxsize=8192)
def _folded(words: str) -> str:
    return fold(words).replace(" ", "").rstrip(".．。")


SERIAL, AT, SECONDS = "serial", "at", "seconds"
_AT: Final = ("提交答卷时间", "提交时间", "答题时间", "结束时间", "结束答题时间")
_SERIAL: Final = ("序号", "编号", "答卷编号", "答卷序号", "id", "no", "no.")
_SECONDS: Final = ("所用时间", "答题时长", "用时", "答题用时", "时长", "seconds")
_NUMBERED = re.compile(r"^(?:q\s*)?(\d{1,3})\s*[、.．:)）]?\s*(.*)$", re.IGNORECASE | re.DOTALL)
_CHOICE = re.compile(r"^(.{0,300}?)\s{0,9}[(（:：\[【]([^()（）]{0,200})[)）\]】]?\s{0,9}$", re.DOTALL)
_TIME = re.compile(r"^(?:(\d+)小时)?(?:(\d+)分钟?)?(?:(\d+)(?:\.\d+)?秒?)?$")
_LONGEST = 86_400


@dataclass(frozen=True)
class ReadRow:
    """A row of the file by its number in it (heads are row 1): answers, or why it cannot be read."""

    number: int
    answers: Mapping[str, Any]
    seconds: int | None
    key: str
    column: str = ""
    problem: Unreadable | None = None
    question: Question | None = None


def guess(heads: Sequence[str], questionnaire: Questionnaire) -> dict[str, str]:
    """The likely meaning of each column, by its place."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for place, head in enumerate(heads):
        meaning = _meaning(head, questionnaire)
        if meaning and meaning not in taken:
            found[str(place)] = meaning
            taken.add(meaning)
    return found


def rows_of(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    columns: Mapping[str, str],
    questionnaire: Questionnaire,
) -> Iterator[ReadRow]:
    """Each row read by these meanings."""
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        said = {meaning: row[int(place)] for place, meaning in columns.items() if meaning}
        try:
            answers = _answers(said, questionnaire)
        except _Stuck as error:
            place = next(place for place, meaning in columns.items() if meaning == error.meaning)
            yield ReadRow(number, {}, None, "", heads[int(place)], error.why, error.question)
            continue
        named = [said.get(SERIAL, ""), said.get(AT, "")]
        content = canonical(named if all(named) else list(row)).hex()
        seen[content] = seen.get(content, 0) + 1
        key = sha256(f"{content}:{seen[content]}".encode()).hexdigest()
        yield ReadRow(number, questionnaire.kept(answers), _seconds(said.get(SECONDS, "")), key)


def is_meaning(meaning: str, questionnaire: Questionnaire) -> bool:
    """Whether this is something that a column may mean here."""
    kind, _, rest = meaning.partition(":")
    key, _, choice = rest.partition(":")
    question = questionnaire.by_key.get(key)
    if kind == "q":
        return question is not None and not choice
    if kind == "c":
        return question is not None and question.kind == MULTIPLE and choice in question.words
    return meaning in ("", SERIAL, AT, SECONDS)


class _Stuck(Exception):
    def __init__(self, meaning: str, question: Question, why: Unreadable) -> None:
        super().__init__(meaning)
        self.meaning, self.question, self.why = meaning, question, why


def _answers(said: Mapping[str, str], questionnaire: Questionnaire) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for question in questionnaire.questions:
        ticks = {m: w for m, w in said.items() if m.startswith(f"c:{question.key}:")}
        meaning = f"q:{question.key}"
        try:
            words = said.get(meaning, "")
            value = _ticked(question, ticks) if ticks else from_words(question, words)
        except Unreadable as error:
            stuck = next((m for m, w in ticks.items() if w == error.words), next(iter(ticks), meaning))
            raise _Stuck(stuck, question, error) from error
        if value is not None:
            found[question.key] = value
    return found


def _ticked(question: Question, ticks: Mapping[str, str]) -> Any:
    keys = []
    for meaning, words in ticks.items():
        key = meaning.rpartition(":")[2]
        is_ticked = means_ticked(words)
        if is_ticked is None and fold(question.words[key]) != fold(
            words
        ):  # some write the choice's own words
            raise Unreadable("choice", words)
        if is_ticked is not False:
            keys.append(key)
    return chosen(question, keys)


def _meaning(head: str, questionnaire: Questionnaire) -> str:
    plain = fold(head)
    for names, meaning in ((_SERIAL, SERIAL), (_AT, AT), (_SECONDS, SECONDS)):
        if plain in names:
            return meaning
    numbered = _NUMBERED.match(head.strip())
    number, words = (int(numbered[1]), numbered[2]) if numbered else (0, head)
    by_words = {_bare(question.text): question for question in questionnaire.questions}
    if question := by_words.get(_bare(words)):
        return f"q:{question.key}"
    parted = _CHOICE.match(words)
    if parted:
        of = by_words.get(_bare(parted[1])) or (_by_number(number, questionnaire) if not parted[1] else None)
        key = _choice_in_column(of, parted[2]) if of and of.kind == MULTIPLE else None
        if of and key:
            return f"c:{of.key}:{key}"
    by_number = _by_number(number, questionnaire) if not words.strip() else None
    return f"q:{by_number.key}" if by_number else ""


def _by_number(number: int, questionnaire: Questionnaire) -> Question | None:
    rows = questionnaire.questions
    return rows[number - 1] if 1 <= number <= len(rows) else None


def _choice_in_column(question: Question, words: str) -> str | None:
    return next((key for key, text in question.choices if _bare(text) == _bare(words)), None)


def _bare(words: str) -> str:
    return re.sub(r"[\s*?？。.:：]|[\[【(（](?:单选题?|多选题?|必答题?|可多选)[\]】)）]", "", fold(words))


def _seconds(words: str) -> int | None:
    found = _TIME.match(fold(words).replace(" ", ""))
    if not found or not any(found.groups()):
        return None
    hours, minutes, seconds = (int((part or "0")[:6]) for part in found.groups())
    return min(_LONGEST, hours * 3600 + minutes * 60 + seconds)
