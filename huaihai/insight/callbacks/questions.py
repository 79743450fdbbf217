"""The three questions on the telephone, and what can be answered. Saying nothing is always possible."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.insight.axes import AMOUNTS, LARGEST

type Choices = tuple[tuple[str, Promise | str], ...]

UNSAID: Final = "unsaid"
COMPLETELY, PARTLY, NOT_DONE, FORGOTTEN = "completely", "partly", "no", "forgotten"
NOTHING: Final = "none"

DONE: Choices = (
    (COMPLETELY, pgettext_lazy("call-back", "Yes, all of it")),
    (PARTLY, pgettext_lazy("call-back", "Only a part of it")),
    (NOT_DONE, pgettext_lazy("call-back", "No, nothing of it")),
    (FORGOTTEN, pgettext_lazy("call-back", "Does not remember")),
)
MONEY: Choices = (
    (NOTHING, pgettext_lazy("call-back", "No money")),
    ("0-200", _("Less than 200 yuan")),
    ("200-1000", _("200 to 1,000 yuan")),
    ("1000-5000", _("1,000 to 5,000 yuan")),
    ("5000-20000", _("5,000 to 20,000 yuan")),
    (LARGEST, _("20,000 yuan or more")),
    (UNSAID, _("Did not say")),
)
SATISFIED: Choices = (
    ("5", _("5 – very satisfied")),
    ("4", "4"),
    ("3", "3"),
    ("2", "2"),
    ("1", _("1 – not satisfied at all")),
    (UNSAID, _("Did not say")),
)
BANDS: Final = dict(
    zip([*(key for key, _end in AMOUNTS), LARGEST], [0, *(end for _key, end in AMOUNTS)], strict=True)
)


def solved(done: str) -> bool | None:
    """Whether this answer counts as solved: only all of it does. None: it is no answer."""
    return {COMPLETELY: True, PARTLY: False, NOT_DONE: False}.get(done)


def got_money(money: str) -> bool | None:
    """Whether money came back; None: it is no answer."""
    return None if money in (UNSAID, "") else money != NOTHING


def at_least_fen(money: str) -> int:
    """The lower end of the band, in fen: what was paid back at least."""
    return BANDS.get(money, 0)
