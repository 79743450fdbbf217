"""Beside a long story a short list of what it says, each fact a link to its place there; found anew each time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.kit.templatetags.parts import escaped
from huaihai.law import stories
from huaihai.law.stories import Fact, Kind

LABELS: Final[dict[Kind, str | Promise]] = {
    Kind.WISH: pgettext_lazy("story", "What is asked"),
    Kind.PROMISE: pgettext_lazy("story", "Promised"),
    Kind.SUM: _("Sums"),
    Kind.DAY: _("Days"),
    Kind.SHOP: pgettext_lazy("story", "Shops"),
    Kind.NUMBER: _("Numbers"),
}


@dataclass(frozen=True)
class Group:
    """The facts of one kind: the words, and where they stand in the story."""

    label: str | Promise
    facts: list[tuple[str, str]]


def beside(matter: Iterable[dict[str, Any]]) -> list[Group]:
    """The facts of the story among these rows, whose words are marked there; none of a short one. What is hidden in the
    row stays hidden."""
    row = next((one for one in matter if one.get("is_text")), None)
    found = stories.in_short(row["value"]) if row else ()
    if row is None or not found:
        return []
    row["value"] = _marked(row["value"], found)
    placed = [(fact.kind, (fact.words, f"said-{at}")) for at, fact in enumerate(found)]
    groups = ((kind, [words for of, words in placed if of is kind]) for kind in Kind)
    return [Group(LABELS[kind], facts) for kind, facts in groups if facts]


def _marked(text: str, found: Iterable[Fact]) -> SafeString:
    return mark_safe("".join(_pieces(text, list(enumerate(found)))))  # noqa: S308 -- every piece was escaped


def _pieces(text: str, found: list[tuple[int, Fact]]) -> Iterator[str]:
    """One inside another closes first; they come in the order of their beginnings, the longer before the shorter."""
    at, ends = 0, list[int]()
    for number, fact in found:
        while ends and ends[-1] <= fact.start:
            yield escaped(text[at : ends[-1]]) + "</mark>"
            at = ends.pop()
        yield f'{escaped(text[at : fact.start])}<mark id="said-{number}">'
        at = fact.start
        ends.append(min(fact.end, ends[-1]) if ends else fact.end)
    while ends:
        yield escaped(text[at : ends[-1]]) + "</mark>"
        at = ends.pop()
    yield escaped(text[at:])
