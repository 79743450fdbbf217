"""Hides what identifies a person before others see a text: in titles, and in whatever is published.

Full-width digits are seen (NFKC) and everything outside a find stays as it was written. A number is hidden as
a whole: the end of a telephone number is enough to find somebody in a small town.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from huaihai.kit import phones
from huaihai.packs.digits import RULES, luhn
from huaihai.packs.words import of_country

HIDDEN = "***"

_GAP = r"[ \-]?"
_CHINESE_DIGITS = str.maketrans("零〇一幺二两三四五六七八九", "0011223456789")
_DIGIT = "[0-9零〇一幺二两三四五六七八九]"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使"
_NUMERAL = "[0-9一二三四五六七八九十百甲乙丙丁a-z]"


@dataclass(frozen=True)
class Find:
    """What was hidden: its kind, and its place in the text as given, counted in characters from 0."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Masked:
    text: str
    finds: tuple[Find, ...]


@dataclass(frozen=True)
class _Rule:
    kind: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = lambda found: True
    group: int = 0


def mask(text: str) -> Masked:
    """The text with personal numbers and addresses replaced by `***`."""
    finds = tuple(_widest(_finds(text)))
    for find in reversed(finds):
        text = text[: find.start] + HIDDEN + text[find.end :]
    return Masked(text, finds)


def without_names(text: str, *names: str) -> str:
    """The text without these names; one character alone is a part of too many words."""
    for name in names:
        if len(name) > 1:
            text = text.replace(name, HIDDEN)
    return text


def _finds(text: str) -> Iterable[Find]:
    plain, places = _plain(text)
    for rule in _RULES:
        for match in rule.pattern.finditer(plain):
            if rule.holds(match.group(rule.group)):
                start, end = match.span(rule.group)
                yield Find(rule.kind, places[start], places[end - 1] + 1)


def _plain(text: str) -> tuple[str, list[int]]:
    """The text in NFKC, and for each of its characters the place in the text as given."""
    plain, places = [], []
    for place, char in enumerate(text):
        for one in unicodedata.normalize("NFKC", char):
            plain.append(one)
            places.append(place)
    return "".join(plain), places


def _widest(finds: Iterable[Find]) -> Iterable[Find]:
    """Without overlaps: of two finds that touch the same character one covers both."""
    last: Find | None = None
    for find in sorted(finds, key=lambda one: (one.start, -one.end)):
        if last is None or find.start >= last.end:
            if last:
                yield last
            last = find
        elif find.end > last.end:
            last = Find(last.kind, last.start, find.end)
    if last:
        yield last


def _is_identity_number(found: str) -> bool:
    shape, number = of_country().person_number, re.sub(r"[ \-]", "", found).upper()
    return re.fullmatch(shape.pattern, number) is not None and RULES[shape.check](number)


def _is_mobile(found: str) -> bool:
    digits = re.sub(r"\D", "", found.translate(_CHINESE_DIGITS))
    return phones.is_mobile(digits)


def _has_digit(found: str) -> bool:
    return any(char.isdigit() for char in found)


def _rule(
    kind: str, pattern: str, holds: Callable[[str], bool] = lambda found: True, *, group: int = 0
) -> _Rule:
    return _Rule(kind, re.compile(pattern, re.IGNORECASE), holds, group)


_PHONE = of_country().telephone
_UNIT = rf"(?:\s?{_NUMERAL}{{1,4}}(?:单元|座))?(?:\s?\d{{2,5}})?室?"
_RULES = (
    _rule(
        "identity_number",
        rf"(?<!\d)(?:{of_country().person_number.written})(?!\d)",
        _is_identity_number,
    ),
    _rule("bank_card", r"(?<!\d)\d(?:[ \-]?\d){12,18}(?!\d)", luhn),
    _rule(
        "mobile",
        rf"(?<!{_DIGIT})(?:\+?{_PHONE.code}{_GAP})?{_DIGIT}(?:{_GAP}{_DIGIT}){{{_PHONE.digits - 1}}}(?!{_DIGIT})",
        _is_mobile,
    ),
    _rule("landline", r"(?<!\d)\(?0\d{2,3}\)?[ \-]?[2-8]\d{6,7}(?:[ \-]\d{1,6})?(?!\d)"),
    _rule("landline", r"(?:电话|座机|致电|拨打|热线|tel)\D{0,4}([2-8]\d{6,7})(?!\d)", group=1),
    _rule(
        "plate",
        rf"[{_PROVINCES}][A-HJ-NP-Z][·.\- ]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳]",
        _has_digit,
    ),
    # Anchored and bounded: on a long run without @ an open pattern would start again at every character.
    _rule("email", r"(?<![a-z0-9_.+\-])[a-z0-9_.+\-]{1,64}@[a-z0-9\-]+(?:\.[a-z0-9\-]+)+"),
    _rule(
        "wechat",
        r"(?:[微薇][信x]|v信|wechat|wx|vx)(?:号码?|id)?[\s:是为,]{0,4}([a-z0-9][a-z0-9_\-]{5,19})(?![a-z0-9])",
        group=1,
    ),
    _rule("qq", r"qq(?:号码?)?[\s:是为]{0,4}([1-9]\d{4,11})(?!\d)", group=1),
    _rule("door", rf"(?<=[路街巷道弄里村])\s?{_NUMERAL}{{1,5}}(?:-\d{{1,4}})?号(?:院|楼)?(?!线|店|公路)"),
    _rule("door", rf"{_NUMERAL}{{1,4}}(?:号楼|栋|幢){_UNIT}"),
    _rule("door", rf"{_NUMERAL}{{1,3}}单元(?:\s?\d{{2,5}}室?)?"),
    _rule("door", r"(?<!\d)\d{2,5}室|(?<!\d)\d{1,3}组\d{1,4}号"),
)
