"""Taking in what a visitor noted, compared with the plan; which visits count; what blind coders make of them."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.canonical import digest
from huaihai.kit.ids import new_id
from huaihai.kit.text.normalise import UnstorableTextError, storable, storable_name
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.models import (
    Photo,
    Project,
    Visit,
    VisitAssignment,
    VisitCode,
    VisitRuling,
    visit_key,
)
from huaihai.supervision.moving import Taken, moving, photo_of
from huaihai.supervision.visiting import facts
from huaihai.supervision.visiting.plan import NOT_SEEN, Item, Plan

LONGEST = 2000
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,4})?")


def faults_of(plan: Plan, answers: Mapping[str, str], photographed: Collection[str]) -> dict[str, str]:
    """What is wrong, by item key (empty key: about the whole). `photographed` are the items that have photos."""
    found = {
        item.key: said
        for item in plan.items
        if (said := _fault(item, answers.get(item.key, ""), item.key in photographed))
    }
    if not {*answers, *photographed} <= plan.by_key.keys():
        found[""] = _("This form belongs to another plan. Please open it again.")
    return found


def answered(plan: Plan, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that say something, in the order of the plan."""
    return {item.key: answers[item.key] for item in plan.items if answers.get(item.key)}


def _fault(item: Item, value: str, has_photo: bool) -> str:
    if value == NOT_SEEN:
        return ""
    if item.type == "photo":
        return "" if has_photo or not item.is_required else _("Please take a photo.")
    if not value:
        return _("Please answer, or say that it could not be seen.") if item.is_required else ""
    if not _fits(item, value):
        return _WRONG[item.type]()
    return _("Please take a photo.") if item.photo == "must" and not has_photo else ""


def _fits(item: Item, value: str) -> bool:
    if item.type == "yes_no":
        return value in ("yes", "no")
    if item.type == "choice":
        return value in {option.key for option in item.options}
    if item.type == "scale":
        return value.isascii() and value.isdigit() and len(value) < 4 and item.low <= int(value) <= item.high
    if item.type == "number":
        return bool(_NUMBER.fullmatch(value))
    return len(value) <= LONGEST


_WRONG = {
    "yes_no": lambda: _("Please choose one of the answers."),
    "choice": lambda: _("Please choose one of the answers."),
    "scale": lambda: _("Please choose one of the answers."),
    "number": lambda: _("Please write a number, for example 12.5."),
    "text": lambda: _("This is too long. Please shorten it."),
}


def number_of(value: str) -> str:
    """A number as people type it (full-width digits, a comma of thousands), as it is stored; else as typed."""
    plain = (
        value.strip().translate(str.maketrans("０１２３４５６７８９．－", "0123456789.-")).replace(",", "")
    )
    try:
        return plain if Decimal(plain).is_finite() else value
    except InvalidOperation:
        return value


class Faulty(NotPossible):
    """Answers are missing or do not fit; `faults` says which, by item key."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(_("Some answers are still missing or do not fit."))
        self.faults = dict(faults)


class PhotosMissing(NotPossible):
    """Photos that the visit names have not arrived; `keys` are theirs."""

    def __init__(self, keys: list[UUID]) -> None:
        super().__init__(_("Some photos have not arrived yet."))
        self.keys = keys


@dataclass(frozen=True)
class PhotoRef:
    """A photo that belongs to a visit: key from the phone, item, SHA-256 reckoned there."""

    key: UUID
    item: str
    sha256: str


@dataclass(frozen=True)
class Noted:
    """A filled-in form. Degrees in WGS 84, accuracy in metres, where the phone told them."""

    key: UUID
    answers: Mapping[str, str]
    started_at: datetime
    ended_at: datetime
    photos: tuple[PhotoRef, ...] = ()
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    accuracy: int | None = None

    @property
    def content_hash(self) -> str:
        """SHA-256 over all that was noted, so that the same is known again."""
        return digest(self._plain())

    def _plain(self) -> dict[str, Any]:
        return {
            "answers": dict(self.answers),
            "started_at": self.started_at.timestamp(),
            "ended_at": self.ended_at.timestamp(),
            "photos": sorted([str(one.key), one.item, one.sha256] for one in self.photos),
            "position": [str(part) for part in (self.latitude, self.longitude, self.accuracy)],
        }


@dataclass(frozen=True)
class Received:
    """What became of it. `is_new`: stored just now; `is_twin`: there was another one before, and both are kept."""

    visit: Visit
    is_new: bool
    is_twin: bool


def take_visit(
    assignment: VisitAssignment,
    noted: Noted,
    *,
    with_photos: Mapping[UUID, Taken] | None = None,
    by: Actor,
    at: datetime,
) -> Received:
    """Store a visit once. `with_photos` come along with it (without a script); others must have arrived before.

    Raises NotAllowed, NotPossible (nothing is collected now), Faulty, PhotosMissing.
    """
    if by.account_id is None or by.account_id != assignment.account_id:
        raise NotAllowed(_("This visit is somebody else's."))
    project = assignment.sampled.draw.project
    if known := _known(noted):
        return Received(known, is_new=False, is_twin=known.twin_of_id is not None)
    clean = _checked(project, noted)
    coming = dict(with_photos or {})
    try:
        return _stored(assignment, noted, clean, coming, by=by, at=at)
    except IntegrityError:  # the same came twice at once; the other one was quicker
        known = _known(noted)
        if known is None:
            raise
        return Received(known, is_new=False, is_twin=known.twin_of_id is not None)


def _stored(
    assignment: VisitAssignment,
    noted: Noted,
    clean: dict[str, str],
    coming: Mapping[UUID, Taken],
    *,
    by: Actor,
    at: datetime,
) -> Received:
    project = assignment.sampled.draw.project
    with moving(project, "observe", noted="note visit", by=by, at=at) as move:
        stored = dict(Photo.objects.filter(about=visit_key(noted.key)).values_list("client_key", "sha256"))
        there = stored | {key: taken.stored.sha256 for key, taken in coming.items()}
        if missing := [one.key for one in noted.photos if there.get(one.key) != one.sha256]:
            raise PhotosMissing(missing)
        visit = _row(assignment, noted, clean, by=by, at=at)
        fresh = [taken for key, taken in coming.items() if key not in stored]
        move.rows += [*(photo_of(move.row, taken, by=by, at=at) for taken in fresh), visit]
        move.facts |= {
            "place": assignment.sampled.code,
            "turn": assignment.turn,
            "twin": visit.twin_of_id is not None,
        }
    return Received(visit, is_new=True, is_twin=visit.twin_of_id is not None)


def _known(noted: Noted) -> Visit | None:
    return Visit.objects.filter(client_key=noted.key, content_hash=noted.content_hash).first()


def _checked(project: Project, noted: Noted) -> dict[str, str]:
    plan = facts.plan_of(project)
    said, faults = _storable(noted.answers)
    said |= {
        item.key: number_of(said[item.key])
        for item in plan.items
        if item.type == "number" and said.get(item.key)
    }
    if faults := faults or faults_of(plan, said, {one.item for one in noted.photos}):
        raise Faulty(faults)
    return answered(plan, said)


def _storable(typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What can be stored, and what is wrong with the rest, by item key."""
    said: dict[str, str] = {}
    faults: dict[str, str] = {}
    for item, value in typed.items():
        try:
            said[item] = storable(value).strip()
        except UnstorableTextError as error:
            faults[item] = _(error.message_id)
    return said, faults


def _row(
    assignment: VisitAssignment, noted: Noted, clean: dict[str, str], *, by: Actor, at: datetime
) -> Visit:
    first = (
        Visit.objects.filter(assignment=assignment, twin_of=None).first()
        or Visit.objects.filter(client_key=noted.key, twin_of=None).first()
    )
    is_free = not Visit.objects.filter(pk=noted.key).exists()
    return Visit(
        pk=noted.key if is_free else new_id(),  # so that its photos are about it by name
        assignment=assignment,
        client_key=noted.key,
        content_hash=noted.content_hash,
        twin_of=first,
        answers=clean,
        photos=sorted([str(one.key), one.item, one.sha256] for one in noted.photos),
        started_at=noted.started_at,
        ended_at=noted.ended_at,
        latitude=noted.latitude,
        longitude=noted.longitude,
        accuracy=noted.accuracy,
        at=at,
        by=by.key,
    )


def rule(visit: Visit, *, counts: bool, reason: str, by: Actor, at: datetime) -> VisitRuling:
    """Say that a visit counts, or does not, and why. Its twins change with it: of one assignment one visit counts.

    Raises NotAllowed, NotPossible, Unfit.
    """
    project = visit.assignment.sampled.draw.project
    powers.require_leader(project, by, at)
    said = storable_name(reason)
    if not said:
        raise Unfit("reason", _("Please say why."))
    with moving(project, "observe", noted="rule on visit", by=by, at=at) as move:
        made = VisitRuling(visit=visit, counts=counts, reason=said, at=at, by=by.key)
        others = visit.assignment.visits.exclude(pk=visit.pk) if counts else Visit.objects.none()
        move.rows += [made] + [
            VisitRuling(visit=other, counts=False, reason=said, at=at, by=by.key) for other in others
        ]
        move.facts |= {"place": visit.assignment.sampled.code, "counts": counts}
    return made


def code(visit: Visit, item: str, *, code: str, by: Actor, at: datetime) -> VisitCode:
    """A coder's own code for one item of one visit; a second one corrects the first. Empty: it cannot be told.

    Raises NotAllowed (no coder of this project, or the visitor), NotPossible, Unfit (no such item or code).
    """
    project = visit.assignment.sampled.draw.project
    is_coder = powers.holds(by, project, facts.CODER)
    if by.account_id is None or not is_coder or by.account_id == visit.assignment.account_id:
        raise NotAllowed(_("Only who has the part of a coder here, and made no visit, can do that."))
    asked = facts.plan_of(project).by_key.get(item)
    if asked is None or not asked.is_coded:
        raise Unfit("code", _("This item is not coded."))
    if code and code not in {choice.key for choice in asked.codes}:
        raise Unfit("code", _("Please choose one of the codes."))
    with moving(project, "observe", noted="code visit", by=by, at=at) as move:
        before = VisitCode.objects.filter(
            visit=visit, item=item, coder_id=by.account_id, replaced_by=None
        ).first()
        if before is not None and before.code == code:
            raise NotPossible(_("This is what you have noted already."))
        made = VisitCode(
            visit=visit,
            item=item,
            coder_id=by.account_id,
            code=code,
            replaces=before,
            at=at,
            by=by.key,
        )
        move.rows.append(made)
        move.facts |= {"item": item, "corrects": before is not None}
    return made
