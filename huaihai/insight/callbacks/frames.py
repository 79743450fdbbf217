"""What a draw is made from: the quarter, its cases of unknown outcome, and the beacon of the day.

The beacon of a draw: the hash of the last event that the record held before the day of the draw.
Nobody can choose it: it stood, chained, before the frame was known, and everybody's doings make it.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huaihai.cases.models import Case
from huaihai.desk.lots import frame_hash
from huaihai.insight.axes import Outcome, outcome_of
from huaihai.insight.callbacks import lots
from huaihai.insight.models import CallRound, RedecisionRound
from huaihai.kit.clock import local_day, local_moment
from huaihai.law import kinds
from huaihai.members.models import Organisation
from huaihai.record import events
from huaihai.record.models import Event

NAME = re.compile(r"(20[0-9]{2})-Q([1-4])", re.ASCII)
OUTCOMES_AFTER = timedelta(days=90)  # decision 0016: what became of it stands so long after the quarter's end
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Quarter:
    """The year, and 1 to 4."""

    year: int
    number: int

    @classmethod
    def named(cls, name: str) -> "Quarter":
        """The quarter of this name. Raises ValueError."""
        found = NAME.fullmatch(name)
        if found is None:
            raise ValueError(_("%(name)s is no quarter such as 2026-Q1") % {"name": name})
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter in which this day lies."""
        return cls(day.year, (day.month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def first_on(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_on(self) -> date:
        """Its last day."""
        return self.after.first_on - ONE_DAY

    @property
    def after(self) -> "Quarter":
        """The next one."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> "Quarter":
        """The one before."""
        return Quarter.of(self.first_on - ONE_DAY)

    @property
    def draw_from(self) -> date:
        """The first day on which its outcomes are complete."""
        return self.last_on + OUTCOMES_AFTER + ONE_DAY


def latest_complete(on: date) -> Quarter:
    """The last quarter whose outcomes are complete on this day."""
    found = Quarter.of(on).before
    while found.draw_from > on:
        found = found.before
    return found


GOODS: Final = "goods"
SERVICES: Final = "services"  # and everything else
GOODS_CODES = frozenset(kind.code for kind in kinds.GOODS)
UNKNOWN_RESULTS = [
    result for result in ("", *Case.Result.values) if outcome_of("closed", result) is Outcome.UNKNOWN
]


def frame_of(quarter: Quarter) -> list[list[str]]:
    """[case, city's code, kind of trade], in order of ids. Cases without a home city are nobody's to call."""
    codes = {city.path: city.region_code for city in Organisation.objects.cities()}
    frame = []
    for pk, path, category in (
        _unknown(quarter).order_by("pk").values_list("pk", "home__path", "category").iterator()
    ):
        if city := _city_of(path or "", codes):
            frame.append([str(pk), city, kind_of(category)])
    return frame


def is_any(quarter: Quarter) -> bool:
    """Whether there is anything to draw from."""
    return _unknown(quarter).exists()


def kind_of(category: str) -> str:
    """The kind of trade of a category's code."""
    return GOODS if category in GOODS_CODES else SERVICES


def _unknown(quarter: Quarter) -> QuerySet[Case]:
    return Case.objects.filter(
        submitted_at__gte=local_moment(quarter.first_on),
        submitted_at__lt=local_moment(quarter.after.first_on),
        stage="closed",
        result__in=UNKNOWN_RESULTS,
    )


def _city_of(path: str, codes: dict[str, str]) -> str:
    return next((code for city, code in codes.items() if path.startswith(city)), "")


@dataclass(frozen=True)
class Beacon:
    """The event's id (None: the record was empty) and its hash."""

    event: UUID | None
    hash: str


def beacon_before(at: datetime) -> Beacon:
    """The last event written before the day of this moment."""
    midnight = local_moment(local_day(at))
    found = Event.objects.filter(at__lt=midnight).order_by("-pk").first()
    return Beacon(found.pk, found.hash) if found is not None else Beacon(None, "")


def findings(held: CallRound | RedecisionRound, name: str) -> list[str]:
    """Why frame, beacon and seed of a kept draw of this name do not fit each other; empty if they do."""
    frame: list[list[str]] = held.frame.rows
    found = []
    if frame_hash(frame) != held.frame_hash or len(frame) != held.frame_size:
        found.append(_("the frame has another fingerprint"))
    if wrong := _why_wrong(Beacon(held.beacon_event, held.beacon_hash), held.drawn_at):
        found.append(_("the beacon: %s") % wrong)
    if lots.seed_of(name, frame=held.frame_hash, beacon=held.beacon_hash) != held.seed:
        found.append(_("the seed does not follow from frame and beacon"))
    return found


def _why_wrong(beacon: Beacon, drawn_at: datetime) -> str:
    """Why this is not the beacon of a draw at that moment; empty if it is one."""
    if beacon.event is None:
        return "" if not beacon.hash else _("a hash without an event")
    found = Event.objects.filter(pk=beacon.event).first()
    if found is None:
        return _("the record does not hold the event")
    if found.hash != beacon.hash or events.digest(found) != beacon.hash:
        return _("the event has another hash")
    return "" if local_day(found.at) < local_day(drawn_at) else _("the event is not from before the draw")
