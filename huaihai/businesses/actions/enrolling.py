"""A business applies for the fast channel, and its city's body confirms or refuses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huaihai.businesses import application_numbers, channel, channel_messages, rights
from huaihai.businesses.actions import accounts
from huaihai.businesses.actions.register import Stated, find_or_write_down
from huaihai.businesses.lives import ENROLMENT
from huaihai.businesses.models import Business, Enrolment, OtherName, Representative
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import begin, moving
from huaihai.kit.clock import local_day
from huaihai.law import credit_code
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

DECIDING = frozenset({"officer", "head"})
MOST_WAITING = 5  # applications with one credit code at a time: a code alone blocks nobody, nor floods a desk


@dataclass(frozen=True)
class Application:
    """What an applicant states. `places` are rows of sign, address, region_code; the first one is the main place."""

    name: str
    code: str
    as_kind: str
    places: list[dict[str, str]]
    contact_name: str
    contact_phone: str


@dataclass(frozen=True)
class Applied:
    """The application, and the code that opens it; "" when the same application was sent before."""

    enrolment: Enrolment
    code: str


def apply(
    application: Application,
    *,
    body: Organisation,
    promise: str,
    client_key: str,
    by: Actor,
    at: datetime,
    is_demo: bool = False,
) -> Applied:
    """Send an application to the body of the main place; nothing enters the register yet. Once for each key.

    The phone was confirmed before. Raises law.errors.BadCreditCode; Unfit if the business is there already, or this
    phone (or too many others) applied for it.
    """
    code = credit_code.check(application.code).text
    sent = Enrolment.objects.filter(client_key=client_key).first()
    if sent is not None:
        return Applied(sent, "")
    _may_apply(code)
    secret = application_numbers.new_code()
    made = Enrolment(
        number=application_numbers.new_number(),
        code_hash=application_numbers.fingerprint(secret),
        client_key=client_key,
        body=body,
        as_kind=application.as_kind,
        name=application.name,
        credit_code=code,
        stated={"places": application.places},
        contact_name=application.contact_name,
        contact_phone=application.contact_phone,
        promise=promise,
        applied_at=at,
        is_demo=is_demo,
    )
    try:
        with transaction.atomic():
            begin(made, "enrolment applied", ENROLMENT, by=by, at=at, body=body.key, promise=promise)
            channel_messages.tell(made, "applied", at=at)
    except IntegrityError as error:
        sent = Enrolment.objects.filter(client_key=client_key).first()
        if sent is None:
            raise Unfit(
                "code", _("You applied for this business already. Look it up with number and code.")
            ) from error
        return Applied(sent, "")
    return Applied(made, secret)


def confirm(enrolment: Enrolment, *, seen: int, by: Actor, at: datetime) -> None:
    """The body has checked who applies: from today on the business is on the channel, and its first manager gets an
    account. The register learns name and places now.

    Raises NotAllowed, Moved, NotPossible (it is there already).
    """
    with moving(enrolment, "enrolment confirmed", ENROLMENT, by=by, at=at, seen=seen) as move:
        held = move.row
        may_decide(held, by)
        business = _into_register(held, by, at)
        if channel.live_enrolment(business) is not None:
            raise NotPossible(_("This business is on the fast channel already. Please refuse this one."))
        held.business, held.joined_on = business, local_day(at)
        held.account = _first_manager(held, business, by, at)
        move.facts = {"business": str(business.pk), "joined_on": held.joined_on.isoformat()}
        channel_messages.tell(held, "confirmed", at=at)


def refuse(enrolment: Enrolment, *, reason: str, seen: int, by: Actor, at: datetime) -> None:
    """The body does not take the application, and says why. Raises NotAllowed, Moved, NotPossible."""
    with moving(enrolment, "enrolment refused", ENROLMENT, by=by, at=at, seen=seen) as move:
        may_decide(move.row, by)
        move.row.reason = move.text = reason
        channel_messages.tell(move.row, "refused", at=at)


def may_decide(enrolment: Enrolment, by: Actor) -> None:
    """Raises NotAllowed unless the actor is an officer or the head of the body that confirms, or the program."""
    if by.kind == "system":
        return
    is_own = by.organisation is not None and by.organisation.pk == enrolment.body_id
    if by.kind != "officer" or not is_own or not by.roles & DECIDING:
        raise NotAllowed(_("Only an officer or the head of the city's association decides on this."))


def _may_apply(code: str) -> None:
    same = Enrolment.objects.filter(credit_code=code)
    if same.live().exists():
        raise Unfit("code", _("A business with this credit code is on the fast channel already."))
    if same.filter(stage="applied").count() >= MOST_WAITING:
        raise Unfit("code", _("Several applications for this credit code are waiting. Please call us."))


def _into_register(held: Enrolment, by: Actor, at: datetime) -> Business:
    """The entry with this code, locked, with the name of the licence and all stated places."""
    code = held.credit_code
    business, _place = find_or_write_down(
        Stated(name=held.name, code=code), by=by, at=at, is_demo=held.is_demo
    )
    places: list[dict[str, Any]] = held.stated.get("places", [])
    for place in places:
        find_or_write_down(Stated(code=code, **place), by=by, at=at)
    locked: Business = Business.objects.select_for_update().get(pk=business.pk)
    if locked.name != held.name:
        if locked.name != code:
            OtherName.objects.get_or_create(business=locked, name=locked.name, defaults={"since_at": at})
        OtherName.objects.filter(business=locked, name=held.name).delete()
        locked.name = held.name
        locked.save(update_fields=["name"])
    return locked


def _first_manager(held: Enrolment, business: Business, by: Actor, at: datetime) -> Any:
    """An account for the contact person, unless somebody manages the business here already."""
    day = local_day(at)
    if rights.managers_of(business, on=day).exists():
        return None
    return accounts.open_for(
        business,
        name=held.contact_name,
        role=Representative.Role.MANAGER,
        is_demo=held.is_demo,
        by=by,
        at=at,
    ).account
