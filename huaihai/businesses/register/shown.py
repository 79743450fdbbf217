"""What public pages say of a pledge: its words, days, places, and what changed between two versions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.businesses import pledge_words, pledges
from huaihai.businesses.models import Place, PledgeVersion
from huaihai.businesses.place_names import place_name
from huaihai.businesses.register import addresses
from huaihai.governance.agreement.comparing import Line, compared_lines
from huaihai.kit import local_words, spoken
from huaihai.kit.text.normalise import show_bidi


@dataclass(frozen=True)
class Shown:
    """One version for a page. `first` is what matters most, `rest` the conditions, `own` the business's own words."""

    version: PledgeVersion
    kind: Promise | str
    first: str
    rest: list[str]
    own: str
    days: str
    trades: str
    is_elsewhere: bool = False  # promised by the group, not by the business itself


def of(version: PledgeVersion, *, today: date, business: Any = None) -> Shown:
    """The version in words; `business`: whose page it is."""
    lines = pledge_words.shown(version.words)
    own = business is None or version.pledge.business_id in {business.pk, *_merged(business)}
    return Shown(
        version,
        pledge_words.SHORT[version.pledge.kind],
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
    names = pledge_words.trade_names(filter(None, version.trades.split(",")))
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
    return [place_words(place) | {"url": addresses.file_at(place, version)} for place in places]


def differences(before: PledgeVersion, now: PledgeVersion) -> list[Line]:
    """What changed in the words, line by line; empty if nothing did."""
    return compared_lines(_lines(before), _lines(now))


def _lines(version: PledgeVersion) -> list[str]:
    places = [place_words(place)["name"] for place in version.places.all()]
    named = [_("Places: %(places)s") % {"places": pgettext("list", ", ").join(places)}] if places else []
    own = [local_words.in_script(line) for line in version.own_words.split("\n") if line.strip()]
    return [show_bidi(line) for line in (*pledge_words.shown(version.words), *named, *own)]


def _merged(business: Any) -> set[Any]:
    return set(pledges.line(business)[0])
