"""A fund in words: its rules, how much it paid so far (in classes), what happened to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Count, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from huaihai.compensation.claims.facts import ENTRIES
from huaihai.compensation.grounds import BY_CODE, Ground
from huaihai.compensation.models import Fund, FundTerms, PaymentOrder
from huaihai.compensation.posting import LOW
from huaihai.kit import local_words, spoken
from huaihai.kit.text.normalise import show_bidi
from huaihai.packs.words import of_country
from huaihai.record import events
from huaihai.record.models import Event

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """One line of the rules."""

    label: str
    value: str


@dataclass(frozen=True)
class TermsInWords:
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


def terms_in_words(terms: FundTerms, *, until: date | None, today: date) -> TermsInWords:
    """One version in words."""
    return TermsInWords(
        terms,
        _days(terms.from_on, until, today),
        until,
        [BY_CODE[code] for code in terms.grounds if code in BY_CODE],
        terms_rows(terms),
        show_bidi(terms.text),
    )


def begun(fund: Fund, *, today: date) -> list[TermsInWords]:
    """The version in force and those before it, the newest first. Two queries."""
    held = list(fund.terms.begun_by(today).prefetch_related("shares__city"))
    to_come = fund.terms.confirmed().filter(from_on__gt=today).order_by("from_on").first()
    ends = [to_come.from_on - ONE_DAY if to_come else None, *(one.from_on - ONE_DAY for one in held)]
    return [terms_in_words(one, until=end, today=today) for one, end in zip(held, ends, strict=False)]


def in_force(funds: Iterable[Fund], *, on: date) -> dict[object, FundTerms]:
    """The version in force of each of these funds. One query."""
    found = FundTerms.objects.filter(fund__in=[fund.pk for fund in funds]).begun_by(on)
    newest: dict[object, FundTerms] = {}
    for terms in found:
        newest.setdefault(terms.fund_id, terms)
    return newest


def terms_rows(terms: FundTerms) -> list[Row]:
    """Sums and days, each in one line; what is not set is said, too."""
    found = [
        (_("Answers for"), terms.get_covers_display()),
        (_("For one claim at most"), cap(terms.per_claim_cap_fen)),
        (_("On one day at most"), cap(terms.per_day_cap_fen)),
        (_("Paid at once"), at_once(terms)),
        (_("Must hold at least"), spoken.money(terms.minimum_fen)),
        (_("To be paid in"), _deposit(terms)),
        (_("If it falls below"), _suspension(terms.suspend_after_days)),
        (_("The business pays it back"), _recourse(terms.recourse_days)),
        (_("Carried by"), _shares(terms)),
    ]
    return [Row(label, str(value)) for label, value in found if value]


def cap(fen: int | None) -> str:
    """A cap in words."""
    return _("no cap is set") if fen is None else spoken.money(fen)


def at_once(terms: FundTerms) -> str:
    """Up to which sum small clear claims are paid at once, and how soon."""
    if terms.at_once_cap_fen is None or terms.at_once_per_day_cap_fen is None:
        return _("no: two people look at every claim")
    return _("clear claims up to %(sum)s, within %(n)s minutes; %(day)s a day at most") % {
        "sum": spoken.money(terms.at_once_cap_fen),
        "n": terms.pay_within_minutes,
        "day": spoken.money(terms.at_once_per_day_cap_fen),
    }


def _days(first: date, last: date | None, today: date) -> str:
    said = {"first": spoken.day(first, today=today)}
    if last is None:
        return _("since %(first)s") % said if first <= today else _("from %(first)s") % said
    return _("%(first)s to %(last)s") % (said | {"last": spoken.day(last, today=today)})


def _deposit(terms: FundTerms) -> str:
    said = {"sum": spoken.money(terms.deposit_fen)}
    if not terms.deposit_fen:
        return ""
    if terms.covers == FundTerms.Covers.MEMBERS:
        return _("%(sum)s by each business") % said
    return said["sum"]


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


FEWEST = 5  # payments; below that nothing is told
COUNTS = (FEWEST, 10, 20, 50, 100, 200, 500, 1000)
SUMS_FEN = (0, 1_000_00, 5_000_00, 10_000_00, 50_000_00, 100_000_00, 500_000_00, 1_000_000_00)


@dataclass(frozen=True)
class PaidSoFar:
    """In words; empty where too few were paid to tell."""

    count: str
    sum: str


def paid_so_far(fund: Fund) -> PaidSoFar:
    """Payments that stand, in classes. One query."""
    paid = PaymentOrder.objects.filter(fund=fund, state=PaymentOrder.State.PAID)
    held = paid.aggregate(count=Count("pk"), fen=Sum("sum_fen"))
    return in_classes(held["count"], held["fen"] or 0)


def in_classes(count: int, fen: int) -> PaidSoFar:
    """A number of payments and their sum in fen, as classes."""
    if count < FEWEST:
        return PaidSoFar("", "")
    low, high = _class_of(count, COUNTS)
    counted = (
        _("%(low)s to %(high)s") % {"low": low, "high": high - 1}
        if high
        else _("%(low)s or more") % {"low": low}
    )
    return PaidSoFar(counted, _sum_words(*_class_of(fen, SUMS_FEN)))


def _class_of(value: int, bounds: tuple[int, ...]) -> tuple[int, int | None]:
    """From (included) and to (not included; None for the last class)."""
    return next(((low, high) for low, high in pairwise(bounds) if low <= value < high), (bounds[-1], None))


def _sum_words(low: int, high: int | None) -> str:
    if high is None:
        return _("%(sum)s or more") % {"sum": spoken.money(low, is_whole=True)}
    if not low:
        return _("less than %(sum)s") % {"sum": spoken.money(high, is_whole=True)}
    return _("%(low)s to %(high)s") % {
        "low": of_country().money.figures(low, is_whole=True),
        "high": spoken.money(high, is_whole=True),
    }


NEWEST = 30
VERBS: dict[str, Promise | str] = {
    "open fund": pgettext_lazy("history of a fund", "Opened"),
    "change fund": pgettext_lazy("history of a fund", "Name or place of the money changed"),
    "propose terms": pgettext_lazy("history of a fund", "Rules proposed"),
    "confirm terms": pgettext_lazy("history of a fund", "Rules confirmed"),
    "drop terms": pgettext_lazy("history of a fund", "Proposed rules dropped"),
    "book": pgettext_lazy("history of a fund", "Written into the books"),
    "read statement": pgettext_lazy("history of a fund", "Bank statement read in"),
    "match": pgettext_lazy("history of a fund", "A line of the bank dealt with"),
    "warn": pgettext_lazy("history of a fund", "Below its minimum"),
    "filled up": pgettext_lazy("history of a fund", "Filled up again"),
    "suspend": pgettext_lazy("history of a fund", "Badge suspended"),
    "resume": pgettext_lazy("history of a fund", "Badge given back"),
    "wind up": pgettext_lazy("history of a fund", "Winding up began"),
    "close": pgettext_lazy("history of a fund", "Closed"),
}


def history(fund: Fund) -> list[dict[str, Any]]:
    """The newest events as a timeline."""
    newest = events.history(fund.record_key).reverse()[:NEWEST]
    return [
        {"at": one.at, "title": VERBS.get(one.verb, one.verb), "text": "\n".join(filter(None, _more(one)))}
        for one in newest
    ]


def _more(event: Event) -> list[str]:
    facts, said = event.facts, [event.text]
    if event.verb == "book" and facts.get("kind") in ENTRIES:
        said.insert(0, f"{ENTRIES[facts['kind']]} · " + spoken.money(facts["fen"]))
    if "serial" in facts:
        said.append(_("Version %(n)s") % {"n": facts["serial"]})
    if event.verb == "read statement":
        said.append(
            _("new lines: %(added)s, there already: %(known)s, matched: %(matched)s")
            % {name: facts.get(name, 0) for name in ("added", "known", "matched")}
        )
    if event.verb == "suspend" and facts.get("reason", LOW) != LOW:
        said.append(str(facts["reason"]))
    return said
