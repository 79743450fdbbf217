"""What happens beside the stages: calls, evidence."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.cases.actions.moving import Unfit, moving
from huaihai.cases.models import Case, Evidence
from huaihai.kit.filestore import Stored
from huaihai.members.actors import Actor
from huaihai.record import events


def note_call(
    case: Case, *, with_whom: str, text: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Note a call with the consumer or the business, for the bodies' eyes."""
    if with_whom not in ("consumer", "business", "other"):
        raise Unfit("with_whom", _("Please say who was called."))
    if not text.strip():
        raise Unfit("text", _("Please note what was said."))
    with moving(case, "call_back", by=by, at=at, seen=seen, text=text) as move:
        move.facts = {"with": with_whom}


def add_evidence(case: Case, *, file: Stored, name: str, party: str, by: Actor, at: datetime) -> Evidence:
    """Add a stored file to the case; the same file twice is kept once."""
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        held = case.evidence.filter(sha256=file.sha256).first()
        if held is not None:
            return held
        with moving(case, "add_evidence", by=by, at=at) as move:
            move.facts = {"sha256": file.sha256, "kind": file.kind, "size": file.size}
            made = Evidence(
                case=move.case,
                by=by.key,
                party=party,
                name=name[:200],
                kind=file.kind,
                size=file.size,
                sha256=file.sha256,
                derivative=file.derivative,
                added_at=at,
            )
            made.save(force_insert=True)
            return made


def remove_from_draft(case: Case, evidence_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take a file out of a draft; nobody else has seen it yet. A sent complaint keeps its evidence."""
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        file = held.evidence.filter(pk=evidence_id).first() if held.stage == "draft" else None
        if file is None:
            return
        file.delete()
        facts = {"sha256": file.sha256}
        events.write(subject=held.record_key, verb="evidence_removed", by=by.key, at=at, facts=facts)
