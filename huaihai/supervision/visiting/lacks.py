"""What a plan of visits lacks before it can be registered, in sentences."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from huaihai.kit.text.normalise import fold
from huaihai.supervision.measures.alpha import LEVELS
from huaihai.supervision.visiting.plan import PHOTOS, Item, NoPlan, Plan, parse

KEY = re.compile(r"[a-z0-9-]{1,40}")
MOST_ITEMS, MOST_PLACES, MOST_VISITS = 60, 500, 5
CHOSEN = ("choice", "yes_no")


def problems(plan: Mapping[str, Any]) -> list[str]:
    """All that is missing or wrong; empty: nothing."""
    try:
        read = parse(plan)
    except NoPlan:
        return [_("The plan is damaged. Please write it anew.")]
    return [*_whole(read), *(said for item in read.items for said in _of_item(item))]


def _whole(plan: Plan) -> Iterator[str]:
    if not plan.what:
        yield _("Say which places are visited.")
    if not plan.script:
        yield _("Write the script: what the visitor does and says, step by step.")
    if not any(map(fold, plan.words)) and not plan.category:
        yield _(
            "Say which places of the register the sample is drawn from: words in their names, or a trade."
        )
    if not plan.seed:
        yield _("Give the draw a seed, so that anybody can draw it again.")
    if not 1 <= plan.places_per_city <= MOST_PLACES:
        yield _("The number of places per city must lie between 1 and %(most)s.") % {"most": MOST_PLACES}
    if not 1 <= plan.visits_per_place <= MOST_VISITS:
        yield _("The number of visits per place must lie between 1 and %(most)s.") % {"most": MOST_VISITS}
    if plan.show_from < 5:
        yield _("Results of fewer than 5 places are never shown.")
    yield from _rules(plan)
    yield from _items(plan)


def _rules(plan: Plan) -> Iterator[str]:
    if not 0 < plan.alpha_minimum < 1:
        yield _("The least alpha lies between 0 and 1.")
    known = plan.weak in ("drop", "mark") and plan.differ in ("leave-out", "mean")
    if not known or plan.names not in ("none", "good") or not 100 <= plan.draws <= 10_000:
        yield _("The plan is damaged. Please write it anew.")


def _items(plan: Plan) -> Iterator[str]:
    if not plan.items:
        yield _("Add at least one item to look at.")
    elif not any(item.counts for item in plan.items):
        yield _("At least one item must count into the score.")
    if len(plan.items) > MOST_ITEMS:
        yield _("A visit has %(most)s items at most.") % {"most": MOST_ITEMS}
    for key, times in Counter(item.key for item in plan.items).items():
        if times > 1:
            yield _("The key %(key)s stands here twice.") % {"key": key}


def _of_item(item: Item) -> Iterator[str]:
    said = {"item": item.name or item.key}
    if not KEY.fullmatch(item.key) or not item.name or item.photo not in PHOTOS:
        yield _("An item needs a name and a key of small letters, digits and hyphens: %(item)s") % said
    if item.type == "choice" and len(item.options) < 2:
        yield _("Give at least two answers to choose from: %(item)s") % said
    if item.type == "scale" and not 0 <= item.low < item.high <= 100:
        yield _("The scale must rise and lie between 0 and 100: %(item)s") % said
    if not 1 <= item.weight <= 100:
        yield _("The weight lies between 1 and 100: %(item)s") % said
    yield from _of_coding(item, said)
    yield from _of_good(item, said)


def _of_coding(item: Item, said: dict[str, str]) -> Iterator[str]:
    if not item.is_coded:
        return
    if item.type not in ("text", "photo"):
        yield _("Only words and photos are coded by two people: %(item)s") % said
    if len(item.codes) < 2:
        yield _("Give the coders at least two codes: %(item)s") % said
    if item.level not in LEVELS or (item.level in ("interval", "ratio") and not _are_numbers(item)):
        yield _("Codes on a scale of numbers are numbers: %(item)s") % said


def _of_good(item: Item, said: dict[str, str]) -> Iterator[str]:
    if not item.counts:
        return
    if item.good:
        known = {choice.key for choice in item.answers} | ({"yes", "no"} if item.type == "yes_no" else set())
        if not set(item.good) <= known:
            yield _("What is good must be one of its answers: %(item)s") % said
    elif item.type not in ("scale", "number"):
        yield _("Only numbers and scales have a least or most value: %(item)s") % said
    elif item.good_min is not None and item.good_max is not None and item.good_min > item.good_max:
        yield _("The least good value is above the most: %(item)s") % said


def _are_numbers(item: Item) -> bool:
    return all(re.fullmatch(r"\d{1,6}", choice.key) for choice in item.codes)
