"""What the rules share: kinds of identifiers, patterns, digits however written, and where a name may begin."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from huaihai.insight.narratives.scrubbing import words


class Kind(StrEnum):
    """What an identifier is. Its word in the text is data: published texts hold it."""

    IDENTITY = "identity"
    PHONE = "phone"
    CARD = "card"
    PLATE = "plate"
    EMAIL = "email"
    ACCOUNT = "account"  # WeChat, QQ, payment and video accounts, nicknames
    ADDRESS = "address"
    NAME = "name"
    SHOP = "shop"
    NUMBER = "number"  # orders, parcels, contracts, files: any long number
    LICENCE = "licence"
    BIRTH = "birth"
    DAY = "day"  # the day of a month; month and year stay
    LINK = "link"


@dataclass(frozen=True)
class Find:
    """A place in the view of a text, counted in its characters from 0; `end` is exclusive."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Known:
    """What the file of a case says already: whoever is named there is hidden wherever the text names them."""

    people: tuple[str, ...] = field(default=())
    shops: tuple[str, ...] = field(default=())
    numbers: tuple[str, ...] = field(default=())


def label(kind: Kind) -> str:
    """What stands in the text instead, with its brackets."""
    return f"[{words.LABELS[kind.value]}]"


SPOKEN = "零〇一幺二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_DIGITS = str.maketrans(SPOKEN + "oO", "001122345678912345678900")
HAN = "\u3400-\u9fff"


@dataclass(frozen=True)
class Rule:
    """`group` of the pattern is what is taken out, if `holds` says so of it."""

    kind: Kind
    pattern: re.Pattern[str]
    holds: Callable[[str], bool]
    group: int

    def finds(self, text: str) -> Iterator[Find]:
        """Where it is found in a view."""
        for match in self.pattern.finditer(text):
            if match.end(self.group) > match.start(self.group) and self.holds(match.group(self.group)):
                yield Find(self.kind, *match.span(self.group))


def rule(
    kind: Kind, pattern: str, holds: Callable[[str], bool] = lambda found: True, *, group: int = 0
) -> Rule:
    """A rule that takes small and capital letters alike."""
    return Rule(kind, re.compile(pattern, re.IGNORECASE), holds, group)


def digits_of(found: str) -> str:
    """Its digits, spoken ones too, and the X at the end of an identity number."""
    return "".join(char for char in found.translate(_DIGITS).upper() if char in "0123456789X")


def is_day(digits: str) -> bool:
    """Whether eight digits are a day between 1900 and 2099."""
    try:
        return date.fromisoformat(digits).year // 100 in (19, 20)
    except ValueError:
        return False


_EDGE = "\u3400"
_LATEST = "\u9fff"
_BRACKET = re.compile("\\([\u3400-\u9fffA-Za-z0-9]{1,8}\\)$")
LONGEST_BRACKET = 10


_WHEN = (
    "[0-9〇零一二三四五六七八九十半]"
    "(?:年|月份?|日|号(?!楼|院)|点|时|分|元|块|期|个|次|天|岁|人|万|户|名|家|位|级|号线|多|条|台)"
)


def stopping(stop_words: tuple[str, ...]) -> re.Pattern[str]:
    """What a name is not part of: these words, and what tells when or how many."""
    return re.compile("|".join((_WHEN, *stop_words)))


def begins(text: str, end: int, *, longest: int, stops: Collection[str], stop_words: re.Pattern[str]) -> int:
    """The first place of the name that ends before `end`: back over letters and digits, to a word that is none of it.

    `stops` are single characters, `stop_words` finds whole words; what follows the last of them counts.
    """
    at = end
    while at > 0 and end - at < longest and text[at - 1] not in stops:
        if _belongs(text[at - 1]):
            at -= 1
        elif bracket := _BRACKET.search(text, max(0, at - LONGEST_BRACKET), at):
            at = bracket.start()
        else:
            break
    cut = at
    while (found := stop_words.search(text, cut, end)) and found.end() < end:
        cut = found.end()
    return cut


def without(name: str, heads: Iterable[str]) -> str:
    """The name without these words at its head, as often as they stand there."""
    known = tuple(heads)
    while name and (cut := next((word for word in known if name.startswith(word)), "")):
        name = name[len(cut) :]
    return name


def _belongs(char: str) -> bool:
    return _EDGE <= char <= _LATEST or (char.isalnum() and char.isascii()) or char == "·"
