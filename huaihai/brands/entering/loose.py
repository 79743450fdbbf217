"""Nominations of businesses that nobody knows here yet: handed in, matched with the register, or set aside."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.brands import messages
from huaihai.brands.entering.nominating import (
    FREE_NOW,
    NAMED,
    Recommendation,
    Thing,
    fit_words,
    keep_phone,
    nominate,
)
from huaihai.brands.life import LOOSE
from huaihai.brands.models import Entry, LooseNomination, NominationContact
from huaihai.desk.lives import NEW, NotAllowed, Unfit
from huaihai.desk.moving import Moving, event_of
from huaihai.desk.verbs import page
from huaihai.governance import standing
from huaihai.kit.clock import local_day
from huaihai.kit.form_fields import SeenForm, Words
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events
from huaihai.supervision.powers import works

moving = Moving[LooseNomination](LOOSE, event=event_of("brand_nomination"), tells_stage=False)


@dataclass(frozen=True)
class Typed:
    """The business and its thing in a consumer's own words."""

    name: str
    city: Organisation
    kind: str
    where: str = ""
    what: str = ""


def hand_in(typed: Typed, said: Recommendation, *, at: datetime) -> LooseNomination:
    """A consumer nominates a business by name and city. The same key twice is one. Raises Unfit."""
    facts = _fitted(typed)
    why = fit_words(said)
    if known := LooseNomination.objects.filter(client_key=said.key).first():
        return known
    try:
        return _stored(typed, facts, why, said, at=at)
    except IntegrityError:  # the same form came twice at one moment
        return LooseNomination.objects.get(client_key=said.key)


def match(row: LooseNomination, thing: Thing, *, seen: int, by: Actor, at: datetime) -> LooseNomination:
    """Somebody of staff has found it in the register: it gathers on that entry. Raises NotAllowed, NotPossible,
    Unfit, Moved."""
    require_looking(row, by, at)
    with moving(row, "match", noted="matched", by=by, at=at, seen=seen) as move:
        held = move.row
        said = Recommendation(held.why, is_free=True, key=held.client_key, browser=held.browser)
        made = nominate(thing, said, origin=Entry.Origin.CONSUMER, by=Actor.public(), at=at)
        held.nomination = made
        taken = NominationContact.objects.filter(nomination=made).exists()
        if not taken:
            NominationContact.objects.filter(loose=held).update(nomination=made)
        held.looked_at, held.looked_by = at, by.key
        move.facts["entry"] = str(made.entry_id)
    return row


class AsideForm(SeenForm):
    """Why it is set aside."""

    answer = Words(
        label=pgettext_lazy("nomination", "Why is it set aside?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@page(
    "aside",
    "set aside",
    gettext_lazy("Set this recommendation aside"),
    gettext_lazy("It is set aside."),
    form=AsideForm,
    lead=gettext_lazy("Whoever left a number is told that the business was not found, not your reason."),
    button=pgettext_lazy("nomination", "Set it aside"),
    to=lambda _row: reverse("office-brand-nominations"),
)
def set_aside(row: LooseNomination, *, answer: str, seen: int, by: Actor, at: datetime) -> LooseNomination:
    """It cannot be found, or is no nomination; who left a number is told. Raises NotAllowed, NotPossible, Unfit,
    Moved."""
    require_looking(row, by, at)
    said = storable_name(answer)[:300]
    if not said:
        raise Unfit("answer", _("Please say why."))
    with moving(row, "set aside", by=by, at=at, seen=seen) as move:
        move.row.answer, move.row.looked_at, move.row.looked_by = said, at, by.key
        messages.nominator(move.row, "aside", at=at)
    return row


def may_look(row: LooseNomination, by: Actor, at: datetime) -> bool:
    """Whether the actor looks into this one: staff of the city it names, or the secretariat."""
    if standing.is_office(by, on=local_day(at)):
        return True
    return works(by) and by.organisation is not None and by.organisation.city == row.city


def require_looking(row: LooseNomination, by: Actor, at: datetime) -> None:
    """Raises NotAllowed for whoever does not look into this one."""
    if not may_look(row, by, at):
        raise NotAllowed(_("Only staff of this city or the secretariat can do that."))


def _fitted(typed: Typed) -> dict[str, str]:
    if typed.kind not in Entry.Kind.values:
        raise Unfit("kind", _("Please choose one of these."))
    said = {
        "name": storable_name(typed.name)[:120],
        "where": storable_name(typed.where)[:120],
        "what": storable_name(typed.what)[:80] if typed.kind in NAMED else "",
    }
    if not said["name"]:
        raise Unfit("name", _("Please say what the business is called."))
    if typed.kind in NAMED and not said["what"]:
        raise Unfit("what", _("Please say what it is called."))
    for name in ("name", "what"):
        if mask(said[name]).finds:
            raise Unfit(name, _("Please leave out telephone numbers, addresses and other personal data."))
    return said | {"kind": typed.kind}


def _stored(
    typed: Typed, facts: dict[str, str], why: str, said: Recommendation, *, at: datetime
) -> LooseNomination:
    with transaction.atomic():
        made = LooseNomination.objects.create(
            **facts,
            city=typed.city,
            why=why,
            free_version=FREE_NOW,
            browser=said.browser,
            client_key=said.key,
            stage=LOOSE.after("hand in", NEW),
            at=at,
        )
        if said.phone:
            keep_phone(said.phone, at=at, loose=made)
        told = {"city": typed.city.key, "kind": made.kind}
        events.write(
            subject=made.record_key, verb="brand_nomination_handed_in", by="public", at=at, facts=told
        )
    return made
