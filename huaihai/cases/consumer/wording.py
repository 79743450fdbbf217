"""Words of the law's lists as people say them, with a second line where it helps."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.kit import local_words
from huaihai.law import kinds, remedies

type Words = str | Promise

NATURES: dict[str, tuple[Words, Words]] = {
    "N01": (_("It is broken or badly made"), _("It does not work, or broke soon after")),
    "N02": (
        _("It is dangerous, or somebody was hurt"),
        _("It gave a shock, made somebody ill, could catch fire"),
    ),
    "N03": (_("The price is wrong"), _("Charged more than was said, or a hidden fee")),
    "N04": (_("There is too little in it"), _("Short weight, pieces missing")),
    "N05": (_("It is a fake"), _("A copied brand, false goods")),
    "N06": (_("They do not keep what was agreed"), _("Late, changed, deposit or prepaid card not returned")),
    "N07": (_("It is not what they advertised"), _("The description or the promise was false")),
    "N08": (_("They treated me without respect"), _("Insulted, searched, my data passed on")),
    "N09": (_("Nothing is done after the sale"), _("No repair, no return, nobody answers")),
    "N10": (_("Something else"), ""),
}
REMEDIES: dict[str, tuple[Words, Words]] = {
    remedies.REPAIR.code: (_("Repair it"), ""),
    remedies.REDO.code: (_("Do the work again"), _("For work and services that were badly done")),
    remedies.REPLACE.code: (_("Replace it"), _("Another one of the same kind")),
    remedies.RETURN.code: (_("Take it back"), _("I return it to the business")),
    remedies.MAKE_UP_QUANTITY.code: (_("Make up what is missing"), ""),
    remedies.REFUND.code: (_("Pay the money back"), _("The price or the fee I paid")),
    remedies.COMPENSATION.code: (_("Pay for the damage"), _("What it cost me besides")),
}


def nature(code: str) -> str:
    return str(NATURES[code][0]) if code in NATURES else ""


def category(code: str) -> str:
    return local_words.said(kinds.BY_CODE[code]) if code in kinds.BY_CODE else ""


def remedy_list(codes: list[str]) -> str:
    """The remedies in one line, in the order of the form."""
    return "、".join(str(words) for code, (words, _hint) in REMEDIES.items() if code in codes)
