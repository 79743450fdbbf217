"""Answers in words."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.supervision.visiting.plan import NOT_SEEN, Item


def shown_answer(item: Item, value: str) -> str:
    """What was noted, as a reader says it; empty where nothing was."""
    if value == NOT_SEEN:
        return _("It could not be seen here")
    if item.type == "yes_no" and value:
        return pgettext("answer", "Yes") if value == "yes" else pgettext("answer", "No")
    if item.type == "choice":
        return next((option.name for option in item.options if option.key == value), value)
    return f"{value} {item.unit}".strip() if item.type == "number" and value else value


def shown_code(item: Item, code: str) -> str:
    """A code's name."""
    return next((one.name for one in item.codes if one.key == code), _("cannot be told")) if code else ""
