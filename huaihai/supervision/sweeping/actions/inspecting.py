"""A place is looked at with the checklist: once, sealed, with its photos; what is not in order becomes a finding."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.businesses.models import Place
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.sealed.rows import SealedModel
from huaihai.kit.filestore import Stored
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision.actions.moving import lock, moving
from huaihai.supervision.actions.photographing import Taken, photo_of
from huaihai.supervision.models import Finding, Inspection, ItemMark, Photo, Project
from huaihai.supervision.sweeping.actions.tracking import begin_cure, own_city, plan_of, step
from huaihai.supervision.sweeping.lives import FINDING, MARKS
from huaihai.supervision.sweeping.plan import Plan


@dataclass(frozen=True)
class Marked:
    """What one item showed, in a word of `lives.MARKS`; of a finding what it was, with its photos."""

    item: str
    mark: str
    words: str = ""
    photos: tuple[Stored, ...] = ()


def inspect(
    project: Project,
    place: Place,
    marks: Sequence[Marked],
    *,
    client_key: UUID,
    note: str = "",
    replaces: Inspection | None = None,
    by: Actor,
    at: datetime,
) -> Inspection:
    """Write down what was seen; the same key again gives what is stored already.

    A place is looked at once; `replaces` corrects an earlier entry from which nothing has followed yet.
    Raises NotAllowed, NotPossible, Unfit ("mark_" or "words_" and the item's key).
    """
    with transaction.atomic():
        lock(project.pk)
        if known := _known(project, client_key, by):
            return known
        with moving(project, "observe", noted="place inspected", by=by, at=at) as move:
            city, plan = _require(move.project, place, replaces, by=by), plan_of(move.project)
            _require_whole(plan, marks)
            made = Inspection(
                project=move.project,
                client_key=client_key,
                city=city,
                business=place.business,
                place=place,
                called=(place.sign or place.business.name)[:120],
                region_code=place.region_code,
                note=storable(note),
                checked_at=at,
                replaces=replaces,
                at=at,
                by=by.key,
            )
            rows = [
                ItemMark(inspection=made, item=one.item, mark=one.mark, words=storable(one.words))
                for one in marks
            ]
            photos = _photos(move.project, client_key, rows, marks, by=by, at=at)
            sealed: list[SealedModel] = [made, *rows, *photos]
            move.rows += sealed
            move.facts |= {"city": city.key, "findings": sum(row.mark == "found" for row in rows)}
            if replaces is not None:
                move.facts["replaces"] = str(replaces.pk)
        _follow(project, made, rows, plan, replaces, at=at)
    return made


def _known(project: Project, client_key: UUID, by: Actor) -> Inspection | None:
    found: Inspection | None = Inspection.objects.filter(client_key=client_key).first()
    if found is not None and (found.project_id != project.pk or found.by != by.key):
        raise NotAllowed(_("This form was sent by somebody else."))
    return found


def _require(project: Project, place: Place, replaces: Inspection | None, *, by: Actor) -> Organisation:
    """The city that checks; everything must allow it."""
    city = own_city(by, project)
    if project.stage != "running":
        raise NotPossible(_("Places are checked during the week; what comes later is a re-check."))
    if place.region_code[:4] != city.region_code[:4]:
        raise NotAllowed(_("This place lies in another city."))
    standing = Inspection.objects.filter(project=project).standing()
    if replaces is None:
        if standing.filter(place=place).exists():
            raise NotPossible(_("This place was checked already. Its entry can be corrected there."))
        return city
    if replaces.city_id != city.pk or replaces.place_id != place.pk:
        raise NotAllowed(_("Only the city that checked this place can correct its entry."))
    if not standing.filter(pk=replaces.pk).exists():
        raise NotPossible(_("This entry was corrected already."))
    if replaces.findings.exclude(stage="open").exists():
        raise NotPossible(_("Something has followed from this entry already; it stays as it is."))
    return city


def _require_whole(plan: Plan, marks: Sequence[Marked]) -> None:
    said = {one.item: one for one in marks}
    for item in plan.items:
        one = said.pop(item.key, None)
        if one is None or one.mark not in MARKS:
            raise Unfit(f"mark_{item.key}", _("%(item)s: please choose one.") % {"item": item.name})
        if one.mark == "found" and not storable(one.words).strip():
            raise Unfit(
                f"words_{item.key}", _("%(item)s: please write what you found.") % {"item": item.name}
            )
    if said:
        raise Unfit("marks", _("This page was not complete. Please open it again."))


def _photos(
    project: Project,
    client_key: UUID,
    rows: Sequence[ItemMark],
    marks: Sequence[Marked],
    *,
    by: Actor,
    at: datetime,
) -> Iterator[Photo]:
    for row, one in zip(rows, marks, strict=True):
        for stored in {held.sha256: held for held in one.photos}.values():
            key = uuid5(client_key, f"{one.item}:{stored.sha256}")
            taken = Taken(stored, key, about=row.seal_key, taken_at=at, shows=one.item)
            yield photo_of(project, taken, by=by, at=at)


def _follow(
    project: Project,
    made: Inspection,
    rows: Sequence[ItemMark],
    plan: Plan,
    replaces: Inspection | None,
    *,
    at: datetime,
) -> None:
    """What is not in order becomes a finding whose time to cure runs; what a corrected entry said is withdrawn."""
    if replaces is not None:
        for old in replaces.findings.filter(stage="open").select_related("clock"):
            step(old, "withdraw", at=at)
    for row in rows:
        if row.mark == "found":
            finding = Finding(
                project=project,
                inspection=made,
                mark=row,
                item=row.item,
                severity=plan.item(row.item).severity,
                city=made.city,
                business=made.business,
                stage=FINDING.after("find", ""),
                found_at=at,
            )
            finding.save(force_insert=True)
            begin_cure(finding, at=at)
