"""Anybody objects while a notice stands."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.brands import standing
from huaihai.brands.actions.moving import moving
from huaihai.brands.conduct.actions import reporting
from huaihai.brands.models import ConductReport, Notice, NoticeObjection
from huaihai.brands.noticing import clocks
from huaihai.brands.powers import Who
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.filestore import Stored
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor

LONGEST_WHAT, LONGEST_WHY, LONGEST_CONTACT = 200, 3000, 200
MOST_OPEN = 200  # objections to one notice that wait: more is a flood, and is asked to call


@dataclass(frozen=True)
class Said:
    """What somebody objects, why; how to reach them if they want that, and a paper."""

    what: str
    why: str
    contact: str = ""
    paper: Stored | None = None


def object_to(notice: Notice, said: Said, *, by: Actor, at: datetime) -> NoticeObjection:
    """Take an objection; its number is the receipt. Raises NotPossible (the time is over), Unfit."""
    what, why, contact = _checked(said)
    with transaction.atomic():
        with moving(notice.entry, "note", who=Who.ANYBODY, noted="objection", by=by, at=at) as move:
            held = Notice.objects.select_for_update().get(pk=notice.pk)
            on = local_day(at)
            if not standing.gives_title(on) or not clocks.is_open(held, on):
                raise NotPossible(
                    _("The time of this notice is over. Please report what you know about its conduct.")
                )
            rows = NoticeObjection.objects.filter(notice=held)
            if rows.filter(state=NoticeObjection.State.OPEN).count() >= MOST_OPEN:
                raise NotPossible(_("Very many objections wait already. Please call the association."))
            count = NoticeObjection.objects.filter(entry=move.entry).count() + 1
            made = NoticeObjection(
                entry=move.entry,
                notice=held,
                number=f"{move.entry.number}-Y{count}",
                what=what,
                why=why,
                contact=contact,
                at=at,
            )
            if said.paper is not None:
                made.paper_sha256, made.paper_kind = said.paper.sha256, said.paper.kind
                made.paper_derivative = said.paper.derivative
            move.rows.append(made)
            move.facts |= {"notice": str(held.pk), "objection": made.number}
        clocks.start_objection(made, at=at)
    return made


def report_late(notice: Notice, said: Said, *, by: Actor, at: datetime) -> ConductReport:
    """What somebody objects once the time is over is a report about conduct; numbers of persons are taken out, and
    how to reach them is not kept. Raises NotPossible (the notice still stands; the entry is gone), Unfit."""
    what, why, _contact = _checked(said)
    with moving(notice.entry, "note", who=Who.ANYBODY, noted="late objection", by=by, at=at) as move:
        if clocks.is_open(notice, local_day(at)):
            raise NotPossible(_("The notice still stands. Please send your objection again."))
        if len(reporting.waiting(move.entry)) >= reporting.MOST_OPEN:
            raise NotPossible(_("Many reports about this wait already. Please call the association."))
        made = ConductReport(
            entry=move.entry,
            origin=ConductReport.Origin.OBJECTION,
            source=notice.record_key,
            text=mask(f"{what}\n{why}").text,
            at=at,
            by=by.key,
        )
        move.rows.append(made)
        move.facts["report"] = str(made.pk)
    return made


def _checked(said: Said) -> tuple[str, str, str]:
    what, why = storable_name(said.what), storable(said.why).strip()
    contact = storable_name(said.contact)
    for name, text, most in (("what", what, LONGEST_WHAT), ("why", why, LONGEST_WHY)):
        if not text:
            raise Unfit(name, _("Please fill this in."))
        if len(text) > most:
            raise Unfit(name, _("This is too long. Please shorten it."))
    if len(contact) > LONGEST_CONTACT:
        raise Unfit("contact", _("This is too long. Please shorten it."))
    if mask(what).finds:
        raise Unfit("what", _("Please leave numbers of persons out of this line; write them below."))
    return what, why, contact
