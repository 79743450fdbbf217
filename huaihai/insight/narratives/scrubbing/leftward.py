"""Where a name begins that is only known by its end: 阳光花园, 和平路 18 号, 好再来超市."""

import re
from collections.abc import Collection, Iterable

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
