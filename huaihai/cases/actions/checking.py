"""The body's first look, and its decision: asking for more, admitting, declining, referring, joining."""

from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.cases import messages, timing
from huaihai.cases.actions.moving import Unfit, moving
from huaihai.cases.models import Case
from huaihai.law import grounds, limits
from huaihai.members.actors import Actor


def ask_supplement(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Ask the consumer for what is missing, in words the consumer reads."""
    _need(text, "text", _("Please write what the consumer should add."))
    with moving(case, "ask_supplement", by=by, at=at, seen=seen, text=text) as move:
        messages.tell_consumer(move.case, "supplement_asked", at=at)


def admit(case: Case, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Admit the complaint to mediation; its clock starts today."""
    with moving(case, "admit", by=by, at=at, seen=seen) as move:
        move.case.admitted_at = at
        messages.tell_consumer(move.case, "admitted", at=at)


def extend_decision(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Take longer to decide, once, and tell the consumer why. Raises Unfit the second time."""
    _need(text, "text", _("Please give the reason; the consumer reads it."))
    with moving(case, "extend_decision", by=by, at=at, seen=seen, text=text) as move:
        try:
            clock = timing.extend(move.case, "decide", limits.EXTEND_DECISION, at=at)
        except ValueError as error:
            raise Unfit("", _("The time to decide can be extended only once.")) from error
        move.facts = {"due_on": clock.due_on.isoformat()}
        messages.tell_consumer(move.case, "decision_extended", at=at)


def decline(case: Case, *, ground: str, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Do not admit, on a named ground, in writing, with the other ways open to the consumer."""
    if ground not in {held.code for held in grounds.for_association(grounds.Purpose.DECLINE)}:
        raise Unfit("ground", _("Please choose a ground."))
    _need(text, "text", _("Please give the reason; the consumer reads it."))
    with moving(case, "decline", by=by, at=at, seen=seen, text=text) as move:
        move.facts = {"ground": ground}
        messages.tell_consumer(move.case, "declined", at=at)


def refer_out(
    case: Case, *, to: str, text: str = "", by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Refer the consumer to another authority or region; `to` names it in words."""
    _need(to, "to", _("Please say where the consumer should turn."))
    with moving(case, "refer_out", by=by, at=at, seen=seen, text=text) as move:
        move.facts = {"to": to}
        messages.tell_consumer(move.case, "referred", at=at)


def link(case: Case, *, to_number: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Join to the file that the same consumer already has open for the same matter."""
    with moving(case, "link", by=by, at=at, seen=seen) as move:
        other = Case.objects.visible_to(by).open().filter(number=to_number).exclude(pk=case.pk).first()
        if other is None:
            raise Unfit("to_number", _("No open file with this number was found."))
        if other.complainant.phone_index != move.case.complainant.phone_index:
            raise Unfit(
                "to_number",
                _("That file belongs to another consumer; only the same consumer's files are joined."),
            )
        move.case.linked_to = other
        move.facts = {"to": str(other.pk)}
        messages.tell_consumer(move.case, "linked", at=at)


def _need(value: str, field: str, message: str) -> None:
    if not value.strip():
        raise Unfit(field, message)
