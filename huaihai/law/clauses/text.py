"""A contract as it was pasted, read or photographed: cleaned, and cut into sentences and their parts.

What is compared and what is shown have the same length, so that places in one are places in the other.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

MOST: Final = 30_000  # characters; what is beyond is not read
_CJK: Final = r"\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_GAP: Final = re.compile(rf"(?<=[{_CJK}\d%])[ \t\u00a0]+(?=[{_CJK}\d])|(?<=[{_CJK}])[ \t\u00a0]+(?=[A-Za-z])")
_INVISIBLE: Final = re.compile(r"[\u200b-\u200f\u2028-\u202f\u2060\ufeff\x00-\x08\x0b-\x1f\x7f]")
_NUMBERED: Final = re.compile(
    r"^\s*(?:第\s*[〇零一二三四五六七八九十百\d]+\s*[条章款]|[(（【\[]\s*[一二三四五六七八九十\d]{1,3}\s*[)）】\]]"
    r"|[一二三四五六七八九十]{1,3}\s*[、.．]|\d{1,2}\s*[、)）．]|\d{1,2}\s*[.](?!\d)|[①-⑳㈠-㈩]|[•·●○■□◆◇★☆※▪\-—*]\s*)"
)
_ENDED: Final = re.compile(r"[。；;！!？?：:][”’」』)）]*$")
_STOPS: Final = re.compile(r"[^。；;！!？?]+[。；;！!？?]*[”’」』]?")
_INNER: Final = re.compile(
    r"(?<=[，,、。；;：:）)])\s*(?=[(（]\s*[一二三四五六七八九十\d]{1,2}\s*[)）]|[①-⑳])"
)
WRAPPED: Final = 0.8  # a line as long as this, of the longest, goes on in the next


def sentences(text: str) -> list[str]:
    """The sentences as they are shown, without gaps between Chinese characters."""
    found: list[str] = []
    for block in _blocks(_clean(text)):
        for piece in _INNER.split(block):
            found += [sentence.strip() for sentence in _STOPS.findall(piece)]
    return [sentence for sentence in found if len(_LETTERS.findall(sentence)) > 1]


_LETTERS: Final = re.compile(r"\w")


def _clean(text: str) -> list[str]:
    lines = _INVISIBLE.sub("", text[:MOST].replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return [_GAP.sub("", line).strip() for line in lines]


def _blocks(lines: list[str]) -> Iterator[str]:
    """Lines that belong together: where a line is full and does not end, it goes on in the next."""
    longest = max(map(len, lines), default=0)
    block, before = "", 0
    for line in lines:
        goes_on = before >= WRAPPED * longest and not _ENDED.search(block) and not _NUMBERED.match(line)
        if block and not (line and goes_on):
            yield block
            block = ""
        block, before = block + line, len(line)
    if block:
        yield block


# What looks alike, and what is written in two ways; one for one, so that places stay.
_ALIKE: Final = str.maketrans(
    {
        **dict(zip("己巳末曰兔犬夭", "已已未日免大天", strict=True)),
        **dict(zip("帐予子", "账予予", strict=True)),
        **dict(zip("，、,：:", "，，，，，", strict=True)),
        **dict(zip("（【［", "(((", strict=True)),
        **dict(zip("）】］", ")))", strict=True)),
        **dict(zip("“”‘’「」『』\"'《》", "~" * 12, strict=True)),
    }
)


def folded(sentence: str) -> str:
    """As it is compared: width, case and look-alikes evened out; as long as it was."""
    return "".join(map(_one, sentence)).translate(_ALIKE).lower()


_DIGITS: Final = str.maketrans("123456789", "0" * 9)


def compared(sentence: str) -> str:
    """As it is likened to others: folded, and every digit the same."""
    return folded(sentence).translate(_DIGITS)


def _one(character: str) -> str:
    even = unicodedata.normalize("NFKC", character)
    return even if len(even) == 1 else character


def parts(sentence: str) -> list[tuple[int, int]]:
    """Where the parts between commas begin and end, without what parts them."""
    return [place.span() for place in _PARTS.finditer(sentence)] or [(0, len(sentence))]


_PARTS: Final = re.compile(r"[^，,、；;。！!？?：:\s][^，,；;。！!？?：:]*")
