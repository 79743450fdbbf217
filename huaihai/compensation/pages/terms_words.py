"""The terms of a fund in words: what it answers for, its caps, its basis."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huaihai.cases.pages.facts import Rows, known, row, yuan
from huaihai.compensation.grounds import BY_CODE
from huaihai.compensation.models import Fund, FundTerms


@dataclass(frozen=True)
class Versions:
    """The versions of a fund's terms on a day, the newest first."""

    now: FundTerms | None
    to_come: list[FundTerms]
    earlier: list[FundTerms]


def versions(fund: Fund, *, today: date) -> Versions:
    """What is in force, what comes, and what was before; those that nobody confirmed are left out. One query."""
    held = list(fund.terms.confirmed().order_by("-from_on", "-serial"))
    begun = [one for one in held if one.from_on <= today]
    return Versions(begun[0] if begun else None, [one for one in held if one.from_on > today], begun[1:])


def rows(terms: FundTerms) -> Rows:
    """These terms as a summary list."""
    return known(
        [
            row(_("In force from"), terms.from_on.isoformat()),
            row(_("Answers for"), terms.get_covers_display()),
            row(
                _("On these grounds"),
                "\n".join(str(BY_CODE[one].label) for one in terms.grounds),
                is_text=True,
            ),
            row(_("To be paid in"), yuan(terms.deposit_fen)),
            row(_("At least in the fund"), yuan(terms.minimum_fen)),
            row(_("At most for one claim"), yuan(terms.per_claim_cap_fen) or _("no cap is set")),
            row(_("At most in one day"), yuan(terms.per_day_cap_fen) or _("no cap is set")),
            row(_("Paid at once"), at_once(terms)),
            row(_("The business pays it back"), _back(terms)),
            row(_("Loses its badge"), _badge(terms)),
            row(_("Basis"), " · ".join(filter(None, (str(terms.get_basis_kind_display()), terms.basis)))),
            row(_("In its own words"), terms.text, is_text=True),
        ]
    )


def at_once(terms: FundTerms) -> str:
    """What the rules approve by themselves."""
    if terms.at_once_cap_fen is None:
        return _("nothing: people decide every claim")
    return _("up to %(cap)s within %(n)s minutes, %(day)s in a day") % {
        "cap": yuan(terms.at_once_cap_fen),
        "n": terms.pay_within_minutes,
        "day": yuan(terms.at_once_per_day_cap_fen),
    }


def _back(terms: FundTerms) -> str:
    if terms.recourse_days is None:
        return _("no: the fund bears it")
    return ngettext("within %(n)d day", "within %(n)d days", terms.recourse_days) % {"n": terms.recourse_days}


def _badge(terms: FundTerms) -> str:
    n = terms.suspend_after_days
    return ngettext("after %(n)d day below its minimum", "after %(n)d days below its minimum", n) % {"n": n}
