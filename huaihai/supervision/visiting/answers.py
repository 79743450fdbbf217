"""What a visitor noted, compared with what the plan asks."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from huaihai.supervision.visiting.plan import NOT_SEEN, Item, Plan

LONGEST = 2000
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,4})?")


def faults(plan: Plan, answers: Mapping[str, str], photographed: Collection[str]) -> dict[str, str]:
    """What is wrong, by item key (empty key: about the whole). `photographed` are the items that have photos."""
    found = {
        item.key: said
        for item in plan.items
        if (said := _fault(item, answers.get(item.key, ""), item.key in photographed))
    }
    if not {*answers, *photographed} <= plan.by_key.keys():
        found[""] = _("This form belongs to another plan. Please open it again.")
    return found


def kept(plan: Plan, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that say something, in the order of the plan."""
    return {item.key: answers[item.key] for item in plan.items if answers.get(item.key)}


def _fault(item: Item, value: str, has_photo: bool) -> str:
    if value == NOT_SEEN:
        return ""
    if item.type == "photo":
        return "" if has_photo or not item.is_required else _("Please take a photo.")
    if not value:
        return _("Please answer, or say that it could not be seen.") if item.is_required else ""
    if not _fits(item, value):
        return _WRONG[item.type]()
    return _("Please take a photo.") if item.photo == "must" and not has_photo else ""


def _fits(item: Item, value: str) -> bool:
    if item.type == "yes_no":
        return value in ("yes", "no")
    if item.type == "choice":
        return value in {option.key for option in item.options}
    if item.type == "scale":
        return value.isascii() and value.isdigit() and len(value) < 4 and item.low <= int(value) <= item.high
    if item.type == "number":
        return bool(_NUMBER.fullmatch(value))
    return len(value) <= LONGEST


_WRONG = {
    "yes_no": lambda: _("Please choose one of the answers."),
    "choice": lambda: _("Please choose one of the answers."),
    "scale": lambda: _("Please choose one of the answers."),
    "number": lambda: _("Please write a number, for example 12.5."),
    "text": lambda: _("This is too long. Please shorten it."),
}


def number(value: str) -> str:
    """A number as people type it (full-width digits, a comma of thousands), as it is stored; else as typed."""
    plain = (
        value.strip().translate(str.maketrans("０１２３４５６７８９．－", "0123456789.-")).replace(",", "")
    )
    try:
        return plain if Decimal(plain).is_finite() else value
    except InvalidOperation:
        return value
