"""Going again: cured, partly or not; whether promises were kept; what follows where it is still not cured."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.education.actions import exposing
from huaihai.education.content import Content
from huaihai.kit.clock import local_day
from huaihai.kit.filestore import Stored
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor
from huaihai.supervision.actions.moving import lock, moving
from huaihai.supervision.actions.photographing import Taken, photo_of
from huaihai.supervision.models import Finding, Recheck
from huaihai.supervision.sweeping.actions.tracking import begin_cure, held, require_own, step, stop
from huaihai.supervision.sweeping.lives import MEASURES, RESULTS

VERBS = {"cured": "find cured", "partly": "find partly", "uncured": "find uncured"}


def recheck(
    finding: Finding,
    *,
    result: str,
    words: str = "",
    photos: Sequence[Stored] = (),
    client_key: UUID,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Recheck:
    """Write down what was seen the second time; the same key again gives what is stored already.

    Partly cured: its time runs once more. Not cured: what follows has to be decided.
    Raises Moved, NotAllowed, Unfit.
    """
    if result not in RESULTS:
        raise Unfit("result", _("Please choose one."))
    said = storable(words).strip()
    if result != "cured" and not said:
        raise Unfit("words", _("Please write what is still not in order."))
    require_own(by, [finding])
    with transaction.atomic():
        lock(finding.project_id)
        if known := _known(finding, client_key):
            return known
        with moving(finding.project, "follow up", noted="finding rechecked", by=by, at=at) as move:
            row = held(finding, seen)
            made = Recheck(finding=row, client_key=client_key, result=result, words=said, at=at, by=by.key)
            move.rows.append(made)
            for stored in {one.sha256: one for one in photos}.values():
                taken = Taken(stored, uuid5(client_key, stored.sha256), about=made.seal_key, taken_at=at)
                move.rows.append(photo_of(move.project, taken, by=by, at=at))
            step(row, VERBS[result], at=at)
            if result == "partly":
                begin_cure(row, at=at, until=_promised_day(row, at=at))
            elif result == "uncured":
                stop(row, "find uncured", at=at)
                row.save(update_fields=["clock"])
            move.facts |= {"finding": str(row.pk), "item": row.item, "result": result}
            move.facts |= {"promises": _settle_promises(row, at=at)}
    return made


def propose_exposure(
    finding: Finding,
    content: Content,
    *,
    ground: str,
    shown_name: str,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Finding:
    """Hand it to the procedure of exposures: a draft there, which the business answers before anybody reviews it.

    Raises Moved, NotAllowed, Unfit.
    """
    city = require_own(by, [finding])
    with moving(finding.project, "follow up", noted="exposure proposed", by=by, at=at) as move:
        row = held(finding, seen)
        step(row, "expose", at=at)
        row.exposure = exposing.propose(
            row.business,
            content,
            ground=ground,
            shown_name=shown_name,
            publisher=city,
            by=by,
            at=at,
        )
        row.save(update_fields=["exposure"])
        move.facts |= {"finding": str(row.pk), "item": row.item}
    return row


def _known(finding: Finding, client_key: UUID) -> Recheck | None:
    found: Recheck | None = Recheck.objects.filter(client_key=client_key).first()
    if found is not None and found.finding_id != finding.pk:
        raise NotAllowed(_("This form belongs to another finding."))
    return found


def _promised_day(finding: Finding, *, at: datetime) -> date | None:
    """The last day of a promise that still lies ahead; None: there is none."""
    days = finding.measures.filter(kind="promise", stage="made", by_on__gte=local_day(at))
    return max((day for day in days.values_list("by_on", flat=True) if day), default=None)


def _settle_promises(finding: Finding, *, at: datetime) -> dict[str, str]:
    """A promise is kept once all it was about is cured, and broken once something was seen not to be after its day.

    Gives those that changed, with their new stage.
    """
    settled = {}
    for promise in finding.measures.filter(kind="promise", stage__in=["made", "broken"]):
        stages = set(promise.findings.values_list("stage", flat=True))
        is_over = promise.by_on is None or promise.by_on < local_day(at)
        verb = "keep" if stages == {"cured"} else "break" if is_over and finding.stage != "cured" else ""
        if verb and MEASURES["promise"].can(verb, promise.stage):
            promise.stage = MEASURES["promise"].after(verb, promise.stage)
            promise.moved_at, promise.version = at, promise.version + 1
            promise.save()
            settled[str(promise.pk)] = promise.stage
    return settled
