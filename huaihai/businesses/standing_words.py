"""A standing offer in plain words, for people: what is given, until when, under which conditions."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huaihai.businesses.models import Place
from huaihai.businesses.standing_law import BY_CODE
from huaihai.businesses.standing_terms import HOURS, NOTHING, PRICE, RECEIPT, Terms
from huaihai.kit import local_words, spoken
from huaihai.law import kinds, remedies


def given(terms: Terms, sum_fen: int | None = None) -> str:
    """What the business does, with the sum if it is known."""
    parts = [local_words.said(remedy) for remedy in remedies.ALL if remedy.code in terms.remedies]
    return " · ".join(filter(None, ("、".join(parts), money(terms, sum_fen))))


def money(terms: Terms, sum_fen: int | None = None) -> str:
    """How much: the sum, or the rule for it; nothing where no money is given."""
    if terms.pays == NOTHING:
        return ""
    if sum_fen is not None:
        return _("%(sum)s yuan") % {"sum": spoken.yuan(sum_fen)}
    if terms.most_fen is None:
        return _("the price you paid")
    most = {"sum": spoken.yuan(terms.most_fen)}
    if terms.pays == PRICE:
        return _("the price you paid, if it is %(sum)s yuan or less") % most
    return _("what you ask for, if it is %(sum)s yuan or less") % most


def done_within(terms: Terms) -> str:
    """How soon, counted from the moment it is taken."""
    number = {"n": terms.perform_number}
    if terms.perform_unit == HOURS:
        return ngettext("done within %(n)s hour", "done within %(n)s hours", terms.perform_number) % number
    return ngettext("done within %(n)s day", "done within %(n)s days", terms.perform_number) % number


def payer(terms: Terms) -> str:
    """Who pays; nothing where no money is given."""
    if terms.pays == NOTHING:
        return ""
    return _("An advance-compensation fund pays.") if terms.paid_by_fund else _("The business pays itself.")


def to_have(terms: Terms) -> list[str]:
    """What the consumer must still have; taking the offer says that it is so."""
    needed = []
    if terms.needs_receipt:
        needed.append(_("You have the receipt or the record of payment."))
    if terms.needs_intact:
        needed.append(_("The goods are whole and complete."))
    return needed


def conditions(terms: Terms, places: Iterable[Place] = ()) -> list[str]:
    """All conditions, one sentence each; `places` are those that the offer names."""
    held = []
    if terms.within_days is not None:
        words = (
            ngettext(
                "Within %(n)s day of receiving the goods.",
                "Within %(n)s days of receiving the goods.",
                terms.within_days,
            )
            if terms.counted_from == RECEIPT
            else ngettext(
                "Within %(n)s day of the purchase.", "Within %(n)s days of the purchase.", terms.within_days
            )
        )
        held.append(words % {"n": terms.within_days})
    if terms.natures:
        held.append(_("If this is wrong: %(kinds)s.") % {"kinds": _named(terms.natures)})
    if terms.categories:
        held.append(_("For: %(kinds)s.") % {"kinds": _named(terms.categories)})
    if terms.places:
        names = "、".join(filter(None, (place.sign or place.address for place in places)))
        held.append(_("Only at: %(places)s.") % {"places": names or _("the places it names")})
    return [*held, *to_have(terms)]


def law_gives_more(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Where the law gives more, in a sentence each, with the article."""
    found = [BY_CODE[code] for code in codes if code in BY_CODE]
    return [(local_words.said(more), local_words.in_script(more.article)) for more in found]


def whole(terms: Terms, sum_fen: int | None, note: str) -> str:
    """What was taken, as the agreement's text says it."""
    what = _("%(what)s, %(when)s.") % {"what": given(terms, sum_fen), "when": done_within(terms)}
    return "\n".join(filter(None, (what, payer(terms), *conditions(terms), note)))


def _named(codes: Iterable[str]) -> str:
    return "、".join(local_words.said(kinds.BY_CODE[code]) for code in codes if code in kinds.BY_CODE)
