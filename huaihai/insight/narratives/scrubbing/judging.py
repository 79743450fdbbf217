"""Whether characters are a name, where it may begin and where it ends: what the rules for names share."""

import re
from typing import Final

from huaihai.insight.narratives.scrubbing import words
from huaihai.insight.narratives.scrubbing.patterns import HAN

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
