"""The press list: putting somebody on it, who confirms; taking them off; and the pieces they tell us of."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai import alliance
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.verbs import page
from huaihai.education import addresses, powers
from huaihai.education.models import Delivery, PressContact, PressPiece, Publication
from huaihai.governance import standing
from huaihai.kit.form_fields import PlainForm
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events, outbox

HOUSE = "zh-hans"


def add(
    *, outlet: str, person: str, email: str, cities: Iterable[Organisation], by: Actor, at: datetime
) -> PressContact:
    """On the list, once confirmed by the link that is sent. Raises NotAllowed, Unfit (the address is on it)."""
    if not powers.works(by):
        raise NotAllowed(_("Only staff keep the press list."))
    contact = PressContact(
        outlet=storable_name(outlet),
        person=storable_name(person),
        email=email,
        body=by.organisation,
        added_by=by.key,
        added_at=at,
    )
    try:
        with transaction.atomic():
            contact.save(force_insert=True)
            contact.cities.set(cities)
            _note(contact, "press_added", by, at)
            _ask(contact, "asked", at)
    except IntegrityError as error:
        raise Unfit("email", _("This address is on the list already.")) from error
    return contact


def change(
    contact: PressContact,
    *,
    outlet: str,
    person: str,
    cities: Iterable[Organisation],
    by: Actor,
    at: datetime,
) -> PressContact:
    """Other facts about the contact; another address is another contact. Raises NotAllowed, NotPossible."""
    with transaction.atomic():
        held = _kept(contact, by)
        held.outlet, held.person = storable_name(outlet), storable_name(person)
        held.save()
        held.cities.set(cities)
        _note(held, "press_changed", by, at)
    return held


def ask_again(contact: PressContact, *, by: Actor, at: datetime) -> None:
    """The link once more, to who has not confirmed. Raises NotAllowed, NotPossible."""
    with transaction.atomic():
        held = _kept(contact, by)
        if held.confirmed_at:
            raise NotPossible(_("This contact has confirmed already."))
        _ask(held, f"asked:{at.date().isoformat()}", at)


def confirm(contact: PressContact, *, by: Actor, at: datetime) -> PressContact:
    """The contact agrees to be on the list and to keep embargoes. A second time changes nothing."""
    with transaction.atomic():
        held = PressContact.objects.select_for_update().get(pk=contact.pk)
        if held.ended_at:
            raise NotPossible(_("This contact is no longer on the list."))
        if held.confirmed_at is None:
            held.confirmed_at = at
            held.save()
            _note(held, "press_confirmed", by, at)
    return held


@page(
    "end",
    "",
    gettext_lazy("Take a contact off the list"),
    gettext_lazy("The contact is off the list."),
    form=PlainForm,
    lead=lambda contact: (
        _("%(outlet)s gets nothing more, no corrections either. Person and address are erased.")
        % {"outlet": contact.outlet}
    ),
    button=gettext_lazy("Take off and erase"),
    tone="late",
)
def leave(contact: PressContact, *, by: Actor, at: datetime) -> None:
    """Off the list; person and address are erased. By the contact (the public) with the link, or by staff.

    Raises NotAllowed.
    """
    if by.kind == "officer" and not may_keep(contact, by, at):
        raise NotAllowed(_("Another body looks after this contact."))
    with transaction.atomic():
        held = PressContact.objects.select_for_update().get(pk=contact.pk)
        if held.ended_at:
            return
        held.ended_at, held.email, held.person = at, "", ""
        held.save()
        waiting = Delivery.objects.waiting().filter(press=held)
        waiting.update(state=Delivery.State.STOPPED, ended_at=at)
        outbox.forget([held.record_key])
        _note(held, "press_left", by, at)


def tell(contact: PressContact, publication: Publication, url: str, *, at: datetime) -> PressPiece:
    """The contact published it there. The same address again changes nothing."""
    with transaction.atomic():
        PressContact.objects.select_for_update().get(pk=contact.pk)
        piece, _is_new = PressPiece.objects.get_or_create(
            contact=contact, publication=publication, url=url, defaults={"told_at": at}
        )
    return piece


def may_keep(contact: PressContact, by: Actor, at: datetime) -> bool:
    """Whether the actor may change the contact: the body that put it on the list, and the secretariat."""
    own = contact.body is not None and by.organisation is not None and contact.body.is_within(by.organisation)
    return powers.works(by) and (by.kind == "system" or own or standing.is_office(by, on=at.date()))


def _kept(contact: PressContact, by: Actor) -> PressContact:
    if not powers.works(by):
        raise NotAllowed(_("Only staff keep the press list."))
    held = PressContact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if held.ended_at:
        raise NotPossible(_("This contact is no longer on the list."))
    return held


def _ask(contact: PressContact, event: str, at: datetime) -> None:
    with translation.override(HOUSE):
        said: dict[str, Any] = {
            "platform": alliance.load().platform_name,
            "outlet": contact.outlet,
            "url": addresses.of_contact(contact.pk),
        }
        title = _("Press list of %(platform)s: please confirm") % said
        text = (
            _(
                "We would like to put you (%(outlet)s) on the press list of %(platform)s: you get our warnings when "
                "they go out, some in advance under embargo, and every correction.\n\nPlease confirm here: %(url)s\n\n"
                "You would rather not? Then do nothing, or leave the list on the same page."
            )
            % said
        )
    outbox.queue(
        effect_key=f"{contact.record_key}:{event}",
        subject=contact.record_key,
        channel="email",
        address=contact.email,
        title=title,
        text=text,
        at=at,
    )


def _note(contact: PressContact, verb: str, by: Actor, at: datetime) -> None:
    events.write(subject=contact.record_key, verb=verb, by=by.key, at=at, facts={"outlet": contact.outlet})
