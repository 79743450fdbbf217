"""Said to who comes from a shop's poster: which of its standing offers does not fit, and why."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huaihai.businesses.standing import facts as standing_facts
from huaihai.businesses.standing.facts import Fitting, Why
from huaihai.businesses.standing.terms import RECEIPT, Terms
from huaihai.cases.at_once import Found
from huaihai.kit import spoken

MOST = 3


def lines(found: Found) -> list[str]:
    """One sentence for each offer that does not fit for what was just written; none where another one fits."""
    return [] if found.keys else [_line(one) for one in found.unfit[:MOST]]


def _line(one: Fitting) -> str:
    told = [_why(why, one.terms) for why in one.fit.reasons]
    return _("The shop's offer “%(what)s” does not fit here: %(why)s. You can go on with your complaint.") % {
        "what": standing_facts.given(one.terms),
        "why": " · ".join(filter(None, told)),
    }


def _why(why: Why, terms: Terms) -> str:
    if why == Why.OVER_CAP and terms.most_fen is not None:
        return _("it is for sums up to %(sum)s yuan") % {"sum": spoken.yuan(terms.most_fen)}
    if why == Why.TOO_LATE and terms.within_days is not None:
        words = (
            ngettext(
                "you received it more than %(n)s day ago",
                "you received it more than %(n)s days ago",
                terms.within_days,
            )
            if terms.counted_from == RECEIPT
            else ngettext(
                "you bought it more than %(n)s day ago",
                "you bought it more than %(n)s days ago",
                terms.within_days,
            )
        )
        return words % {"n": terms.within_days}
    return {
        Why.OTHER_MATTER: _("it is for other problems"),
        Why.OTHER_GOODS: _("it is for other goods or services"),
    }.get(why, "")
