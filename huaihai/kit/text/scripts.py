"""Traditional and simplified characters: telling them apart, and converting one way only."""

import re
from functools import cache, lru_cache

from opencc import OpenCC

_BELOW_HAN = 0x2E7F
# Where the converter has no phrase to go by, it writes every 签 as a slip of bamboo; here people sign (簽).
_SLIP = re.compile("(?<![標書竹抽浮牙])籤")


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _back_converter() -> OpenCC:
    return OpenCC("s2t")


@cache
def _taiwan_converter() -> OpenCC:
    return OpenCC("s2tw")


@lru_cache(maxsize=65_536)
def simplified_char(char: str) -> str:
    """The simplified form of one character, without looking at its neighbours."""
    converted: str = _converter().convert(char)
    return converted if len(converted) == len(char) else char


def is_traditional_char(char: str) -> bool:
    return simplified_char(char) != char


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters, by the characters that only one script has."""
    traditional, simplified = evidence(text)
    return len(traditional) > len(simplified)


def evidence(text: str) -> tuple[str, str]:
    """The characters that belong to the traditional script alone, and those of the simplified one alone."""
    han = [(char, _script(char)) for char in text if ord(char) > _BELOW_HAN]
    traditional = "".join(char for char, script in han if script == "traditional")
    return traditional, "".join(char for char, script in han if script == "simplified")


def to_simplified(text: str) -> str:
    """Converts phrase by phrase (乾隆 stays, 乾淨 becomes 干净); the length never changes."""
    return "".join(_convert_line(line) for line in text.splitlines(keepends=True))


def to_traditional(text: str) -> str:
    """Simplified text as readers of traditional characters write it: 会签 becomes 會簽, 标签 stays 標籤."""
    converted: str = _taiwan_converter().convert(text)
    return _SLIP.sub("簽", converted).replace("衝正", "沖正")


def _convert_line(line: str) -> str:
    converted: str = _converter().convert(line)
    if len(converted) == len(line):
        return converted
    # Positions in the original must stay true: where a phrase would grow or shrink, single characters do.
    return "".join(simplified_char(char) for char in line)


@lru_cache(maxsize=65_536)
def _script(char: str) -> str:
    # 著 or 乾 stand in simplified texts too, 后 or 里 in traditional ones: the national character sets tell.
    if is_traditional_char(char) and not _in_charset(char, "gb2312"):
        return "traditional"
    if _back_converter().convert(char) != char and not _in_charset(char, "big5"):
        return "simplified"
    return "either"


def _in_charset(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
