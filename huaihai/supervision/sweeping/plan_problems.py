"""What a plan lacks before it can be registered; every rule that its checklist rests on stands in the law library."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from huaihai.law import kinds
from huaihai.law.library import citations
from huaihai.law.library.citations import Place
from huaihai.supervision.sweeping.plan import MOST_DAYS, MOST_TARGET, Item, Plan, parse

LONGEST: Final = timedelta(days=13)
_CITED: Final = re.compile(r"《[^》]*》|第[0-9〇零一二三四五六七八九十百千]+条")


def problems(plan: Mapping[str, Any]) -> list[str]:
    """What it lacks before it can be registered, in sentences."""
    held = parse(plan)
    rows = plan.get("items")
    unread = isinstance(rows, list) and len(rows) != len(held.items)
    lost = [_("An item of the checklist cannot be read.")] if unread else []
    return [*_of_the_whole(held), *lost, *(said for item in held.items for said in _of_an_item(item))]


def unresolved(line: str) -> list[str]:
    """The laws and articles that this line names and the law library does not hold."""
    places = citations.find(line)
    lost = [line[place.start : place.end] for place in places if citations.missing(place)]
    named = [cited for cited in _CITED.finditer(line) if not any(_meet(cited, place) for place in places)]
    return [*lost, *(cited.group() for cited in named)]


def _of_the_whole(plan: Plan) -> Iterator[str]:
    first, last = plan.week
    if plan.trade not in kinds.BY_CODE or not plan.what:
        yield _("Please say which trade is checked.")
    if first is None or last is None:
        yield _("Please give the first and the last day of the week.")
    elif not timedelta(0) <= last - first <= LONGEST:
        yield _("A sweep lasts at least a day and at most two weeks.")
    if not 1 <= plan.target <= MOST_TARGET:
        yield _("Please say how many places each city checks.")
    if any(not 1 <= days <= MOST_DAYS for _key, days in plan.cure_days):
        yield _("For each severity, please say how many days there are to cure a finding.")
    if any(not kinds_ for _key, kinds_ in plan.follow):
        yield _("For each severity, please say what follows from a finding.")
    if not plan.items:
        yield _("The checklist is empty.")
    if len({item.key for item in plan.items}) != len(plan.items):
        yield _("Two items of the checklist have the same key.")


def _of_an_item(item: Item) -> Iterator[str]:
    said = {"name": item.name or item.key}
    if not item.name or not item.finding:
        yield _("“%(name)s”: please say what is looked at and what counts as a finding.") % said
    if not item.basis:
        yield _("“%(name)s”: please say which rule it rests on.") % said
    for line in item.basis:
        for cited in unresolved(line):
            yield _("“%(name)s”: the law library does not hold %(cited)s.") % {**said, "cited": cited}


def _meet(cited: re.Match[str], place: Place) -> bool:
    return place.start < cited.end() and cited.start() < place.end
