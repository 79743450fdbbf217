"""Runs the rules over a text, as they read it, until they find nothing more.

Full width, circled and mathematical signs become plain ones (NFKC), digits of other scripts become 0 to 9,
traditional characters simplified ones; what has no width (joiners, direction marks, strokes over a letter) is left
out. What was taken out already is one sign, `GONE`, which no rule matches.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from huaihai.insight.narratives.scrubbing import addresses, names, numbers, segmented, shops, words
from huaihai.insight.narratives.scrubbing.patterns import Find, Kind, Known, label
from huaihai.kit.text.scripts import simplified_char

GONE = "\ufffc"
LABELS = re.compile("|".join(re.escape(f"[{word}]") for word in words.LABELS.values()))
_UNSEEN = frozenset({"Cf", "Mn", "Me", "Cc"})
_HAN = "\u2e7f"


@dataclass(frozen=True)
class View:
    """`text` for the rules; `places[i]` is the place in the original of its i-th character."""

    text: str
    places: list[int]


def view_of(text: str) -> View:
    """The view of a text. Labels that stand in it count as taken out."""
    signs: list[str] = []
    places: list[int] = []
    at = 0
    for found in LABELS.finditer(text):
        _read(text, at, found.start(), signs, places)
        signs.append(GONE)
        places.append(found.start())
        at = found.end()
    _read(text, at, len(text), signs, places)
    return View("".join(signs), places)


def without(view: View, taken: Iterable[tuple[int, int]]) -> View:
    """The view with each of these stretches of it, in order and apart, as one `GONE`."""
    signs: list[str] = []
    places: list[int] = []
    at = 0
    for start, end in taken:
        signs += (view.text[at:start], GONE)
        places += view.places[at:start]
        places.append(view.places[start])
        at = end
    signs.append(view.text[at:])
    places += view.places[at:]
    return View("".join(signs), places)


def whole(view: View, start: int, end: int) -> tuple[int, int]:
    """The stretch widened to whole characters of the original: ㈱ is three signs here, and one there."""
    while start and view.places[start - 1] == view.places[start]:
        start -= 1
    while end < len(view.places) and view.places[end] == view.places[end - 1]:
        end += 1
    return start, end


def _read(text: str, start: int, end: int, signs: list[str], places: list[int]) -> None:
    for place in range(start, end):
        for one in _seen(text[place]):
            signs.append(one)
            places.append(place)


@lru_cache(maxsize=65_536)
def _seen(char: str) -> str:
    if char == "\n":
        return char
    return "".join(map(_plain, unicodedata.normalize("NFKC", char)))


def _plain(char: str) -> str:
    if char < "\x7f":
        return char if char >= " " else " " if char in "\t\n\r" else ""
    if char > _HAN:
        char = simplified_char(char)
    if unicodedata.category(char) in _UNSEEN:
        return ""
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)


RULES = (
    numbers.find_numbers,
    addresses.find_accounts,
    numbers.find_days,
    addresses.find_addresses,
    names.find_names,
    names.find_bare_names,
    segmented.finds,
    shops.finds,
)

MOST_TIMES = 8  # a story needs two or three, five thousand characters at random four


@dataclass(frozen=True)
class Span:
    """What was taken out: its kind, and its place in the text as given, in characters from 0, `end` exclusive."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Scrubbed:
    """The text after it; `spans` in order, never overlapping. Outside them nothing was changed."""

    text: str
    spans: tuple[Span, ...]


def scrub(text: str, known: Known | None = None) -> Scrubbed:
    """The text with each identifier replaced by its kind in brackets. Scrubbing it again changes nothing."""
    view, spans = view_of(text), list[Span]()
    said = known or Known()
    people = {one for name in map(_as_read, said.people) for one in (name, *names.whole_names(name))}
    for _time in range(MOST_TIMES):
        found = list(_widest(view, _finds(view, said, people)))
        if not found:
            break
        spans += (_span(view, find) for find in found)
        view = without(view, [(find.start, find.end) for find in found])
    else:  # nobody writes so: what is found goes on and on
        return Scrubbed(label(Kind.NAME), (Span(Kind.NAME, 0, len(text)),))
    spans.sort(key=lambda span: span.start)
    return Scrubbed(_written(text, spans), tuple(spans))


def _finds(view: View, known: Known, people: set[str]) -> Iterator[Find]:
    """What all rules find. Names that one of them has found are looked for everywhere."""
    for rule in RULES:
        for find in rule(view.text):
            if find.kind is Kind.NAME:
                people.update(names.whole_names(view.text[find.start : find.end]))
            yield find
    yield from _exact(view.text, people, Kind.NAME)
    yield from _exact(view.text, map(_as_read, known.numbers), Kind.NUMBER)
    yield from _exact(view.text, shops.spellings(map(_as_read, known.shops)), Kind.SHOP)


def _exact(text: str, wanted: Iterable[str], kind: Kind) -> Iterator[Find]:
    for one in wanted:
        at = text.find(one) if len(one) > 1 else -1
        while at >= 0:
            yield Find(kind, at, at + len(one))
            at = text.find(one, at + len(one))


def _widest(view: View, finds: Iterable[Find]) -> Iterator[Find]:
    """Without overlaps: of two finds that touch the same character, one covers both."""
    last: Find | None = None
    grown = (Find(find.kind, *whole(view, find.start, find.end)) for find in finds)
    for find in sorted(grown, key=lambda one: (one.start, -one.end)):
        if last is None or find.start >= last.end:
            if last:
                yield last
            last = find
        elif find.end > last.end:
            last = Find(last.kind, last.start, find.end)
    if last:
        yield last


def _span(view: View, find: Find) -> Span:
    return Span(find.kind, view.places[find.start], view.places[find.end - 1] + 1)


def _written(text: str, spans: Iterable[Span]) -> str:
    parts, at = list[str](), 0
    for span in spans:
        parts += (text[at : span.start], label(span.kind))
        at = span.end
    parts.append(text[at:])
    return "".join(parts)


def _as_read(text: str) -> str:
    return view_of(text.strip()).text
