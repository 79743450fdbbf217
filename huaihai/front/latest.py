"""What the home page and the page of a city show of other rooms: a danger, warnings, a hundred complaints, counts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from huaihai.alliance import City
from huaihai.desk.drawing.hundred import Part
from huaihai.education.models import Publication, PublicationQuerySet
from huaihai.education.public.facts import Narrowing, is_silent
from huaihai.insight.axes import Axis
from huaihai.insight.board import days
from huaihai.insight.counts import Counts, public_counts
from huaihai.insight.releases.tables import months_of
from huaihai.insight.statistics import keys, writing
from huaihai.insight.statistics.deriving import ALL, Spot
from huaihai.insight.statistics.facts import QUARTERS, snapshot
from huaihai.kit import clock, spoken

SHOWN = 4
YEAR = timedelta(days=365)
SYMBOLS = {  # what a topic looks like; where none is named, a danger
    **dict.fromkeys(("G01", "S02", "S04"), "devices"),
    **dict.fromkeys(("G02", "G03", "G07"), "clothes"),
    **dict.fromkeys(("G04", "G08"), "food"),
    **dict.fromkeys(("G06", "S11"), "home"),
    **dict.fromkeys(("S01", "S06"), "card"),
    **dict.fromkeys(("G09", "S09"), "elder"),
    **dict.fromkeys(("G10", "S14"), "farm"),
    **dict.fromkeys(("S10", "S13"), "bank"),
    "G05": "car",
    "S03": "child",
    "S05": "shop",
    "S08": "travel",
    "S12": "post",
}
TONES = {
    Publication.Kind.WARNING: "late",
    Publication.Kind.EXPOSURE: "late",
    Publication.Kind.TIP: "warn",
}


@dataclass(frozen=True)
class Item:
    """One line of the home page's list."""

    title: str
    url: str
    kind: str
    tone: str
    by: str
    on: date | None
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Danger:
    """What is dangerous now, with the name of its symbol."""

    item: Item
    symbol: str


def alerts(city: City | None = None) -> list[Item]:
    """The newest warnings, tips, notices and exposures, of all or of one city, withdrawn ones too; in one query."""
    return _items(Narrowing(city).rows())


def danger(*, on: date) -> Danger | None:
    """The newest warning that stands, of the last twelve months, with the picture of what it is about."""
    rows = Narrowing(kind=Publication.Kind.WARNING).rows().filter(state=Publication.State.PUBLISHED)
    one = rows.filter(published_on__gt=on - YEAR).select_related("publisher", "shown").first()
    if one is None:
        return None
    topics = one.shown.topics if one.shown else []
    return Danger(_item(one), next((SYMBOLS[topic] for topic in topics if topic in SYMBOLS), "danger"))


def counts(*, at: datetime) -> Counts | None:
    """Public counts up to now, until there are published numbers; None before the first complaint."""
    found = public_counts(at=at)
    return found if found.received else None


@dataclass(frozen=True)
class Numbers:
    """A hundred complaints that were ours to solve, of one quarter: what became of them, money, days."""

    period: str
    parts: list[Part]
    recovered: str
    days: str


def numbers(*, on: date) -> Numbers | None:
    """Of the newest quarter of the last twelve months whose outcomes are published: as /statistics/ says them."""
    found = snapshot(None)
    if found is None:
        return None
    quarters = [one for one in found.periods(QUARTERS) if months_of(one)[0] > on - YEAR]
    whole = found.numbers({"axis": Axis.ALL, "place": ALL})
    for quarter in reversed(quarters):
        spot = Spot(Axis.ALL, quarter, ALL, ALL)
        if parts := writing.hundred(whole, spot, found.counted):
            money = whole.get(*spot, "recovered_fen")
            words = spoken.figures(money) if isinstance(money, int) else ""
            spread = days.spread(months_of(quarter)[0], months_of(quarter)[-1])
            return Numbers(
                keys.period(quarter),
                parts,
                writing.marked(words, "recovered", spot, found.counted),
                spread.median if spread else "",
            )
    return None


def _items(rows: PublicationQuerySet) -> list[Item]:
    return [_item(one) for one in rows.select_related("publisher")[:SHOWN]]


def _item(one: Publication) -> Item:
    return Item(
        title=_("An exposure that ended") if is_silent(one) else one.title,
        url=one.get_absolute_url(),
        kind=str(one.get_kind_display()),
        tone="calm" if one.is_withdrawn else TONES.get(Publication.Kind(one.kind), ""),
        by=one.publisher.short_name if one.publisher else "",
        on=clock.local_day(one.out_at) if one.out_at else one.published_on,
        is_withdrawn=one.is_withdrawn and not is_silent(one),
    )
