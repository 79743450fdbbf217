"""The first look and the decision; between cities and down the tree; which business is meant."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.cases import leads, messages, turns
from huaihai.cases.consents import has_consent
from huaihai.cases.leads import Dispute
from huaihai.cases.models import Case, Consent, Forwarding
from huaihai.cases.verbs import inviting
from huaihai.cases.verbs.moving import moving
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.governance import standing
from huaihai.kit.clock import local_day
from huaihai.law import grounds, jurisdiction, limits
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation
from huaihai.record import clocks, events
from huaihai.record.models import Clock


def proposed_route(case: Case) -> jurisdiction.Route:
    """Where the rules send the case, from what is known of the business."""
    business, place = case.business, case.place
    stated = case.stated_business
    at = (place.region_code if place else "") or stated.get("region_code") or None
    by_published = case.bought in (Case.Bought.PLATFORM_SHOP, Case.Bought.LIVE)
    return jurisdiction.route(
        consumer_at=case.consumer_at,
        business_at=None if by_published else at,
        published_at=at if by_published else None,
        registered_at=(business.registered_at if business else "") or None,
        kind=case.bought or None,
        zone=alliance.load().zone,
    )


def forward(
    case: Case, *, to: Organisation, assessment: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Send the checked case to the city of the business, with consent, list of evidence and first assessment.

    Raises Unfit without the consumer's consent to share with another city's body (PIPL 23), without an
    assessment, or for a body that is not another city's.
    """
    if not assessment.strip():
        raise Unfit("assessment", _("Please write a first assessment of the facts and the evidence."))
    with transaction.atomic():
        with moving(case, "forward", by=by, at=at, seen=seen, text=assessment) as move:
            home = _home_that_sends(move.row, to)
            only = _dispute(move.row).lead_key
            if only and to.key != only:
                raise Unfit("to", _("The alliance has named who leads this case. It goes to no other body."))
            move.row.lead = to
            move.facts = {
                "from": home.key,
                "to": to.key,
                "evidence": list(move.row.evidence.values_list("sha256", flat=True)),
                "rule": proposed_route(move.row).rule,
            }
        _list(move.row, from_city=home.city or home, to_city=to, at=at)


def recall(
    case: Case,
    *,
    text: str,
    for_consent: bool = False,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """The home body calls back a case that the other city has not taken yet. Once the secretariat was asked who leads
    it, only the consumer can, or the want of consent."""
    _need_reason(text)
    with moving(case, "recall", by=by, at=at, seen=seen, text=text) as move:
        if by.kind == "officer" and not for_consent and _dispute(move.row).asked:
            raise Unfit("text", _("The secretariat was asked who leads this case. It cannot be called back."))
        _home_again(move.row)


def send_back(
    case: Case,
    *,
    text: str,
    for_consent: bool = False,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """The lead body sends the case back to the home body: it is not for this city. Once in the life of a case; for want
    of consent whenever it is wanting."""
    _need_reason(text)
    with moving(case, "send_back", by=by, at=at, seen=seen, text=text) as move:
        if not move.row.crosses_cities or move.row.lead is None:
            raise Unfit("text", _("This case was not forwarded; there is nobody to send it back to."))
        if not for_consent and not _dispute(move.row).may_return:
            raise Unfit(
                "text", _("It was sent back once. Take it, or ask the secretariat of the alliance who leads.")
            )
        move.facts = {"from": move.row.lead.key}
        if for_consent:
            move.facts["for_consent"] = True
        _home_again(move.row)


def ask_secretariat(
    case: Case, *, why: str, text: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """The body that has the case says once more that it is not for it, or that all of it is in conflict: the alliance
    names the lead. The body stays responsible, and every clock runs on. Once in the life of a case."""
    _need_reason(text)
    with moving(case, leads.ASK, by=by, at=at, seen=seen, text=text) as move:
        dispute = _dispute(move.row)
        if dispute.asked:
            raise Unfit("text", _("The secretariat was asked once; what became of it stays."))
        if why == leads.NOT_OURS:
            if not dispute.returned or not move.row.crosses_cities or move.before == "paused":
                raise Unfit(
                    "text", _("Send the case back first. If it comes again, the secretariat decides.")
                )
        elif why != leads.CONFLICT or move.before == "forwarded":
            raise Unfit("text", _("Please say why the secretariat is asked."))
        elif not has_consent(move.row, Consent.Purpose.OTHER_BODY):
            raise Unfit(
                "text", _("The consumer has not agreed to share the file with another city. Ask first.")
            )
        if leads.decided_by(move.row, dispute, on=local_day(at)) is None:
            raise Unfit(
                "text", _("No other body of the alliance can decide this. Please settle it between you.")
            )
        move.facts = {"why": why, "from": move.row.responsible.key if move.row.responsible else ""}


def name_lead(
    case: Case, *, to: Organisation, text: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """The alliance names the body that leads, with a reason, for good. Raises Unfit, NotPossible, NotAllowed."""
    _need_reason(text)
    with moving(case, leads.NAME, by=by, at=at, seen=seen, text=text) as move:
        row, dispute = move.row, _dispute(move.row)
        if dispute.asked is None or not dispute.is_open:
            raise NotPossible(_("Nobody asks any more who leads this case."))
        if standing.delegation_of(by) != leads.decided_by(row, dispute, on=local_day(at)):
            raise NotAllowed(_("Another body names the lead of this case."))
        if to.kind != Organisation.Kind.CITY:
            raise Unfit("to", _("Please choose the body of a city."))
        if dispute.asked.facts["why"] == leads.CONFLICT and to == row.lead:
            raise Unfit("to", _("This body is in conflict. Please name another one."))
        is_home = row.home is not None and row.home.is_within(to)
        if not is_home and not has_consent(row, Consent.Purpose.OTHER_BODY):
            raise Unfit(
                "to", _("The consumer has not agreed to share the file with another city. Ask first.")
            )
        row.lead = to
        if row.responsible is None or not row.responsible.is_within(to):
            row.responsible = to
            inviting.fall_away(move)
        move.facts = {"to": to.key, "why": dispute.asked.facts["why"]}
        messages.tell_consumer(row, "lead_named", at=at, said={"body": to.short_name})


def _dispute(case: Case) -> Dispute:
    return leads.of(events.history(case.record_key))


def take(case: Case, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The body takes the case: a forwarded one, or one whose business is in its own city."""
    with moving(case, "take", by=by, at=at, seen=seen) as move:
        if move.before == "received":
            home = move.row.home
            move.row.lead = home.city or home if home else None


def assign(
    case: Case,
    *,
    to: Organisation,
    handler: Account | None = None,
    text: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Give the case to a body below: a county body, a branch, a service station; there to one person, if named."""
    with moving(case, "assign", by=by, at=at, seen=seen, text=text) as move:
        holder = move.row.responsible
        if holder is None or to == holder or not to.is_within(holder) or to.closed_on is not None:
            raise Unfit("to", _("Please choose a body below yours."))
        move.row.responsible = to
        move.facts = {"to": to.key}
        if handler is not None:
            move.row.handler = handler
            move.facts["handler"] = handler.record_key


def take_back(case: Case, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The body above takes the case back."""
    with moving(case, "take_back", by=by, at=at, seen=seen) as move:
        above, holder = by.organisation, move.row.responsible
        if above is None or holder is None or above == holder or not holder.is_within(above):
            raise NotAllowed("only a body above the responsible one takes a case back")
        move.facts = {"from": holder.key}
        move.row.responsible = above


def correct_business(case: Case, *, stated: Stated, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The consumer, or the body, says better which business is meant. What was known before stays in the record."""
    with moving(case, "correct_business", by=by, at=at, seen=seen) as move:
        move.facts = {"was": str(move.row.business_id or "")}
        move.row.business, move.row.place = find_or_write_down(stated, by=by, at=at, is_demo=move.row.is_demo)
        move.row.stated_business = {name: value for name, value in vars(stated).items() if value}
        move.row.invited_at = move.row.served_at = move.row.denied_at = None


def _home_that_sends(case: Case, to: Organisation) -> Organisation:
    if case.home is None or to.kind != Organisation.Kind.CITY or case.home.is_within(to):
        raise Unfit("to", _("Please choose the body of another city."))
    if not has_consent(case, Consent.Purpose.OTHER_BODY):
        raise Unfit("to", _("The consumer has not agreed to share the file with another city. Ask first."))
    return case.home


def _list(case: Case, *, from_city: Organisation, to_city: Organisation, at: datetime) -> None:
    """The row of the list, with the clock that this ended and the two that it started."""
    started = clocks.running(case.record_key)
    Forwarding.objects.create(
        case=case,
        from_city=from_city,
        to_city=to_city,
        forwarded_at=at,
        forward_clock=Clock.objects.filter(subject=case.record_key, name="forward").latest("pk"),
        take_clock=started["take"],
        decide_clock=started["decide"],
    )


def _home_again(case: Case) -> None:
    case.lead = None
    case.responsible = case.home


def _need_reason(text: str) -> None:
    if not text.strip():
        raise Unfit("text", _("Please give the reason."))


def ask_supplement(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Ask the consumer for what is missing, in words the consumer reads."""
    _need(text, "text", _("Please write what the consumer should add."))
    with transaction.atomic():
        with moving(case, "ask_supplement", by=by, at=at, seen=seen, text=text) as move:
            pass
        until = turns.of(move.row, today=local_day(at)).until
        messages.tell_consumer(move.row, "supplement_asked", at=at, until=until)


def admit(case: Case, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Admit the complaint to mediation; its clock starts today. Whom nobody invited to settle reads it from now on."""
    with moving(case, "admit", by=by, at=at, seen=seen) as move:
        move.row.admitted_at = at
        if move.row.business_id is not None:
            move.row.invited_at = move.row.invited_at or at
        messages.tell_consumer(move.row, "admitted", at=at)
        messages.tell_business(move.row, "admitted", at=at)


def extend_decision(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Take longer to decide, once, and tell the consumer why. Raises Unfit the second time."""
    _need(text, "text", _("Please give the reason; the consumer reads it."))
    with moving(case, "extend_decision", by=by, at=at, seen=seen, text=text) as move:
        try:
            clock = turns.extend(move.row, "decide", limits.EXTEND_DECISION, at=at)
        except ValueError as error:
            raise Unfit("", _("The time to decide can be extended only once.")) from error
        move.facts = {"due_on": clock.due_on.isoformat()}
        messages.tell_consumer(move.row, "decision_extended", at=at, until=clock.due_on)


def decline(case: Case, *, ground: str, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Do not admit, on a named ground, in writing, with the other ways open to the consumer."""
    if ground not in {held.code for held in grounds.for_association(grounds.Purpose.DECLINE)}:
        raise Unfit("ground", _("Please choose a ground."))
    _need(text, "text", _("Please give the reason; the consumer reads it."))
    with moving(case, "decline", by=by, at=at, seen=seen, text=text) as move:
        move.facts = {"ground": ground}
        messages.tell_consumer(move.row, "declined", at=at)


def refer_out(
    case: Case, *, to: str, text: str = "", by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Refer the consumer to another authority or region; `to` names it in words."""
    _need(to, "to", _("Please say where the consumer should turn."))
    with moving(case, "refer_out", by=by, at=at, seen=seen, text=text) as move:
        move.facts = {"to": to}
        messages.tell_consumer(move.row, "referred", at=at)


def link(case: Case, *, to_number: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Join to the file that the same consumer already has open for the same matter."""
    with moving(case, "link", by=by, at=at, seen=seen) as move:
        other = Case.objects.visible_to(by).open().filter(number=to_number).exclude(pk=case.pk).first()
        if other is None:
            raise Unfit("to_number", _("No open file with this number was found."))
        if not other.complainant.is_same_as(move.row.complainant):
            raise Unfit(
                "to_number",
                _("That file belongs to another consumer; only the same consumer's files are joined."),
            )
        move.row.linked_to = other
        move.facts = {"to": str(other.pk)}
        messages.tell_consumer(move.row, "linked", at=at)


def _need(value: str, field: str, message: str) -> None:
    if not value.strip():
        raise Unfit(field, message)
