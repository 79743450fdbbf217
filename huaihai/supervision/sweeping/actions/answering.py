"""The business answers: what it says about a finding, and that it is cured, with photos as proof."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.businesses import rights
from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.filestore import Stored
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.actions.moving import lock, moving
from huaihai.supervision.actions.photographing import Taken, photo_of
from huaihai.supervision.models import BusinessWord, Finding, Measure
from huaihai.supervision.sweeping.actions.tracking import begin_recheck, held, step
from huaihai.supervision.sweeping.lives import MEASURES

LONGEST = 2000


def answer(
    finding: Finding,
    *,
    text: str,
    claims_cure: bool = False,
    photos: Sequence[Stored] = (),
    client_key: UUID,
    by: Actor,
    at: datetime,
) -> BusinessWord:
    """What the business says; where it says that it is cured, somebody goes again within the city's time.

    An officer of the city writes down what came by post or telephone. The same key again gives what is stored.
    Raises NotAllowed, NotPossible, Unfit.
    """
    _require(finding, by, at=at)
    said = storable(text).strip()
    if not said or len(said) > LONGEST:
        raise Unfit("text", _("Please write a few words, at most 2,000 characters."))
    with transaction.atomic():
        lock(finding.project_id)
        if known := _known(finding, client_key):
            return known
        with moving(finding.project, "follow up", noted="business answered", by=by, at=at) as move:
            row = held(finding, None)
            if claims_cure:
                step(row, "claim", at=at)
            made = BusinessWord(
                finding=row,
                client_key=client_key,
                text=said,
                claims_cure=claims_cure,
                at=at,
                by=by.key,
            )
            move.rows.append(made)
            for stored in {one.sha256: one for one in photos}.values():
                taken = Taken(stored, uuid5(client_key, stored.sha256), about=made.seal_key, taken_at=at)
                move.rows.append(photo_of(move.project, taken, by=by, at=at))
            move.facts |= {"finding": str(row.pk), "item": row.item, "claims_cure": claims_cure}
        if claims_cure and (row.clock is None or row.clock.name != "recheck"):
            begin_recheck(row, at=at)  # one that runs is not begun anew: another claim would put the day off
    return made


def receive(measure: Measure, *, by: Actor, at: datetime) -> Measure:
    """Somebody who answers for the business has read the advice at its desk. Raises NotAllowed, NotPossible."""
    parties = measure.parties.select_related("business")
    if not any(rights.may(by, party.business, rights.ANSWER, on=local_day(at)) for party in parties):
        raise NotAllowed(_("Only somebody who answers complaints for this business can do that."))
    with moving(measure.project, "follow up", noted="advice served", by=by, at=at) as move:
        row = Measure.objects.select_related("project", "body").get(pk=measure.pk)
        row.stage = MEASURES[row.kind].after("serve", row.stage)
        row.version, row.moved_at, row.served_by = row.version + 1, at, "desk"
        row.save()
        move.facts |= {"measure": str(row.pk), "kind": row.kind, "is": row.stage}
    return row


def may_answer(finding: Finding, by: Actor, *, at: datetime) -> bool:
    """Whether the actor may speak for the business here, or write down what it said."""
    if by.kind == "business":
        return rights.may(by, finding.business, rights.ANSWER, on=local_day(at))
    part = powers.city_of(by, finding.project)
    return part is not None and part.body_id == finding.city_id


def _require(finding: Finding, by: Actor, *, at: datetime) -> None:
    if not may_answer(finding, by, at=at):
        raise NotAllowed(_("Only somebody who answers complaints for this business can do that."))


def _known(finding: Finding, client_key: UUID) -> BusinessWord | None:
    found: BusinessWord | None = BusinessWord.objects.filter(client_key=client_key).first()
    if found is not None and found.finding_id != finding.pk:
        raise NotAllowed(_("This form belongs to another finding."))
    return found
