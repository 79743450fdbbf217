"""What may stand in a place of a pack: whether a value fits, how a cell of a spreadsheet is read, words for it."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from huaihai.law import week
from huaihai.law.limit import Unit
from huaihai.law.sureness import Sureness
from huaihai.packs.digits import RULES
from huaihai.packs.flaws import Words

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_CODE = re.compile(r"[0-9]{6}")
_REGION = re.compile(r"[A-Z]{2}")
_FESTIVAL = re.compile(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|[a-z_]+")
_AREA = re.compile(r"0\d{2,3}")
_AREA_WITHOUT_ZERO = re.compile(r"10|2\d|[3-9]\d{2}")  # what a spreadsheet leaves of 010, 020 and 0755
_PHONE = re.compile(
    r"(0\d{2,3}-?)?123(?:15|45)|1\d{10}|[48]00-?\d{3}-?\d{4}|\(?0\d{2,3}\)?[- ]?\d{4,8}(-\d{1,6})?|\+\d[\d -]{6,18}",
    re.ASCII,
)
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_WHITE, _LEAST_CONTRAST = 1.05, 4.5


class Named(Protocol):
    """A code with words for it."""

    @property
    def value(self) -> str: ...
    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


@dataclass(frozen=True)
class Kind:
    """`read` makes a value of a cell and raises ValueError; in TOML values have their type already."""

    words: Words
    fits: Callable[[Any], bool]
    read: Callable[[str], Any] = str
    choices: Collection[str] | Callable[[], Collection[str]] = ()


def _one_of(choices: Iterable[Named]) -> Kind:
    """By its code, or by the Chinese word for it."""
    named = list(choices)
    codes, by_word = (
        tuple(one.value for one in named),
        {one.zh.removeprefix("个"): one.value for one in named},
    )
    words = (
        f"one of {', '.join(f'{one.value} ({one.en})' for one in named)}",
        f"下面之一：{'、'.join(f'{one.value}（{one.zh}）' for one in named)}",
    )
    return Kind(words, codes.__contains__, lambda cell: by_word.get(cell, cell), codes)


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _day(cell: str) -> date:
    found = _DAY.fullmatch(cell)
    if not found:
        raise ValueError(cell)
    return date(*map(int, found.groups()))


def _is_zone(value: Any) -> bool:
    try:
        return bool(ZoneInfo(value).key)
    except (
        KeyError,
        ValueError,
        TypeError,
        OSError,
    ):  # zoneinfo's own error of a name that is none is a KeyError
        return False


def _is_pattern(value: Any) -> bool:
    try:
        return isinstance(value, str) and value != "" and bool(re.compile(value))
    except re.error:
        return False


def _is_whole(value: Any) -> bool:
    return type(value) is int and value > 0


def _whole(cell: str) -> int:
    return int(cell.replace(",", "").replace("，", "").removesuffix(".0"))


def _area_code(cell: str) -> str:
    """With its first zero, which spreadsheets take away; "" where none is known."""
    code = unicodedata.normalize("NFKC", cell).removesuffix(".0")
    if _AREA_WITHOUT_ZERO.fullmatch(code):
        return f"0{code}"
    if code and not _AREA.fullmatch(code):
        raise ValueError(cell)
    return code


def _phone(cell: str) -> str:
    number = unicodedata.normalize("NFKC", cell)
    if number and not _PHONE.fullmatch(number):
        raise ValueError(cell)
    return number


def _is_legible(value: Any) -> bool:
    """Dark enough for white letters to stand on it (WCAG 2, 1.4.3)."""
    if not (isinstance(value, str) and _COLOUR.fullmatch(value)):
        return False
    parts = [int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return _WHITE / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= _LEAST_CONTRAST


TEXT: Final = Kind(("text", "文字"), lambda value: isinstance(value, str) and value.strip() != "")
ANY: Final = Kind(("text, or nothing", "文字，可以空着"), lambda value: isinstance(value, str))
AREA_CODE: Final = Kind(
    ("an area code such as 0512, or nothing", "区号，例如 0512，不知道就空着"), ANY.fits, _area_code
)
PHONE: Final = Kind(
    (
        "a telephone number with its area code such as 0512-12345678, a mobile, 12345, or nothing",
        "电话：座机带区号，例如 0512-12345678，也可以是手机、12345，不知道就空着",
    ),
    ANY.fits,
    _phone,
)
DAY: Final = Kind(("a day such as 2026-01-05", "日期，例如 2026-01-05"), _is_day, _day)
WHOLE: Final = Kind(("a whole number above 0", "大于 0 的整数"), _is_whole, _whole)
SPOT: Final = Kind(
    ("a number from 1 to 8", "1 到 8 的数字"), lambda value: _is_whole(value) and value <= 8, _whole
)
CODE: Final = Kind(
    ("a place code of six digits such as 320300", "六位行政区划代码，例如 320300"),
    lambda value: isinstance(value, str) and bool(_CODE.fullmatch(value)),
)
BODY: Final = Kind(
    ("* for all members, or the six digits of a city or county", "* 表示全体成员，或者市、县区的六位代码"),
    lambda value: value == "*" or CODE.fits(value),
)
ZONE: Final = Kind(
    ("a zone of the tz database, such as Asia/Shanghai", "时区名称，例如 Asia/Shanghai"),
    _is_zone,
)
WEEK: Final = Kind(
    (
        f"the days that are worked, such as {list(week.NAMES[:5])}",
        f"每周上班的日子，例如 {list(week.NAMES[:5])}",
    ),
    lambda value: isinstance(value, list) and bool(value) and set(map(str, value)) <= set(week.NAMES),
)
FESTIVAL: Final = Kind(
    (
        "a day of each year such as 01-01, or a column of festivals.csv",
        "每年的日子，例如 01-01，或者 festivals.csv 里的列名",
    ),
    lambda value: isinstance(value, str) and bool(_FESTIVAL.fullmatch(value)),
)
REGION: Final = Kind(
    ("two capital letters of ISO 3166, such as CN", "ISO 3166 的两个大写字母，例如 CN"),
    lambda value: isinstance(value, str) and bool(_REGION.fullmatch(value)),
)
DECIMALS: Final = Kind(
    ("a number from 0 to 4", "0 到 4 的整数"), lambda value: type(value) is int and 0 <= value <= 4, int
)
PATTERN: Final = Kind(
    (
        "a regular expression for the whole of a number, such as 1[3-9][0-9]{9}",
        "整个号码的正则表达式，例如 1[3-9][0-9]{9}",
    ),
    _is_pattern,
)
CHECK: Final = Kind(
    (
        f"the rule of its check digit: one of {', '.join(RULES)}",
        f"校验位的算法，下面之一：{'、'.join(RULES)}",
    ),
    RULES.__contains__,
    choices=tuple(RULES),
)
FLAG: Final = Kind(
    ("1 for yes, 0 for no", "1 表示是，0 表示否"),
    {True: True, False: True}.__contains__,
    lambda cell: {"1": True, "0": False}[cell],
)
YES: Final = Kind(
    ("true or false, without quotation marks", "true 或 false，不加引号"),
    lambda value: isinstance(value, bool),
)
MARK: Final = _one_of(Sureness)
UNIT: Final = _one_of(Unit)


def _word(*choices: str) -> Kind:
    listed = ", ".join(choices), "、".join(choices)
    return Kind((f"one of {listed[0]}", f"下面之一：{listed[1]}"), choices.__contains__, choices=choices)


SORT: Final = _word("nature", "goods", "service", "other")
REPLY: Final = _word("reason", "need", "reply")
WHEN: Final = _word("gone")
SHEET_ROW: Final = _word("action", "part", "row")
_ROLES: Final = (
    *("fault", "danger", "harm", "deceit", "promise"),  # natures; harm: a fault, or a danger
    *("food", "eaten", "health", "travel", "prepaid"),  # goods and services; food: what is eaten or drunk
)
ROLES: Final = Kind(
    (f"some of {', '.join(_ROLES)}, with spaces between", f"下面的几个，中间空一格：{'、'.join(_ROLES)}"),
    lambda value: isinstance(value, str) and set(value.split()) <= set(_ROLES),
)
PURPOSE: Final = _word("decline", "end-mediation", "expose", "exclude-return")
CHANNEL: Final = _word("association", "regulator", "law")


def _adopted() -> Collection[str]:
    """Of the country whose pack, or whose alliance's, is looked at."""
    from huaihai.law import limits  # reads the country's table, with the kinds of this module

    return sorted(name for name, limit in limits.BY_NAME.items() if limit.adopted_by_body)


LIMIT: Final = Kind(
    (
        "the name of a limit that members may set, such as NEGOTIATE (docs/guides/packs.md lists them)",
        "成员可以自己定的期限的名称，例如 NEGOTIATE（名称见 docs/guides/packs.zh-CN.md）",
    ),
    lambda value: value in _adopted(),
    choices=_adopted,
)
LIST: Final = Kind(
    ('a list such as ["a", "b"]', '列表，例如 ["a", "b"]'),
    lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
)
TABLE: Final = Kind(
    ("a table of names and texts", "名称和文字的表"),
    lambda value: isinstance(value, dict) and all(isinstance(one, str) for one in value.values()),
)
SEAL: Final = Kind(
    ("two characters", "两个字"), lambda value: isinstance(value, str) and len(value.strip()) == 2
)
COLOUR: Final = Kind(
    (
        'a colour such as "#1f6f5c", dark enough for white letters on it',
        '颜色，例如 "#1f6f5c"，要够深，白字放在上面看得清',
    ),
    _is_legible,
)
