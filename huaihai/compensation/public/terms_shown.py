"""The rules of a fund in words: for whom, on which grounds, up to what sums, on what they stand, since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huaihai.compensation.grounds import BY_CODE, Ground
from huaihai.compensation.models import Fund, FundTerms
from huaihai.kit import local_words, spoken
from huaihai.kit.spoken import yuan
from huaihai.kit.text.normalise import show_bidi

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """One line of the rules."""

    label: str
    value: str


@dataclass(frozen=True)
class Shown:
    """One version for a page. `until` is the day before the next one begins (None: it goes on)."""

    terms: FundTerms
    days: str
    until: date | None
    grounds: list[Ground]
    rows: list[Row]
    text: str

    @property
    def basis(self) -> str:
        """Law or promise, and the text it stands on."""
        return f"{self.terms.get_basis_kind_display()}: {local_words.in_script(self.terms.basis)}"


def of(terms: FundTerms, *, until: date | None, today: date) -> Shown:
    """One version in words."""
    return Shown(
        terms,
        _days(terms.from_on, until, today),
        until,
        [BY_CODE[code] for code in terms.grounds if code in BY_CODE],
        rows(terms),
        show_bidi(terms.text),
    )


def begun(fund: Fund, *, today: date) -> list[Shown]:
    """The version in force and those before it, the newest first. Two queries."""
    held = list(fund.terms.begun_by(today).prefetch_related("shares__city"))
    to_come = fund.terms.confirmed().filter(from_on__gt=today).order_by("from_on").first()
    ends = [to_come.from_on - ONE_DAY if to_come else None, *(one.from_on - ONE_DAY for one in held)]
    return [of(one, until=end, today=today) for one, end in zip(held, ends, strict=False)]


def in_force(funds: Iterable[Fund], *, on: date) -> dict[object, FundTerms]:
    """The version in force of each of these funds. One query."""
    found = FundTerms.objects.filter(fund__in=[fund.pk for fund in funds]).begun_by(on)
    newest: dict[object, FundTerms] = {}
    for terms in found:
        newest.setdefault(terms.fund_id, terms)
    return newest


def rows(terms: FundTerms) -> list[Row]:
    """Sums and days, each in one line; what is not set is said, too."""
    found = [
        (_("Answers for"), terms.get_covers_display()),
        (_("For one claim at most"), cap(terms.per_claim_cap_fen)),
        (_("On one day at most"), cap(terms.per_day_cap_fen)),
        (_("Paid at once"), at_once(terms)),
        (_("Must hold at least"), _("%(sum)s yuan") % {"sum": yuan(terms.minimum_fen)}),
        (_("To be paid in"), _deposit(terms)),
        (_("If it falls below"), _suspension(terms.suspend_after_days)),
        (_("The business pays it back"), _recourse(terms.recourse_days)),
        (_("Carried by"), _shares(terms)),
    ]
    return [Row(label, str(value)) for label, value in found if value]


def cap(fen: int | None) -> str:
    """A cap in words."""
    return _("no cap is set") if fen is None else _("%(sum)s yuan") % {"sum": yuan(fen)}


def at_once(terms: FundTerms) -> str:
    """Up to which sum small clear claims are paid at once, and how soon."""
    if terms.at_once_cap_fen is None or terms.at_once_per_day_cap_fen is None:
        return _("no: two people look at every claim")
    return _("clear claims up to %(sum)s yuan, within %(n)s minutes; %(day)s yuan a day at most") % {
        "sum": yuan(terms.at_once_cap_fen),
        "n": terms.pay_within_minutes,
        "day": yuan(terms.at_once_per_day_cap_fen),
    }


def _days(first: date, last: date | None, today: date) -> str:
    said = {"first": spoken.day(first, today=today)}
    if last is None:
        return _("since %(first)s") % said if first <= today else _("from %(first)s") % said
    return _("%(first)s to %(last)s") % (said | {"last": spoken.day(last, today=today)})


def _deposit(terms: FundTerms) -> str:
    said = {"sum": yuan(terms.deposit_fen)}
    if not terms.deposit_fen:
        return ""
    if terms.covers == FundTerms.Covers.MEMBERS:
        return _("%(sum)s yuan by each business") % said
    return _("%(sum)s yuan") % said


def _suspension(days: int) -> str:
    if not days:
        return _("its badge is suspended on the next day")
    return ngettext(
        "its badge is suspended after %(n)d day", "its badge is suspended after %(n)d days", days
    ) % {"n": days}


def _recourse(days: int | None) -> str:
    if days is None:
        return _("no: the fund bears it")
    return ngettext("within %(n)d day of the payment", "within %(n)d days of the payment", days) % {"n": days}


def _shares(terms: FundTerms) -> str:
    held = list(terms.shares.all())
    whole = sum(share.parts for share in held)
    named = [
        _("%(city)s %(parts)s of %(whole)s")
        % {"city": local_words.in_script(share.city.short_name), "parts": share.parts, "whole": whole}
        for share in held
    ]
    return pgettext("list", ", ").join(named)
