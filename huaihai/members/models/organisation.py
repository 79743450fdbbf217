"""The tree of organisations, their own time limits, and the codes of places that GB/T 2260 does not hold."""

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huaihai.kit.ids import new_id
from huaihai.kit.versions import VersionedQuerySet, by_version, versioned
from huaihai.law import opening
from huaihai.law.opening import Opening
from huaihai.members.dialling import ANSWERED_EVERYWHERE, HOTLINE, dialled
from huaihai.members.paths import PathField

if TYPE_CHECKING:
    from huaihai.members.actors import Actor

CITY_DEPTH = 2  # parts of the path of a city's body


class OrganisationQuerySet(VersionedQuerySet["Organisation"]):
    def visible_to(self, actor: "Actor") -> "OrganisationQuerySet":
        """The tree is public."""
        return self

    def within(self, organisation: "Organisation") -> "OrganisationQuerySet":
        """The organisation itself and all below it."""
        return self.filter(path__under=organisation.path)

    def open(self) -> "OrganisationQuerySet":
        """Without branches and stations that were closed."""
        return self.filter(closed_on=None)

    def cities(self) -> "OrganisationQuerySet":
        """The bodies of the member cities, in the order of the alliance's own list."""
        return self.filter(kind=Organisation.Kind.CITY).order_by("position")


@versioned
class Organisation(models.Model):
    """One node: the alliance, a city body, a county body, a branch (分会) or a service station.

    `key` is its lasting name in records and data files ("city:320300", "county:320302"). `phone`, `address`
    and `hours` are empty where nothing is known; pages then show the number of the body above or of its city's
    12315 (`phone_to_call`). From `contact_corrected_at` on these and `contact_note` are the body's own word,
    which the alliance's folder no longer changes. `hours` can be read (`law.opening`).
    """

    class Kind(models.TextChoices):
        ALLIANCE = "alliance", _("alliance")
        CITY = "city", _("city body")
        COUNTY = "county", _("county body")
        BRANCH = "branch", _("branch")
        STATION = "station", _("service station")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=64, unique=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = PathField(unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60)
    place_name = models.CharField(max_length=60, blank=True)
    region_code = models.CharField(max_length=6, blank=True, db_index=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=240, blank=True)
    contact_note = models.CharField(max_length=200, blank=True, default="")
    contact_corrected_at = models.DateTimeField(null=True, blank=True)
    is_computerised = models.BooleanField(default=True)
    closed_on = models.DateField(null=True, blank=True)  # of a branch or station that is there no longer
    position = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=300, blank=True)
    mark = models.CharField(max_length=16, blank=True)

    owner_needs = ("path",)
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        db_table = "members_organisation"
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["alliance", "city", "county", "branch", "station"]),
                name="organisation_kind_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="alliance", parent__isnull=True)
                | (~models.Q(kind="alliance") & models.Q(parent__isnull=False)),
                name="only_the_alliance_stands_alone",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"org:{self.key}"

    @property
    def is_confirmed(self) -> bool:
        """Whether its own data (phone, address) were read at the source, or come from the body itself."""
        return self.contact_corrected_at is not None or self.mark not in ("", "unconfirmed")

    @property
    def phone_to_call(self) -> str:
        """Its own phone, else that of the nearest body above that has one, else 12315 of its city; "" for the
        alliance. Dialled from anywhere."""
        own = self.phone or next((node.phone for node in self._bodies_above() if node.phone), "")
        return dialled(own or (HOTLINE if self.region_code else ""), self.region_code)

    @property
    def own_phone(self) -> str:
        """A number at which this body itself answers, or ""."""
        return "" if self.phone in ANSWERED_EVERYWHERE else self.phone

    @property
    def opening(self) -> Opening:
        """Its hours, else those of the nearest body above that says them, else the working default."""
        own = opening.of(self.hours)
        above = () if own else (opening.of(node.hours) for node in self._bodies_above())
        return own or next(filter(None, above), opening.DEFAULT)

    @property
    def city(self) -> "Organisation | None":
        """The city body it is or stands under; None for the alliance."""
        if self.kind == self.Kind.CITY:
            return self
        return next((node for node in self.ancestors() if node.kind == self.Kind.CITY), None)

    @property
    def city_code(self) -> str:
        """The code of that city, as its path names it; "" for the alliance."""
        return city_in(self.path)

    def sealed_for(self) -> str:
        """Its city (`kit.keys.owners`)."""
        return self.city_code

    @classmethod
    def owner_fact(cls, row: Mapping[str, Any]) -> str:
        return city_in(row["path"])

    @classmethod
    def owner_facts(cls, keys: Collection[UUID]) -> dict[UUID, str]:
        held = tree().by_pk
        return {key: held[key].city_code for key in keys if key in held}

    @classmethod
    def owner_by(cls, key: UUID, fact: str) -> str:
        return fact

    @cached_property
    def keys_within(self) -> list[UUID]:
        """Its own key and those of all bodies below it; a planner finds rows by keys, not by paths."""
        return [node.pk for node in tree().by_pk.values() if node.path.startswith(self.path)]

    def ancestors(self) -> list["Organisation"]:
        """Those above it, nearest first."""
        if self.kind == self.Kind.ALLIANCE:
            return []
        found = tree().by_path
        return [copy(found[path]) for path in self.paths_above_and_own()[1:] if path in found]

    def _bodies_above(self) -> list["Organisation"]:
        """Those that one may call or visit: the alliance itself has no counter."""
        return [] if self.kind in (self.Kind.ALLIANCE, self.Kind.CITY) else self.ancestors()

    def paths_above_and_own(self) -> list[str]:
        """Its own path and those above it, nearest first."""
        parts = self.path.rstrip("/").split("/")
        return ["/".join(parts[:depth]) + "/" for depth in range(len(parts), 0, -1)]

    def is_within(self, other: "Organisation") -> bool:
        """Whether it is `other` or stands anywhere below it."""
        return self.path.startswith(other.path)


def city_in(path: str) -> str:
    """The code of the city under whose body this path lies; "" for the alliance's."""
    parts = path.split("/")
    return parts[1] if len(parts) > CITY_DEPTH else ""


@dataclass(frozen=True)
class Tree:
    """All organisations, as this process holds them. Nobody changes these rows: whoever hands one out copies it."""

    by_key: dict[str, Organisation]
    by_path: dict[str, Organisation]
    by_pk: dict[UUID, Organisation]


@by_version
def tree() -> Tree:
    """The organisations as they are."""
    rows = list(Organisation.objects.all())
    return Tree(
        {row.key: row for row in rows}, {row.path: row for row in rows}, {row.pk: row for row in rows}
    )


@versioned
class PlaceAlias(models.Model):
    """A code that GB/T 2260 does not hold (a development zone) and the body that answers for it."""

    code = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=60)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")

    objects = VersionedQuerySet["PlaceAlias"].as_manager()

    class Meta:
        db_table = "members_place_alias"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class AdoptedClockQuerySet(VersionedQuerySet["AdoptedClock"]):
    def begun(self, on: date) -> "AdoptedClockQuerySet":
        """Those in force on this day, unless newer ones are."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=on), in_force_from__lte=on)


@versioned
class AdoptedClock(models.Model):
    """One organisation's own time limit from a day on, with its source and how sure we are of it.

    It stands in for the limit of the same name in `huaihai.law.limits` (see `members.clocks.limit_for`).
    `decided_by` is the record's key of what set it ("resolution:2026-1"); "" for a row of the alliance's folder.
    From `until_on` on a row that the folder no longer has is not in force.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="adopted_clocks")
    limit = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20)
    in_force_from = models.DateField()
    source = models.CharField(max_length=300)
    mark = models.CharField(max_length=16)
    decided_by = models.CharField(max_length=64, blank=True, default="")
    until_on = models.DateField(null=True, blank=True)

    objects = AdoptedClockQuerySet.as_manager()

    class Meta:
        db_table = "members_adopted_clock"
        ordering = ["organisation", "limit", "in_force_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "limit", "in_force_from"], name="one_adopted_clock_a_day"
            ),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="adopted_clock_is_positive"),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(decided_by=""),
                name="no_folder_ends_what_was_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.limit}: {self.number} {self.unit} ({self.in_force_from})"

    def has_begun(self, on: date) -> bool:
        """Whether it is in force on this day, unless a newer one is."""
        return self.in_force_from <= on and (self.until_on is None or on < self.until_on)
