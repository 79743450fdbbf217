"""Branches and stations below a body: one more, closed again; whether a body works with computers or from sheets."""

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.asking import Question, ask, asking, press
from huaihai.desk.frame import actor_of
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.governance.directory.pages import readers
from huaihai.governance.directory.verbs import offered
from huaihai.kit import clock, local_words
from huaihai.kit.form_fields import Line, PlainForm
from huaihai.members import bodies
from huaihai.members.actors import Actor
from huaihai.members.errors import MayNot, NotFit
from huaihai.members.models import Organisation

KINDS = [
    (Organisation.Kind.STATION.value, Organisation.Kind.STATION.label),
    (Organisation.Kind.BRANCH.value, Organisation.Kind.BRANCH.label),
]


class StationForm(PlainForm):
    """A branch or a station, and how it is reached."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS, widget=forms.RadioSelect)
    name = Line(
        label=gettext_lazy("Name"), help_text=gettext_lazy("As it stands on its door."), max_length=60
    )
    phone = Line(
        label=gettext_lazy("Telephone for the public"),
        help_text=gettext_lazy("With the area code. Empty: that of the body above is shown."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    address = Line(label=gettext_lazy("Address"), required=False, max_length=200)
    hours = Line(
        label=gettext_lazy("Hours"),
        help_text=gettext_lazy(
            "For instance: Monday to Friday 9:00–12:00, 14:00–17:00; Saturday 9:00–12:00."
        ),
        required=False,
        max_length=240,
    )
    has_computers = forms.BooleanField(
        label=gettext_lazy("Works here with a computer; otherwise cases go there on printed sheets"),
        required=False,
    )


@asking
@readers
def station_new(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """One more branch or station below this body."""
    node = _node(body_id)
    question = Question(
        "directory",
        _("Add a branch or station"),
        _("Add it"),
        *_back(node),
        is_shown=offered(actor_of(request), node)["may_add_station"],
    )
    return ask(
        request,
        question,
        form=lambda *sent: StationForm(*sent, initial={"kind": Organisation.Kind.STATION.value}),
        act=lambda form: _found(node, form.cleaned_data, actor_of(request)),
        done=_("It stands in the directory, for the public too."),
        to=lambda made: reverse("office-directory-body", args=[made.pk]),
    )


@asking
@readers
def computers(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """From now on with computers, or from printed sheets: the other way than now."""
    node = _node(body_id)
    if not offered(actor_of(request), node)["may_note_computers"]:
        raise Http404
    has_computers = request.POST.get("has_computers") == "1"

    def act(_seen: int) -> None:
        try:
            bodies.note_computers(
                organisation=node, has_computers=has_computers, by=actor_of(request), at=clock.now()
            )
        except MayNot as error:
            raise NotAllowed(str(error)) from error

    question = Question("directory", "", "", *_back(node))
    return press(request, question, act, done=_("Noted."), carries_version=False)


@asking
@readers
def closing(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """A branch or station is there no longer."""
    node = _node(body_id)
    question = Question(
        "directory",
        _("Close %(body)s") % {"body": local_words.in_script(node.name)},
        _("Close it"),
        *_back(node),
        lead=_(
            "It leaves the directory today. What was done there stays; what is still open waits with the body above."
        ),
        tone="late",
        is_shown=offered(actor_of(request), node)["may_close"],
    )
    return ask(
        request,
        question,
        form=PlainForm,
        act=lambda _form: _close(node, actor_of(request)),
        done=_("It is closed."),
        to=reverse("office-directory"),
    )


@transaction.atomic
def _found(above: Organisation, said: dict[str, Any], by: Actor) -> Organisation:
    at = clock.now()
    try:
        made = bodies.found_below(
            parent=above,
            kind=Organisation.Kind(said["kind"]),
            name=said["name"],
            is_computerised=said["has_computers"],
            by=by,
            at=at,
        )
        reached = {name: said[name] for name in ("phone", "address", "hours")}
        if any(reached.values()):
            bodies.correct_contact(organisation=made, **reached, by=by, at=at)
    except NotFit as error:
        raise Unfit(error.field, error) from error
    except MayNot as error:
        raise NotAllowed(str(error)) from error
    return made


def _close(node: Organisation, by: Actor) -> None:
    try:
        bodies.close_organisation(organisation=node, by=by, at=clock.now())
    except MayNot as error:
        raise NotPossible(str(error)) from error


def _node(body_id: UUID) -> Organisation:
    return get_object_or_404(Organisation, pk=body_id)


def _back(node: Organisation) -> tuple[str, str]:
    return reverse("office-directory-body", args=[node.pk]), local_words.in_script(node.short_name)
