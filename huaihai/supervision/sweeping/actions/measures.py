"""What all measures share: a new one with its findings and businesses, the same form sent twice, the next stage."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huaihai.desk.lives import NEW, Moved, NotAllowed
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision.actions.moving import Move
from huaihai.supervision.models import Finding, Measure, MeasureParty
from huaihai.supervision.sweeping.actions.tracking import begin_cure, own_city, step
from huaihai.supervision.sweeping.lives import MEASURES


def opened(
    move: Move,
    kind: str,
    verb: str,
    findings: Sequence[Finding],
    *,
    body: Organisation,
    key: UUID | None,
    at: datetime,
    **facts: object,
) -> Measure:
    """A new measure with its findings, businesses and cities, and the event's facts about it."""
    made = Measure(
        id=key or new_id(),
        project=move.project,
        kind=kind,
        stage=MEASURES[kind].after(verb, NEW),
        body=body,
        issued_at=at,
        moved_at=at,
        **facts,
    )
    made.save(force_insert=True)
    made.findings.set(findings)
    made.joined.set({finding.city for finding in findings} - {body})
    businesses = dict.fromkeys(finding.business for finding in findings)
    MeasureParty.objects.bulk_create(MeasureParty(measure=made, business=one) for one in businesses)
    move.facts |= {
        "measure": str(made.pk),
        "kind": kind,
        "findings": [str(finding.pk) for finding in findings],
    }
    return made


def taken(move: Move, measure: Measure, verb: str, *, seen: int | None, by: Actor, at: datetime) -> Measure:
    """The measure, led on by this verb; the caller changes and saves it. Raises Moved, NotAllowed, NotPossible."""
    row = Measure.objects.select_related("project", "body").get(pk=measure.pk)
    if row.body_id != own_city(by, move.project).pk:
        raise NotAllowed(_("Only the city that began this can do that."))
    if seen is not None and row.version != seen:
        raise Moved(row)
    before = row.stage
    row.stage = MEASURES[row.kind].after(verb, before)
    row.version += 1
    row.moved_at = at
    move.facts |= {"measure": str(row.pk), "kind": row.kind, "was": before, "is": row.stage}
    return row


def follow(findings: Iterable[Finding], *, at: datetime) -> None:
    """Something has followed from them; one that was not cured gets its time anew."""
    for row in findings:
        was = row.stage
        step(row, "follow", at=at)
        if was == "uncured":
            begin_cure(row, at=at)


def known_by(key: UUID | None, body: Organisation) -> Measure | None:
    """What this key of a form made already. Raises NotAllowed where another city made it."""
    found = Measure.objects.filter(pk=key).first() if key else None
    if found is not None and found.body_id != body.pk:
        raise NotAllowed(_("This form was sent by somebody else."))
    return found
