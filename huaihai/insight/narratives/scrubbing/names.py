"""Names of persons that something tells: a title, a word that introduces one, a mark in place of a part of it."""

import re
from collections.abc import Iterator
from typing import Final

import rjieba

from huaihai.insight.narratives.scrubbing import words
from huaihai.insight.narratives.scrubbing.judging import (
    SURNAME,
    ends,
    given_length,
    is_given,
    is_joined,
    is_word,
)
from huaihai.insight.narratives.scrubbing.kinds import Find, Kind
from huaihai.insight.narratives.scrubbing.patterns import HAN

_SOME = "(?:某{1,3}(?![些种个处天次日年月]|一[个天种次些])|[xX×*＊○〇]{1,2}(?![xX×*0-9A-Za-z]))"
_TITLES = f"(?:(?:{words.any_of(words.TITLE_PREFIXES)})?(?:{words.any_of(words.ALL_TITLES)}))"
_TITLED = re.compile(rf"({SURNAME})({_SOME}[{HAN}]?|姓|[{HAN}]{{0,2}}?)({_TITLES})(?!娘)")
_HIDDEN = re.compile(rf"{SURNAME}(?:{_SOME}[{HAN}]?|[{HAN}](?:某|[xX×*](?![xX×*0-9A-Za-z]))|姓)")
_ROLE = re.compile(
    rf"(?:{words.any_of(words.ROLES)})(?:的?名字)?(?:人|员)?[\s:是叫为写填,，、(（“\"]{{0,3}}({SURNAME})([{HAN}]{{1,3}})"
)
_INFORMAL = re.compile(
    rf"([{''.join(sorted(words.INFORMAL))}])([{''.join(sorted(words.SURNAMES))}])(?![{HAN}]?[学区])"
)
_CALLED: Final = "姓"  # 陈姓师傅
_SPACED = re.compile(
    rf"(?:姓名|联系人|收件人|收货人|户名|投诉人|我叫|本人)[\s:是]{{0,3}}({SURNAME}\s[{HAN}](?:\s?[{HAN}])?)(?![{HAN}])"
)
_MET = re.compile(
    rf"(?<=[{''.join(sorted(words.BEFORE_PERSON))}])({SURNAME}[{HAN}]{{1,2}}?)(?={words.any_of(words.PERSON_DOES)})"
)
_TWICE = re.compile(rf"({SURNAME})([{HAN}])\2")  # 毛甜甜
_SURNAMED = re.compile(rf"(?<!百)姓({SURNAME})(?![{HAN}]?名)")
_DOTTED = re.compile(rf"[{HAN}]{{2,8}}(?:[·•・][{HAN}]{{2,8}})+")
_SIGNED = re.compile(
    rf"(?:^|[\n。！!，,;；\s])({SURNAME}[ ]?[{HAN}](?:[ ]?[{HAN}])?)\s*(?=$|\n|(?:19|20)[0-9]{{2}}[年.\-])"
)
_LATIN_TITLED = re.compile(
    rf"(?<![A-Za-z])(?!(?:{words.any_of(words.NO_LATIN)})[^a-z])([A-Z][a-z]{{1,11}})(?=(?:{_TITLES}))"
)
_PINYIN = re.compile(
    rf"(?<![A-Za-z])(?:{words.any_of(words.PINYIN)})(?:\s[A-Z][a-z]{{1,11}}){{1,2}}(?![A-Za-z])"
)
_LATIN = re.compile(
    r"(?:姓名|我叫|英文名|署名|name)[\s:是]{0,3}([A-Z][a-z]{1,12}(?:\s[A-Z][a-z]{1,12}){0,2})"
)


def finds(text: str) -> Iterator[Find]:
    """Names in a view."""
    yield from _titled(text)
    yield from _shaped(text)
    yield from _met(text)
    at = 0
    while role := _ROLE.search(text, at):
        yield from _introduced(text, role)
        at = role.start(1)
    yield from _informal(text)


def _shaped(text: str) -> Iterator[Find]:
    """What is a name by its form alone: 张某, 姓王, Wang Fang, one with a dot in it, one alone on a line."""
    at = 0
    while match := _HIDDEN.search(text, at):
        yield Find(Kind.NAME, *match.span())
        at = match.start() + 1
    for pattern in (_SURNAMED, _SPACED, _LATIN, _LATIN_TITLED, _SIGNED):
        for match in pattern.finditer(text):
            yield Find(Kind.NAME, *match.span(1))
    for pattern in (_DOTTED, _PINYIN):
        for match in pattern.finditer(text):
            yield Find(Kind.NAME, *match.span())


def _met(text: str) -> Iterator[Find]:
    """Between 找 or 和 and what only persons do; and a character said twice after a surname."""
    for match in _MET.finditer(text):
        if match.group(1) not in words.NOT_NAMES:
            yield Find(Kind.NAME, *match.span(1))
    for match in _TWICE.finditer(text):
        surname, given = match.groups()
        is_else = surname in words.RARE - words.OFTEN_SURNAMES or is_joined(text, match.start(), surname)
        if not is_else and given in words.GIVEN and not is_word(surname, given):
            yield Find(Kind.NAME, *match.span())


def whole_names(found: str) -> Iterator[str]:
    """Full names in what was found, by which the same person is found elsewhere: not 王先生, not 张某."""
    bare = re.sub(rf"(?:{_TITLES})$", "", found)
    is_full = 1 < len(bare) < 5 and bare[0] in words.SURNAMES and bare[0] not in words.INFORMAL
    if is_full and not re.search("[某×xX*]", bare) and all(char in words.GIVEN for char in bare[-1:]):
        if len(bare) > 2 or bare[1] in words.GIVEN:
            yield bare
        if len(bare) > 2 and not rjieba.has_word(bare[-2:]):
            yield bare[-2:]  # 建国 would be a word; 子涵 is nobody else


def _titled(text: str) -> Iterator[Find]:
    at = 0
    while match := _TITLED.search(text, at):
        is_name = _is_titled(text, match)
        if is_name:
            yield Find(Kind.NAME, *match.span())
        at = match.end() if is_name else match.start() + 1  # 导游田主任: 游 is a surname, and not hers


def _is_titled(text: str, match: re.Match[str]) -> bool:
    surname, middle, _title = match.groups()
    if is_joined(text, match.start(), surname):
        return False
    if not middle:
        is_word = match.group() in words.NOT_NAMES or surname in words.UNTITLED
        return not is_word and not _is_short_title(text, match)
    if middle == _CALLED or _is_some(middle):
        return True
    return is_given(middle) and surname + middle not in words.NOT_NAMES


def _is_short_title(text: str, match: re.Match[str]) -> bool:
    """Whether 总 or 工 begins another word (高总价), or nothing ends after a surname that is a word itself."""
    if match.group(3) not in words.SHORT_TITLES:
        return False
    after = text[match.end() : match.end() + 1]
    if after in words.AFTER_SHORT:
        return True
    doubtful = match.group(1) in words.RARE - words.OFTEN_SURNAMES
    return doubtful and match.group(3) in words.OFFICES and not ends(text, match.end())


def _introduced(text: str, match: re.Match[str]) -> Iterator[Find]:
    surname, rest = match.groups()
    start = match.start(1)
    is_marked = match.start(1) > match.start() and text[start - 1] in '叫是:为、,(（“" '
    length = given_length(text, start + len(surname), rest)
    if length == 0:
        return
    given = rest[:length]
    if is_word(surname, given):
        return
    is_clear = is_marked and text[start - 1] not in "是,、 "
    is_whole = length == len(rest) and surname not in words.RARE  # a sign follows at once
    is_half = length > 1 and surname not in words.RARE and any(char in words.GIVEN for char in given)
    is_label = match.group().startswith(words.NAME_LABELS)
    is_sure = is_label or (length > 1 and is_given(given))  # 负责人马广林: 人马 is a word, and none here
    if not is_sure and (
        is_joined(text, start, surname) or not (is_clear or is_whole or is_half or is_given(given))
    ):
        return
    yield Find(Kind.NAME, start, start + len(surname) + length)


def _informal(text: str) -> Iterator[Find]:
    """小刘, 老王: where what stands around does not make another word of it."""
    for match in _INFORMAL.finditer(text):
        first, surname = match.groups()
        before = text[match.start() - 1 : match.start()]
        if match.group() in words.NOT_INFORMAL or surname in words.RARE:
            continue
        if before in words.SIZES or (first in words.UNSURE and before not in words.CALLERS):
            continue
        yield Find(Kind.NAME, *match.span())


def _is_some(middle: str) -> bool:
    return bool(re.match(_SOME, middle))
