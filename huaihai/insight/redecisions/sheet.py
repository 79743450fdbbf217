"""The short sheet: whether to admit, on which ground not, which remedy, which share of the sum. Codes and words."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.kit import local_words
from huaihai.law import grounds, remedies

type Choices = list[tuple[str, Promise | str]]

YES, NO = "yes", "no"
NONE: Final = "none"
ADMIT: Final = (
    (YES, pgettext_lazy("re-decision", "Admit it")),
    (NO, pgettext_lazy("re-decision", "Do not admit it")),
)
# Upper ends, inclusive, in parts of what was asked for; the last is above all of it.
SHARES: Final = (
    ("0", _("Nothing")),
    ("1", _("Up to a quarter")),
    ("2", _("More than a quarter, up to half")),
    ("3", _("More than half, up to three quarters")),
    ("4", _("More than three quarters, up to all of it")),
    ("5", _("More than was asked for")),
)
QUESTIONS: Final = {
    "admit": _("Admit it?"),
    "ground": _("Ground for not admitting"),
    "remedy": _("Remedy"),
    "share": _("Share of the sum asked for"),
}
LONGEST: Final = 500  # characters of the reason


def ground_choices() -> Choices:
    """The grounds on which an association declines."""
    return [(held.code, local_words.said(held)) for held in grounds.for_association(grounds.Purpose.DECLINE)]


def remedy_choices() -> Choices:
    """The remedies of the law, and none of them."""
    held: Choices = [(remedy.code, local_words.said(remedy)) for remedy in remedies.ALL]
    return [*held, (NONE, pgettext_lazy("re-decision", "None of them"))]


def share_band(settled_fen: int | None, asked_fen: int | None) -> str:
    """The band of what was settled in parts of what was asked for; empty where either is not known."""
    if settled_fen is None or not asked_fen or asked_fen < 0:
        return ""
    if settled_fen > asked_fen:
        return "5"
    quarters = -(-4 * settled_fen // asked_fen)  # rounded up: one fen is not nothing
    return str(quarters)
