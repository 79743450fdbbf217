"""What the rules share: a pattern with its kind, and digits however they are written."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from huaihai.insight.narratives.scrubbing.kinds import Find, Kind

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
