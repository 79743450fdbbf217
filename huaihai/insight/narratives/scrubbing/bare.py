"""Names that nothing introduces: both parts are usual in names, and what stands around does not speak against it."""

import re
from collections.abc import Iterator
from typing import Final

from huaihai.insight.narratives.scrubbing import words
from huaihai.insight.narratives.scrubbing.judging import (
    END,
    SURNAME,
    ends,
    given_length,
    is_begun,
    is_given,
    is_half_given,
    is_joined,
    is_word,
)
from huaihai.insight.narratives.scrubbing.kinds import Find, Kind
from huaihai.insight.narratives.scrubbing.patterns import HAN

_BARE: Final = re.compile(rf"({SURNAME})([{HAN}]{{1,3}})")


def finds(text: str) -> Iterator[Find]:
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
