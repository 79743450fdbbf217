"""A pledge in plain words: the sentences made of its terms, and what pages say of a version, its days and places."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from huaihai.businesses import pages as businesses_pages
from huaihai.businesses.models import Place, PledgeVersion
from huaihai.businesses.pages import place_name
from huaihai.businesses.pledges import facts
from huaihai.businesses.pledges import terms as terms_of
from huaihai.businesses.pledges.terms import (
    CrossShopTerms,
    GenuineTerms,
    PriceTerms,
    ReplyTerms,
    ReturnTerms,
    Terms,
)
from huaihai.governance.agreement.document import Line, compared_lines
from huaihai.kit import local_words, spoken
from huaihai.kit.text.normalise import show_bidi
from huaihai.law import kinds

LANGUAGES = ("zh-hans", "en")
SHORT: dict[str, Promise | str] = {  # a kind as a consumer calls it
    terms_of.NO_REASON: gettext_lazy("Return without reason"),
    terms_of.CROSS_SHOP: gettext_lazy("Return in another shop or city"),
    terms_of.REPLY: gettext_lazy("Quick reply"),
    terms_of.GENUINE: gettext_lazy("Genuine goods"),
    terms_of.PRICE: gettext_lazy("Fair price"),
}


def published(terms: Terms, trades: Iterable[str]) -> dict[str, list[str]]:
    """The sentences in each language, to be kept with the version as they stand today."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = sentences(terms, trades)
    return found


def shown(words: Mapping[str, Any]) -> list[str]:
    """The kept sentences in the reader's language and script."""
    if local_words.is_foreign():
        return list(words.get("en", []))
    return [local_words.in_script(line) for line in words.get("zh-hans", [])]


def trade_names(trades: Iterable[str]) -> list[str]:
    """Goods and services by name."""
    return [local_words.said(kinds.BY_CODE[code]) for code in trades if code in kinds.BY_CODE]


def sentences(terms: Terms, trades: Iterable[str]) -> list[str]:
    """The terms in the language of the moment, one sentence a line, what matters most first."""
    match terms:
        case CrossShopTerms():
            return [*_other_shop(terms), _for_what(trades), *_conditions(terms)]
        case ReturnTerms():
            head = ngettext(
                "You may return what you bought in the shop within %(n)d day, without a reason.",
                "You may return what you bought in the shop within %(n)d days, without a reason.",
                terms.days,
            ) % {"n": terms.days}
            return [head, _counted(terms), _for_what(trades), *_conditions(terms)]
        case ReplyTerms():
            said = ngettext(
                "You get an answer within %(n)d hour.", "You get an answer within %(n)d hours.", terms.hours
            )
            return [said % {"n": terms.hours}, _for_what(trades)]
        case GenuineTerms():
            return [*_genuine(terms), _for_what(trades)]
        case PriceTerms():
            return [_cheaper(terms), _for_what(trades)]


def _other_shop(terms: CrossShopTerms) -> list[str]:
    services = _list(terms_of.SERVICES, terms.services)
    head = ngettext(
        "What you bought in one of the listed shops you may take to any other of them within %(n)d day.",
        "What you bought in one of the listed shops you may take to any other of them within %(n)d days.",
        terms.days,
    ) % {"n": terms.days}
    return [head, _counted(terms), _("There you can: %(services)s.") % {"services": services}]


def _counted(terms: ReturnTerms) -> str:
    if terms.last_day_moves:
        return _(
            "The day of the purchase does not count; a last day on a rest day moves to the next working day."
        )
    return _("The day of the purchase does not count; rest days count.")


def _for_what(trades: Iterable[str]) -> str:
    names = trade_names(trades)
    if not names:
        return _("It is for everything that the shop sells.")
    return _("It is for: %(what)s.") % {"what": pgettext("list", ", ").join(names)}


def _conditions(terms: ReturnTerms) -> list[str]:
    found = [_("Intact means: %(what)s.") % {"what": _phrases(terms_of.INTACT, terms.intact)}]
    found.append(_("Trying it as one would in a shop does not spoil it."))
    if terms.excluded:
        found.append(_("Not for: %(what)s.") % {"what": _phrases(terms_of.EXCLUDED, terms.excluded)})
    found.append(_("Proof of the purchase: %(what)s.") % {"what": terms_of.RECEIPTS[terms.receipt]})
    found.append(
        _("If goods are sent, you pay the freight.")
        if terms.freight == "consumer"
        else _("If goods are sent, the shop pays the freight.")
    )
    found.append(_("Gifts: %(what)s.") % {"what": terms_of.GIFTS[terms.gifts]})
    found.append(_paid_back(terms))
    return found


def _paid_back(terms: ReturnTerms) -> str:
    if terms.refund_days == 0:
        return _("The money is paid back at once.")
    return ngettext(
        "The money is paid back within %(n)d day of handing in the goods.",
        "The money is paid back within %(n)d days of handing in the goods.",
        terms.refund_days,
    ) % {"n": terms.refund_days}


def _genuine(terms: GenuineTerms) -> list[str]:
    said = {"times": terms.times, "least": spoken.money(terms.least_fen)}
    return [
        _("The goods are genuine."),
        _("If they are not, you get the price back and %(times)d times the price on top, %(least)s at least.")
        % said,
    ]


def _cheaper(terms: PriceTerms) -> str:
    said = {"n": terms.days, "times": terms.times}
    if terms.times == 1:
        return (
            ngettext(
                "If the same goods become cheaper in this shop within %(n)d day, you get the difference back.",
                "If the same goods become cheaper in this shop within %(n)d days, you get the difference back.",
                terms.days,
            )
            % said
        )
    return (
        ngettext(
            "If the same goods become cheaper in this shop within %(n)d day, you get %(times)d times the difference.",
            "If the same goods become cheaper in this shop within %(n)d days, you get %(times)d times the difference.",
            terms.days,
        )
        % said
    )


def _phrases(labels: Mapping[str, Promise | str], codes: Iterable[str]) -> str:
    """Phrases that have commas of their own."""
    return pgettext("list of phrases", "; ").join(str(labels[code]) for code in codes if code in labels)


def _list(labels: Mapping[str, Promise | str], codes: Iterable[str]) -> str:
    return pgettext("list", ", ").join(str(labels[code]) for code in codes if code in labels)


@dataclass(frozen=True)
class VersionFacts:
    """One version for a page. `first` is what matters most, `rest` the conditions, `own` the business's own words."""

    version: PledgeVersion
    kind: Promise | str
    first: str
    rest: list[str]
    own: str
    days: str
    trades: str
    is_elsewhere: bool = False  # promised by the group, not by the business itself


def version_in_words(version: PledgeVersion, *, today: date, business: Any = None) -> VersionFacts:
    """The version in words; `business`: whose page it is."""
    lines = shown(version.words)
    own = business is None or version.pledge.business_id in {business.pk, *_merged(business)}
    return VersionFacts(
        version,
        SHORT[version.pledge.kind],
        lines[0] if lines else "",
        lines[1:],
        show_bidi(version.own_words),
        days_words(version, today=today),
        trades_words(version),
        not own,
    )


def days_words(version: PledgeVersion, *, today: date) -> str:
    """Since when, until when."""
    if version.never_began:
        return _("never began: another one came before its first day")
    said = {"first": spoken.day(version.from_on, today=today)}
    if version.until_on is None:
        return _("since %(first)s") % said if version.from_on <= today else _("from %(first)s") % said
    return _("%(first)s to %(last)s") % (said | {"last": spoken.day(version.until_on, today=today)})


def trades_words(version: PledgeVersion) -> str:
    """For which goods and services; empty for all."""
    names = trade_names(filter(None, version.trades.split(",")))
    return pgettext("list", ", ").join(names)


def place_words(place: Place) -> dict[str, Any]:
    """A place for a list: what the sign says, where it is."""
    return {
        "place": place,
        "name": place.sign or place.business.name,
        "address": " ".join(filter(None, (place_name(place.region_code), place.address))),
    }


def place_rows(version: PledgeVersion | None, places: list[Place]) -> list[dict[str, Any]]:
    """Places with the address where a complaint about each begins."""
    return [place_words(place) | {"url": businesses_pages.file_at(place, version)} for place in places]


def differences(before: PledgeVersion, now: PledgeVersion) -> list[Line]:
    """What changed in the words, line by line; empty if nothing did."""
    return compared_lines(_lines(before), _lines(now))


def _lines(version: PledgeVersion) -> list[str]:
    places = [place_words(place)["name"] for place in version.places.all()]
    named = [_("Places: %(places)s") % {"places": pgettext("list", ", ").join(places)}] if places else []
    own = [local_words.in_script(line) for line in version.own_words.split("\n") if line.strip()]
    return [show_bidi(line) for line in (*shown(version.words), *named, *own)]


def _merged(business: Any) -> set[Any]:
    return set(facts.line(business)[0])
