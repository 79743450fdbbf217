"""One person decides one file on the sheet, once; or says that the case is known, and somebody else is drawn."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.insight.models import RedecisionSeat, RedecisionSheet
from huaihai.insight.redecisions import sheet
from huaihai.insight.redecisions.actions import drawing
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.record import events

State = RedecisionSeat.State


def hand_in(
    seat: RedecisionSeat,
    *,
    admit: str,
    ground: str = "",
    remedy: str = "",
    share: str = "",
    why: str = "",
    by: Actor,
    at: datetime,
) -> RedecisionSheet:
    """Keep what this person decided, sealed; it is never changed. Raises NotAllowed, NotPossible, Unfit."""
    with transaction.atomic():
        held = _owing(seat, by=by, at=at)
        decided = _checked(held, admit=admit, ground=ground, remedy=remedy, share=share, why=why)
        made = RedecisionSheet.objects.create(seat=held, decided=decided, at=at)
        held.state, held.ended_at = State.DONE, at
        held.save(update_fields=["state", "ended_at"])
        events.write(subject=held.record_key, verb="redecision_handed_in", by=by.key, at=at)
    return made


def know(seat: RedecisionSeat, *, by: Actor, at: datetime) -> RedecisionSeat | None:
    """The person knows the case: whoever is drawn next decides it instead. Raises NotAllowed, NotPossible."""
    with transaction.atomic():
        held = _owing(seat, by=by, at=at)
        held.state, held.ended_at = State.KNOWN, at
        held.save(update_fields=["state", "ended_at"])
        following = drawing.redraw(held, at=at)
        facts = {"instead": str(following.pk) if following else ""}
        events.write(subject=held.record_key, verb="redecision_known", by=by.key, at=at, facts=facts)
    return following


def _owing(seat: RedecisionSeat, *, by: Actor, at: datetime) -> RedecisionSeat:
    if not RedecisionSeat.objects.visible_to(by).filter(pk=seat.pk).exists():
        raise NotAllowed(pgettext("re-decision", "Somebody else was drawn for this."))
    rows = RedecisionSeat.objects.select_for_update(of=("self",)).select_related("file__round")
    held: RedecisionSeat = rows.get(pk=seat.pk)
    if held.state == State.DONE:
        raise NotPossible(_("Your decision is in already; it cannot be changed."))
    if held.state != State.OPEN or held.file.round.closed_at is not None:
        raise NotPossible(_("This file does not wait for you any more."))
    if local_day(at) > held.file.round.due_on:
        raise NotPossible(_("The time for it is over."))
    return held


def _checked(
    held: RedecisionSeat, *, admit: str, ground: str, remedy: str, share: str, why: str
) -> dict[str, Any]:
    """Only what follows from the first answer is kept."""
    if admit not in (sheet.YES, sheet.NO):
        raise Unfit("admit", _("Please decide whether it is admitted."))
    if len(why) > sheet.LONGEST:
        raise Unfit("why", _("This is too long. Please shorten it."))
    if admit == sheet.NO:
        if ground not in dict(sheet.ground_choices()):
            raise Unfit("ground", pgettext("re-decision", "Please choose the ground."))
        return {"admit": admit, "ground": ground, "why": why}
    if remedy not in dict(sheet.remedy_choices()):
        raise Unfit("remedy", _("Please choose a remedy."))
    if not held.file.shown.get("asked_fen"):
        return {"admit": admit, "remedy": remedy, "why": why}
    if share not in dict(sheet.SHARES):
        raise Unfit("share", _("Please choose the share of the sum."))
    return {"admit": admit, "remedy": remedy, "share": share, "why": why}
