"""Bodies of an archive, matched with those of the pack here by their names in the record: they get the archive's keys,
since fingerprints and papers name these."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from huaihai.front.leaving.archive import Manifest
from huaihai.kit import versions
from huaihai.kit.clock import local_day
from huaihai.kit.keys.carrying import CannotCarry
from huaihai.kit.refusals import gettext_noop as _
from huaihai.members.directory import CONTACT, ROOT_KEY
from huaihai.members.models import Organisation
from huaihai.record import events
from huaihai.record.verify import commitments

type Row = dict[str, Any]

RENUMBERED = "bodies got other keys"
KINDS = Organisation.Kind


def settle(rows: list[Row], manifest: Manifest, *, theirs: set[str], by: str, at: datetime) -> None:
    """Every body of the archive is here under its key. `theirs`: subjects whose chains come with it. Raises
    CannotCarry."""
    here = {body.key: body for body in Organisation.objects.all()}
    new_keys = {here[row["key"]].pk: UUID(row["id"]) for row in rows if row["key"] in here}
    new_keys = {old: new for old, new in new_keys.items() if old != new}
    touched = set(_subjects(list(new_keys))) - theirs
    _renumber(new_keys)
    versions.changed()
    here = {body.key: body for body in Organisation.objects.all()}
    for row in sorted(rows, key=lambda row: str(row["path"])):
        if row["key"] in here:
            _note(here[row["key"]], row)
        elif row["kind"] in (KINDS.BRANCH, KINDS.STATION):
            Organisation.objects.create(**row)
        elif row["kind"] is None:
            _name(row, manifest["elsewhere"].get(row["key"], {}), here[ROOT_KEY], at)
        else:
            raise CannotCarry(_("the pack of this alliance has no body %(key)s"), key=row["key"])
    for subject in sorted(touched):
        events.write(subject=subject, verb=RENUMBERED, by=by, at=at)


def _renumber(keys: dict[UUID, UUID]) -> None:
    for relation in Organisation._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            name = relation.field.name
            rows: Any = models.QuerySet(relation.related_model).order_by()
            for old in rows.filter(**{f"{name}__in": list(keys)}).values_list(name, flat=True).distinct():
                rows.filter(**{name: old}).update(**{name: keys[old]})
    for old, new in keys.items():
        models.QuerySet(Organisation).filter(pk=old).update(id=new)


def _subjects(keys: list[UUID]) -> Iterator[str]:
    """Those to whose rows the log commits with these keys in them."""
    for rows in commitments.committed():
        for column in rows.columns:
            if column.related_model is Organisation:
                found = rows.all().filter(**{f"{column.name}__in": keys}).values_list(rows.by, flat=True)
                yield from map(rows.subject, found.distinct())


def _note(body: Organisation, row: Row) -> None:
    """What the body itself said, over what the pack says."""
    if row["kind"] is None or body.kind != row["kind"]:
        return
    body.is_computerised = row["is_computerised"]
    if row["contact_corrected_at"]:
        for name in (*CONTACT, "contact_corrected_at"):
            setattr(body, name, row[name])
    body.save()


def _name(row: Row, names: dict[str, str], root: Organisation, at: datetime) -> None:
    """A body of elsewhere: no part of this alliance, but papers name it."""
    Organisation.objects.create(
        id=row["id"],
        key=row["key"],
        path=row["path"],
        parent=root,
        kind=KINDS.STATION,
        name=names.get("name") or row["key"],
        short_name=names.get("short_name") or row["key"],
        place_name=names.get("place_name", ""),
        region_code=names.get("region_code", ""),
        is_computerised=False,
        closed_on=local_day(at),
    )
