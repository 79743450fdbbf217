"""Runs the rules over a text until they find nothing more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from huaihai.insight.narratives.scrubbing import (
    accounts,
    addresses,
    bare,
    days,
    names,
    numbers,
    segmented,
    shops,
)
from huaihai.insight.narratives.scrubbing.kinds import Find, Kind, Known, label
from huaihai.insight.narratives.scrubbing.view import View, view_of, whole, without

RULES = (
    numbers.finds,
    accounts.finds,
    days.finds,
    addresses.finds,
    names.finds,
    bare.finds,
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
    people = {one for name in map(_plain, said.people) for one in (name, *names.whole_names(name))}
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
    yield from _exact(view.text, map(_plain, known.numbers), Kind.NUMBER)
    yield from _exact(view.text, shops.spellings(map(_plain, known.shops)), Kind.SHOP)


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


def _plain(text: str) -> str:
    return view_of(text.strip()).text
