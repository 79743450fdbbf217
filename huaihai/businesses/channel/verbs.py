"""A business applies for the fast channel, its city's body confirms or refuses, and its managers get their way in.

Number and code of an application for the fast channel.
The number (`K7QF-M2XW`, 40 random bits in Crockford's base 32) is good for the telephone and opens nothing by itself.
The code (twenty characters, 100 random bits) does, together with it; only its fingerprint is stored.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from huaihai.businesses import rights
from huaihai.businesses.channel import facts, sms
from huaihai.businesses.channel.forms import LicenceForm, ReasonForm
from huaihai.businesses.channel.life import ENROLMENT
from huaihai.businesses.models import Business, Enrolment, OtherName, Representative
from huaihai.businesses.people import verbs as people_verbs
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.desk import codes
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import Move, begin, lock, moving
from huaihai.desk.verbs import page
from huaihai.kit import sealing
from huaihai.kit.clock import local_day
from huaihai.kit.country import gettext as _
from huaihai.kit.country import gettext_lazy
from huaihai.law import credit_code
from huaihai.members import powers
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation
from huaihai.record import events

NUMBER_LENGTH, CODE_LENGTH = 8, 20


def new_number() -> str:
    """A new number. Uniqueness is the database's word."""
    return codes.grouped(codes.drawn(NUMBER_LENGTH))


def new_code() -> str:
    """A new code, as it is shown once."""
    return codes.grouped(codes.drawn(CODE_LENGTH))


def stored_number(typed: str) -> str:
    """The number as it is kept, however it was typed; "" if it cannot be one."""
    plain = codes.plain(typed)
    return codes.grouped(plain) if len(plain) == NUMBER_LENGTH else ""


def code_fingerprint(typed: str) -> str:
    """What is stored of a code, and compared; spaces, case, dashes and look-alikes do not matter."""
    return sealing.fingerprint_of_code(codes.plain(typed), purpose="enrolment")


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
    secret = new_code()
    made = Enrolment(
        number=new_number(),
        code_hash=code_fingerprint(secret),
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
            sms.tell(made, "applied", at=at)
    except IntegrityError as error:
        sent = Enrolment.objects.filter(client_key=client_key).first()
        if sent is None:
            raise Unfit(
                "code", _("You applied for this business already. Look it up with number and code.")
            ) from error
        return Applied(sent, "")
    return Applied(made, secret)


@page(
    "confirmation",
    "enrolment confirmed",
    gettext_lazy("Confirm"),
    gettext_lazy("The business is on the fast channel. Its contact has a message."),
    form=LicenceForm,
    lead=gettext_lazy(
        "From today on the business is on the channel. Its contact is told by message and opens the "
        "account with number and code of the application."
    ),
)
def confirm(enrolment: Enrolment, *, seen: int, by: Actor, at: datetime) -> None:
    """The body has checked who applies: from today on the business is on the channel, and its first manager gets an
    account. The register learns name and places now.

    Raises NotAllowed, Moved, NotPossible (it is there already).
    """
    with moving(enrolment, "enrolment confirmed", ENROLMENT, by=by, at=at, seen=seen) as move:
        held = move.row
        may_decide(held, by)
        business = _into_register(held, by, at)
        if facts.live_enrolment(business) is not None:
            raise NotPossible(_("This business is on the fast channel already. Please refuse this one."))
        held.business, held.joined_on = business, local_day(at)
        held.account = _first_manager(held, business, by, at)
        move.facts = {"business": str(business.pk), "joined_on": held.joined_on.isoformat()}
        sms.tell(held, "confirmed", at=at)


@page(
    "refusal",
    "enrolment refused",
    gettext_lazy("Do not take it"),
    gettext_lazy("The application was not taken. The applicant has a message."),
    form=ReasonForm,
    lead=gettext_lazy("The applicant reads the reason and may apply again."),
    tone="late",
)
def refuse(enrolment: Enrolment, *, reason: str, seen: int, by: Actor, at: datetime) -> None:
    """The body does not take the application, and says why. Raises NotAllowed, Moved, NotPossible."""
    with moving(enrolment, "enrolment refused", ENROLMENT, by=by, at=at, seen=seen) as move:
        may_decide(move.row, by)
        move.row.reason = move.text = reason
        sms.tell(move.row, "refused", at=at)


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
        raise Unfit("code", _("A business with this {business_code} is on the fast channel already."))
    if same.filter(stage="applied").count() >= MOST_WAITING:
        raise Unfit("code", _("Several applications for this {business_code} are waiting. Please call us."))


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
    return people_verbs.open_account_for(
        business,
        name=held.contact_name,
        role=Representative.Role.MANAGER,
        is_demo=held.is_demo,
        by=by,
        at=at,
    ).account


def applicant_of(enrolment: Enrolment) -> Actor:
    """Whoever has shown number and code of this application."""
    return Actor("public", enrolment.record_key)


def first_link(enrolment: Enrolment, *, by: Actor, at: datetime) -> str:
    """For whoever holds number and code, while no password was ever set: the token of a link to do so.

    Raises NotPossible.
    """
    with moving(enrolment, "enrolment account link made", ENROLMENT, by=by, at=at) as move:
        account = move.row.account
        if account is None or by.key != move.row.record_key:
            raise NotPossible(_("No account was opened by this application."))
        if people_verbs.is_account_set_up(account):
            raise NotPossible(_("The account is set up already. Please sign in."))
        return _made(move, account, with_new_factor=False, at=at)


def renewed_link(manager: Representative, enrolment: Enrolment, *, by: Actor, at: datetime) -> str:
    """By the body's officer, who has made sure to whom it is handed over: password and second factor anew, as a token.
    It opens with a word that goes to the telephone of the application, so that no officer alone is the business.

    Raises NotAllowed; NotPossible for somebody who is no manager there, or who answers for others too.
    """
    with moving(enrolment, "enrolment account link made", ENROLMENT, by=by, at=at) as move:
        may_decide(move.row, by)
        held = move.row.business
        if held is None or not rights.managers_of(held, on=local_day(at)).filter(pk=manager.pk).exists():
            raise NotPossible(_("This person does not manage the business (any more)."))
        if manager.account.represents.exclude(business=held).exists():
            raise NotPossible(
                _("This account answers for other businesses too. Another manager has to renew it.")
            )
        return _made(move, manager.account, with_new_factor=True, at=at)


def _made(move: Move[Enrolment], account: Account, *, with_new_factor: bool, at: datetime) -> str:
    move.facts = {"account": str(account.pk), "new_factor": with_new_factor}
    move.stays = True
    token = people_verbs.password_link_for(
        account, with_new_factor=with_new_factor, with_word=with_new_factor, at=at
    )
    sms.tell_of_link(move.row, word=powers.word_of_link(token, at) if with_new_factor else "", at=at)
    return token


def show_contact(enrolment: Enrolment, *, by: Actor, at: datetime) -> None:
    """The record keeps that the officer looked. Raises NotAllowed."""
    may_decide(enrolment, by)
    with transaction.atomic():
        held = lock(enrolment)
        events.write(subject=held.record_key, verb="enrolment contact shown", by=by.key, at=at)
