"""For administrators: the installations with which cases are exchanged, and what they have to be told of this one."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from huaihai.cases.models import PassportPeer
from huaihai.cases.passing import own, peering
from huaihai.cases.passport import peers as descriptors
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of
from huaihai.kit import clock, guards, local_words
from huaihai.kit.form_fields import PlainForm, Words
from huaihai.members import persons
from huaihai.members.models import Organisation, Role

administrators = guards.staff(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
LONGEST = 20_000


class Add(PlainForm):
    descriptor = Words(
        label=gettext_lazy("The description that the other side serves"),
        help_text=gettext_lazy(
            "Open its address with /.well-known/case-passport.json at the end, and copy all of it."
        ),
        max_length=LONGEST,
    )
    body = forms.ChoiceField(
        label=gettext_lazy("Which of our bodies reads what comes from there"),
        error_messages={"required": gettext_lazy("Please choose the body of a city.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.bodies = {one.key: one for one in Organisation.objects.cities()}
        field: Any = self.fields["body"]
        field.choices = [("", _("Please choose"))] + [
            (key, local_words.in_script(one.name)) for key, one in self.bodies.items()
        ]

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"body": self.bodies[self.cleaned_data["body"]]}


class Confirm(PlainForm):
    is_compared = forms.BooleanField(
        label=gettext_lazy("I called there, and the fingerprint is the same"),
        error_messages={"required": gettext_lazy("Please compare the fingerprint on the telephone first.")},
    )

    def facts(self) -> dict[str, Any]:
        return {}


class Close(PlainForm):
    """A button alone."""


@asking
@administrators
def peers(request: HttpRequest) -> HttpResponse:
    """Those there are, what to tell others of us, and one more."""
    actor = actor_of(request)

    def shows() -> dict[str, Any]:
        rows = PassportPeer.objects.select_related("body").order_by("title")
        return {"rows": rows, "ours": _ours(), "today": clock.today()}

    return ask(
        request,
        Question(
            current="desk-peers",
            title=_("Other alliances"),
            button=pgettext("peer", "Put it in"),
            back=reverse("office"),
            back_label=_("What waits for you"),
            template="cases/passing/peers.html",
            refusal="",
            shows=shows,
        ),
        form=Add,
        act=lambda form: peering.add(**form.facts(), by=actor, at=clock.now()),
        done=_("Put in. Now another administrator compares the fingerprint and confirms."),
        to=lambda row: reverse("desk-peer", args=[row.pk]),
    )


@asking
@administrators
def peer(request: HttpRequest, peer_id: UUID) -> HttpResponse:
    """Its address and fingerprint: another administrator confirms it; each can end it."""
    actor, row = actor_of(request), get_object_or_404(PassportPeer.objects.select_related("body"), pk=peer_id)
    told = own.known(row)
    is_asked = row.confirmed_at is None and row.closed_at is None
    is_own = actor.account_id is not None and row.added_by_id in persons.accounts_of(actor.account_id)
    confirms = is_asked and not is_own
    context = {
        "row": row,
        "told": told,
        "fingerprint": descriptors.fingerprint(told.keys[told.key_id]),
        "is_asked": is_asked,
        "is_own": is_own,
        "today": clock.today(),
    }
    return ask(
        request,
        Question(
            current="desk-peers",
            title=row.title,
            button=_("Confirm") if confirms else _("End the exchange"),
            back=reverse("desk-peers"),
            back_label=_("Other alliances"),
            template="cases/passing/peer.html",
            refusal="",
            tone="seal" if confirms else "late",
            closed=_("The exchange with it was ended.") if row.closed_at else "",
            context=context,
        ),
        form=Confirm if confirms else Close,
        act=lambda _form: (peering.confirm if confirms else peering.close)(row, by=actor, at=clock.now()),
        done=_("Confirmed. Cases can be offered there.")
        if confirms
        else _("The exchange with it was ended."),
        to=reverse("desk-peer", args=[row.pk]),
    )


def _ours() -> dict[str, str]:
    """What others have to know of this installation; empty while its address is not set."""
    if not own.is_reachable():
        return {}
    us = own.me()
    where = us.address.removesuffix(own.PATH) + descriptors.WELL_KNOWN
    return {"address": where, "fingerprint": descriptors.fingerprint(us.keys[us.key_id])}
