"""What stands behind a number that is made of public things: units, businesses, stations, texts, projects, funds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.brands.life import LIVE
from huaihai.brands.models import Entry, Mark
from huaihai.businesses.channel import facts as channel
from huaihai.businesses.models import Pledge
from huaihai.businesses.pledges import facts as pledges
from huaihai.compensation.models import Fund, FundTerms
from huaihai.desk.tables import Cell, Column
from huaihai.education.models import Publication
from huaihai.insight.board import sources
from huaihai.insight.yearly.years import Year
from huaihai.kit import local_words
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record.models import Event
from huaihai.supervision.models import Project

type Rows = QuerySet[Any, Any]
type Columns = Sequence[Column[Any]]
NOBODY: Final = Actor.public()
FOUNDED: Final = "organisation founded"


@dataclass(frozen=True)
class Things:
    """The things of a year in the order of their list, and what the list says of each."""

    rows: Callable[[Year], Rows]
    columns: Columns
    means: Promise | str


def _marked(kind: str, year: Year) -> Rows:
    """Entries of this kind whose mark counted on the day; of an earlier year, one that was suspended then is in it."""
    rows = Entry.objects.visible_to(NOBODY).filter(kind=kind)
    if year.is_running:
        rows = rows.filter(stage="held", held_since__lte=year.last, held_until__gte=year.last)
    else:
        end = year.bounds[1]
        there = Mark.objects.filter(
            Q(replaced_at=None) | Q(replaced_at__gte=end),
            entry=OuterRef("pk"),
            issued_at__lt=end,
            since__lte=year.last,
            until__gte=year.last,
        )
        rows = rows.filter(Q(stage__in=LIVE) | Q(ended_at__gte=end), Exists(there))
    return rows.select_related("body").order_by("body__position", "name", "pk")


def _pledging(kind: str, year: Year) -> Rows:
    return pledges.those_with(_pledges(pledges.Wanted(kind=kind), year.last))


def _on_channel(year: Year) -> Rows:
    return channel.joined(on=year.last).order_by("name", "pk")


def _online(year: Year) -> Rows:
    rows = pledges.those_with(_pledges(pledges.Wanted(), year.last))
    return rows.exclude(shop_link="")


def _pledges(wanted: pledges.Wanted, day: date) -> Any:
    return pledges.find(wanted, on=day)


def _stations(year: Year) -> Rows:
    """Those that are there; of an earlier year, those not closed by its end and not founded after it."""
    later = Event.objects.filter(verb=FOUNDED, at__gte=year.bounds[1]).values_list("subject", flat=True)
    founded_later = [] if year.is_running else [one.removeprefix("org:") for one in later]
    rows = Organisation.objects.filter(kind=Organisation.Kind.STATION).exclude(key__in=founded_later)
    return rows.filter(Q(closed_on=None) | Q(closed_on__gt=year.last)).order_by("path")


def _funds(year: Year) -> Rows:
    begun = FundTerms.objects.filter(fund=OuterRef("pk")).begun_by(year.last)
    return Fund.objects.shown().filter(Exists(begun)).select_related("body").order_by("name", "pk")


def _projects(kind: str, year: Year) -> Rows:
    start, end = year.bounds
    out = Project.objects.published().filter(kind=kind, published_at__gte=start, published_at__lt=end)
    return out.order_by("published_at", "pk")


def _texts(kind: str, year: Year) -> Rows:
    out = Publication.objects.published().filter(
        kind=kind, published_on__gte=year.first, published_on__lte=year.last
    )
    return out.order_by("published_on", "pk")


def _linked(name: Callable[[Any], str], url: Callable[[Any], str]) -> Column[Any]:
    return Column(
        pgettext_lazy("column", "Name"),
        lambda row: Cell(local_words.in_script(name(row)), url(row)),
        names_row=True,
    )


def _of(field: str) -> Callable[[Any], str]:
    return lambda row: str(getattr(row, field))


def _body(row: Any) -> str:
    return local_words.in_script(row.body.short_name)


_ENTRY: Final[Columns] = (
    _linked(_of("name"), lambda row: row.get_absolute_url()),
    Column(_("City"), _body),
    Column(_("Mark until"), lambda row: row.held_until),
)
_BUSINESS: Final = (_linked(_of("name"), lambda row: reverse("pledge-business", args=[row.pk])),)
_MEMBER: Final[Columns] = (  # who has left has no page any more
    Column(pgettext_lazy("column", "Name"), lambda row: local_words.in_script(row.name), names_row=True),
)
_STATION: Final[Columns] = (
    _linked(_of("name"), lambda row: reverse("body", args=[row.city_code])),
    Column(_("Address"), lambda row: local_words.in_script(row.address)),
)
_FUND: Final = (_linked(_of("name"), lambda row: reverse("fund", args=[row.pk])), Column(_("City"), _body))
_PROJECT: Final[Columns] = (
    _linked(_of("title"), lambda row: row.get_absolute_url()),
    Column(pgettext_lazy("column", "Published"), lambda row: row.published_at.date()),
)
_TEXT: Final[Columns] = (
    _linked(_of("title"), lambda row: row.get_absolute_url()),
    Column(pgettext_lazy("column", "Published"), lambda row: row.published_on),
)
_IN_YEAR: Final = _("Published in this year, and not taken back.")
_ON_DAY: Final = _("As it stood on the last day of the year; in this year, as it stands today.")

THINGS: Final[Mapping[str, Things]] = {
    **{f"marks.{kind}": Things(partial(_marked, kind), _ENTRY, _ON_DAY) for kind in Entry.Kind.values},
    **{
        f"pledges.{kind}": Things(partial(_pledging, kind), _BUSINESS, _ON_DAY) for kind in Pledge.Kind.values
    },
    "fast-channel": Things(_on_channel, _MEMBER, _ON_DAY),
    "online-shops": Things(_online, _BUSINESS, _ON_DAY),
    "stations": Things(_stations, _STATION, _ON_DAY),
    "funds": Things(_funds, _FUND, _ON_DAY),
    **{f"{kind}s": Things(partial(_projects, kind), _PROJECT, _IN_YEAR) for kind in Project.Kind.values},
    **{
        f"{kind}s": Things(partial(_texts, kind), _TEXT, _IN_YEAR)
        for kind in ("warning", "tip", "exposure", "lesson")
    },
    "early-warnings": Things(lambda year: sources.warnings_before_harm(year.number), _TEXT, _IN_YEAR),
}
