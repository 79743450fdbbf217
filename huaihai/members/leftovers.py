"""What the database has of an older folder: it goes where nothing rests on it, and the past stays."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from huaihai.members.models import AdoptedClock, Organisation, PlaceAlias, SavedView
from huaihai.record import events

type Term = tuple[UUID, str, date]  # whose, of which limit, from when

NAMED = 6  # at most so many in one line
GOES_WITH_IT = (AdoptedClock, PlaceAlias, SavedView)


@dataclass(frozen=True)
class Leftovers:
    """What went or was ended, and the bodies that stay since something hangs on them; each as its row says it."""

    gone: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()

    @property
    def lines(self) -> Iterator[str]:
        if self.gone:
            yield _("no longer in the folder, removed or ended: %s") % _listed(self.gone)
        if self.stays:
            words = _("no longer in the folder, but people, cases or papers hang on it, so it stays: %s")
            yield words % _listed(self.stays)


NONE = Leftovers()


def settle(
    *, bodies: Collection[str], terms: Collection[Term], zones: Collection[str], on: date
) -> Leftovers:
    """Remove or end what the folder no longer has. `bodies`: the keys it has; `zones`: the codes of its aliases."""
    gone = [*_clocks(terms, on), *_aliases(zones)]
    stays: list[str] = []
    kinds = [Organisation.Kind.CITY, Organisation.Kind.COUNTY]
    for node in Organisation.objects.open().filter(kind__in=kinds):  # what left with its city is closed
        if node.key not in bodies:
            (gone if _removed(node) else stays).append(f"{node.region_code} {node.place_name}")
    return Leftovers(tuple(gone), tuple(stays))


def _clocks(terms: Collection[Term], on: date) -> Iterator[str]:
    """A term that never began goes. One in force ends today, so that past days keep it; one that a newer one
    followed is past already."""
    rows = list(AdoptedClock.objects.filter(until_on=None).select_related("organisation"))
    older = [
        row
        for row in rows
        if not row.decided_by and (row.organisation_id, row.limit, row.in_force_from) not in terms
    ]
    kept = [row for row in rows if row not in older]
    for row in older:
        if row.in_force_from > on:
            AdoptedClock.objects.filter(pk=row.pk).delete()
        elif not _is_followed(row, kept, on):
            AdoptedClock.objects.filter(pk=row.pk).update(until_on=on)
        else:
            continue
        body = row.organisation.region_code or "*"
        yield f"{body} {row.limit} {row.number} {row.unit} {row.in_force_from}"


def _is_followed(row: AdoptedClock, kept: Iterable[AdoptedClock], on: date) -> bool:
    return any(
        (one.organisation_id, one.limit) == (row.organisation_id, row.limit)
        and row.in_force_from < one.in_force_from <= on
        for one in kept
    )


def _aliases(zones: Collection[str]) -> Iterator[str]:
    for alias in PlaceAlias.objects.exclude(code__in=zones):
        alias.delete()
        yield f"{alias.code} {alias.name}"


def _removed(node: Organisation) -> bool:
    """A county of which nothing is on record and to which nothing refers. A city leaves by a decision."""
    if node.kind != Organisation.Kind.COUNTY or events.history(node.record_key).exists() or _is_named(node):
        return False
    node.delete()
    return True


def _is_named(node: Organisation) -> bool:
    """Whether a row of any room refers to this body, but for what goes with it."""
    return any(
        models.QuerySet(relation.related_model).filter(**{relation.field.name: node.pk}).exists()
        for relation in Organisation._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel) and relation.related_model not in GOES_WITH_IT
    )


def _listed(names: tuple[str, ...]) -> str:
    more = len(names) - NAMED
    listed = ", ".join(names[:NAMED])
    return _("%(some)s and %(n)s more") % {"some": listed, "n": more} if more > 0 else listed
