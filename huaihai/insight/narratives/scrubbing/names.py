"""Names of persons: whether characters are one, those that something tells, and those that nothing introduces."""

import re
from collections.abc import Iterator
from typing import Final

from huaihai.insight.narratives.scrubbing import words
from huaihai.insight.narratives.scrubbing.patterns import HAN, Find, Kind

SURNAME: Final = f"(?:{words.any_of(words.COMPOUND)}|[{''.join(sorted(words.SURNAMES))}])"
END: Final = re.compile(rf"[^{HAN}]|$")
TWO: Final = 2  # characters of the longest given name


def given_length(text: str, at: int, rest: str) -> int:
    """How many of these characters are the given name: one or two; 0 if none can be."""
    if not rest or rest[0] in words.NO_FIRST:
        return 0
    if len(rest) == 1:
        return 1
    if len(rest) == TWO and (
        rest[1] in words.GIVEN or rest[1] not in words.FOLLOW | words.CLOSING
    ):  # a sign follows: both belong to it
        return TWO
    first, second = rest[0], rest[1]
    if second not in words.GIVEN:
        is_longer = second not in words.FOLLOW and (first not in words.GIVEN or ends(text, at + 2))
        return 2 if is_longer else 1
    return 1 if second in words.CLOSING or second in words.SURELY_FOLLOW else 2


def is_given(given: str) -> bool:
    """Whether these characters are usual in given names."""
    if len(given) > 1 and given[0] in words.FIRST:
        given = given[1:]
    return len(set(given)) < len(given) or all(char in words.GIVEN for char in given)


def is_half_given(text: str, at: int, surname: str, given: str) -> bool:
    """Two characters of which one is usual in names, between a usual surname and a clear end."""
    if len(given) == 1 or surname in words.RARE or any(char in words.FOLLOW for char in given):
        return False
    return any(char in words.GIVEN for char in given) and ends(text, at + len(given))


def is_word(surname: str, given: str) -> bool:
    """Whether it begins like a name and is none: 高大, 常年. A name of three may begin so: 常德胜."""
    if surname + given in words.NOT_NAMES:
        return True
    return surname + given[:1] in words.NOT_NAMES and not (len(given) > 1 and is_given(given))


def ends(text: str, at: int) -> bool:
    """Whether a name may end before this place: at an edge, or before what goes with persons."""
    after = text[at : at + 2]
    return not after or bool(END.match(after)) or after[0] in words.FOLLOW or after in words.TOGETHER


def is_joined(text: str, start: int, surname: str) -> bool:
    """Whether the surname ends another word: 由于老板, 对方经理."""
    return start > 0 and text[start - 1] in words.JOINED.get(surname, frozenset())


def is_begun(text: str, start: int) -> bool:
    """Whether a name may begin here: at an edge, or after a word that goes with persons."""
    before = text[start - 1] if start else ""
    return not before or bool(END.match(before)) or before in words.BEFORE


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


def find_names(text: str) -> Iterator[Find]:
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
    import rjieba  # only here: its dictionary takes 30 MB

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


_BARE: Final = re.compile(rf"({SURNAME})([{HAN}]{{1,3}})")


def find_bare_names(text: str) -> Iterator[Find]:
    """Bare names in a view."""
    at = 0
    while match := _BARE.search(text, at):
        end = _bare_end(text, match)
        if end:
            yield Find(Kind.NAME, match.start(), end)
        at = end or match.start() + 1


def _bare_end(text: str, match: re.Match[str]) -> int:
    """Where the name ends that begins with this surname; 0 if there is none."""
    (surname, rest), start = match.groups(), match.start()
    middle = start + len(surname)
    length = given_length(text, middle, rest)
    given = rest[:length]
    if not length or is_word(surname, given) or is_joined(text, start, surname):
        return 0
    before = text[start - 1] if start else ""
    begun = is_begun(text, start)
    is_ended = ends(text, middle + length)
    if length == 1:
        sure = surname not in words.RARE and begun and given in words.GIVEN
        return middle + 1 if sure and _is_sure_pair(text, start, surname, given) else 0
    if begun and text[middle + length : middle + length + 1] in (":", "(") and surname not in words.RARE:
        return middle + length
    if not is_given(given):
        half = begun and is_half_given(text, middle, surname, given)
        return middle + length if half else 0
    if surname in words.RARE:
        return middle + length if begun and is_ended else 0
    return middle + length if begun or (is_ended and before not in words.GLUED) else 0


def _is_sure_pair(text: str, start: int, surname: str, given: str) -> bool:
    """Two characters are a name only where something verbal or a boundary follows at once."""
    after = text[start + len(surname) + 1 : start + len(surname) + 2]
    if given in words.NO_SINGLE:
        return False
    if not after or END.match(after):
        return after in words.AFTER_PAIR or (start > 0 and text[start - 1] in words.BEFORE_PAIR)
    return after in words.AFTER_PAIR or (
        after in words.OWNING and start > 0 and text[start - 1] in words.BEFORE_OWNER
    )
