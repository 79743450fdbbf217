"""Keeping the telephones of a body: the public part, and its lines."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache

from huaihai.desk.asking import CONFLICT, Question, ask, asking, press
from huaihai.desk.frame import actor_of
from huaihai.desk.lives import DeskError, Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance.directory import verbs
from huaihai.governance.directory.pages import body_page, kept_body, readers
from huaihai.governance.directory.verbs import Stated
from huaihai.governance.models import Contact
from huaihai.kit import clock, local_words
from huaihai.kit.country import gettext as _
from huaihai.kit.country import gettext_lazy
from huaihai.kit.form_fields import Line, SeenForm, name_what_is_needed
from huaihai.members import bodies
from huaihai.members.errors import MayNot, NotFit
from huaihai.members.models import Account, Organisation

PHONE = {"inputmode": "tel", "autocomplete": "off"}


class PublicPartForm(forms.Form):
    """How the public reaches a body. `seen` is a fingerprint of what stood there."""

    hints: Mapping[Any, Any] = {}
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    phone = Line(
        label=gettext_lazy("Telephone for the public"),
        help_text=gettext_lazy(
            "With the area code. Empty: that of the body above is shown, or {hotline} of the city."
        ),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=PHONE),
    )
    address = Line(label=gettext_lazy("Address"), required=False, max_length=200)
    hours = Line(
        label=gettext_lazy("Hours"),
        help_text=gettext_lazy(
            "For instance: Monday to Friday 9:00–12:00, 14:00–17:00; Saturday 9:00–12:00. Call-backs are promised "
            "within these hours, and never on holidays."
        ),
        required=False,
        max_length=240,
    )
    contact_note = Line(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Who answers, which entrance, which bus."),
        required=False,
        max_length=200,
    )


class LineForm(SeenForm):
    """A telephone of a body."""

    hints: Mapping[Any, Any] = {
        Contact.Kind.PUBLIC: gettext_lazy("Everybody sees it on the page of the city."),
        Contact.Kind.DUTY: gettext_lazy("Rings where the person on duty is. Staff of all cities see it."),
        Contact.Kind.LINE: gettext_lazy("For colleagues of other bodies. Staff of all cities see it."),
        Contact.Kind.PERSON: gettext_lazy(
            "Kept under seal. Colleagues of this body may look, and each look is written down."
        ),
    }
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of line"), choices=Contact.Kind.choices, widget=forms.RadioSelect
    )
    label = Line(
        label=gettext_lazy("What it is called"),
        help_text=gettext_lazy("For instance: night line"),
        max_length=60,
    )
    phone = Line(label=gettext_lazy("Number"), max_length=40, widget=forms.TextInput(attrs=PHONE))
    account = forms.ChoiceField(
        label=gettext_lazy("Whose number"),
        help_text=gettext_lazy("Only for the telephone of a person."),
        required=False,
    )
    note = Line(label=gettext_lazy("Note"), required=False, max_length=200)

    def __init__(
        self, *args: Any, people: Iterable[Account], held: Contact | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if held is not None and held.is_private:
            self.fields["phone"].required = False
            self.fields["phone"].help_text = _("Empty: it stays %(number)s.") % {"number": held.shown}
        self.by_id = {str(account.pk): account for account in people}
        field: Any = self.fields["account"]
        field.choices = [
            ("", _("nobody's: it belongs to the body")),
            *((key, account.shown_name) for key, account in self.by_id.items()),
        ]
        name_what_is_needed(self)

    def stated(self) -> Stated:
        told = self.cleaned_data
        return Stated(
            kind=Contact.Kind(told["kind"]),
            label=told["label"],
            phone=told["phone"],
            note=told["note"],
            account=self.by_id.get(told["account"]) if told["kind"] == Contact.Kind.PERSON else None,
        )


PUBLIC = ("phone", "address", "hours", "contact_note")


class PublicPartMoved(Moved):
    """Somebody else corrected the public part meanwhile. Carries the body as it is now."""

    def __init__(self, body: Organisation) -> None:
        DeskError.__init__(self, "the public part was corrected meanwhile")
        self.row = body


@asking
@readers
def public_part(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """Correct how the public reaches the body; the public pages show it at once."""
    node = kept_body(request, body_id)
    if node.kind == Organisation.Kind.ALLIANCE:  # its office has no counter of its own
        raise Http404

    question = _question(
        node,
        _("Correct the public part"),
        _("Save"),
        now=lambda held: _says(" · ".join(value for value in _public(held).values() if value)),
        seen=_fingerprint,
    )
    return ask(
        request,
        question,
        form=partial(PublicPartForm, initial={**_public(node), "seen": _fingerprint(node)}),
        act=lambda form: _correct(request, node, form),
        done=_("Saved. The public pages show it now."),
        to=question.back,
    )


@asking
@readers
def line_new(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """A further line."""
    node = kept_body(request, body_id)
    people = verbs.people_of(node, clock.today())
    question = _question(node, _("Add a line"), _("Save"))
    return ask(
        request,
        question,
        form=partial(LineForm, people=people, seen=0, initial={"kind": Contact.Kind.DUTY}),
        act=lambda form: verbs.add(
            node, stated=form.stated(), from_on=clock.today(), by=actor_of(request), at=clock.now()
        ),
        done=_("The line stands in the directory."),
        to=question.back,
    )


@asking
@readers
def line(request: HttpRequest, body_id: UUID, line_id: UUID) -> HttpResponse:
    """Change a line."""
    node, held = kept_body(request, body_id), _line(request, body_id, line_id)
    question = _question(node, _("Change the line"), _("Save"), now=_line_says)
    initial = {
        "kind": held.kind,
        "label": held.label,
        "phone": held.phone,  # of a person empty: what is not typed anew stays
        "note": held.note,
        "account": str(held.account_id or ""),
    }
    people = verbs.people_of(node, clock.today())
    return ask(
        request,
        question,
        form=partial(LineForm, people=people, held=held, seen=held.version, initial=initial),
        act=lambda form: verbs.change(
            held, stated=form.stated(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_("The line is changed."),
        to=question.back,
    )


@asking
@readers
@never_cache
def line_look(request: HttpRequest, body_id: UUID, line_id: UUID) -> HttpResponse:
    """The number of a person, on this one answer; that it was shown is written down."""
    actor, at = actor_of(request), clock.now()
    persons = Contact.objects.filter(kind=Contact.Kind.PERSON).select_related("organisation", "account")
    held = get_object_or_404(persons, pk=line_id, organisation_id=body_id)
    if not verbs.may_look(held, by=actor, at=at):
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(reverse("office-directory-body", args=[body_id]))
    try:
        number = verbs.look(held, by=actor, at=at)
    except (NotAllowed, NotPossible) as error:
        return body_page(request, held.organisation, refused=str(error), status=CONFLICT)
    return body_page(request, held.organisation, shown=held, number=number)


@asking
@readers
def line_end(request: HttpRequest, body_id: UUID, line_id: UUID) -> HttpResponse:
    """Today is the last day of the line."""
    node, held = kept_body(request, body_id), _line(request, body_id, line_id)
    at = clock.now()
    return press(
        request,
        _question(node, _("End the line"), "", now=_line_says),
        lambda seen: verbs.end(held, last_on=at.date(), seen=seen, by=actor_of(request), at=at),
        done=_("Today is the last day of this line."),
    )


def _correct(request: HttpRequest, node: Organisation, form: Any) -> None:
    told = {name: form.cleaned_data[name] for name in PUBLIC}
    with transaction.atomic():
        held = Organisation.objects.select_for_update().get(pk=node.pk)
        if form.cleaned_data["seen"] != _fingerprint(held):
            raise PublicPartMoved(held)
        try:
            bodies.correct_contact(organisation=held, **told, by=actor_of(request), at=clock.now())
        except NotFit as error:
            raise Unfit(error.field, error) from error
        except MayNot as error:
            raise NotAllowed(str(error)) from error


def _line(request: HttpRequest, body_id: UUID, line_id: UUID) -> Contact:
    in_use = Contact.objects.visible_to(actor_of(request)).in_use(clock.today())
    return get_object_or_404(in_use.select_related("organisation"), pk=line_id, organisation_id=body_id)


def _question(node: Organisation, title: str, button: str, **more: Any) -> Question:
    name = local_words.in_script(node.short_name)
    back = reverse("office-directory-body", args=[node.pk])
    return Question(
        "directory",
        f"{title} · {name}",
        button,
        back,
        name,
        template="governance/office/roster/question.html",
        **more,
    )


def _line_says(held: Contact) -> str:
    return _says(f"{held.label} {held.shown}")


def _says(what: str) -> str:
    return _("Now it says: %(what)s.") % {"what": what or _("nothing")}


def _public(node: Organisation) -> dict[str, str]:
    return {name: getattr(node, name) for name in PUBLIC}


def _fingerprint(node: Organisation) -> str:
    return hashlib.sha256("\n".join(_public(node).values()).encode()).hexdigest()
