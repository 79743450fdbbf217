"""Keeping the telephones of a body: the public part, and its lines."""

import hashlib
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huaihai.governance import roster
from huaihai.governance.actions import contacts
from huaihai.governance.errors import GovernanceError, Moved
from huaihai.governance.models import Contact
from huaihai.governance.office.frame import actor_of
from huaihai.governance.office.roster.asking import Question, ask, press, version_of
from huaihai.governance.office.roster.directory import kept_body, readers
from huaihai.governance.office.roster.phone_forms import LineForm, PublicPartForm
from huaihai.kit import clock, local_words
from huaihai.members.actions import tree
from huaihai.members.models import Organisation

PUBLIC = ("phone", "address", "hours")
GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


class PublicPartMoved(Moved):
    """Somebody else corrected the public part meanwhile. Carries the body as it is now."""

    def __init__(self, body: Organisation) -> None:
        GovernanceError.__init__(self, "the public part was corrected meanwhile")
        self.row = body


@GET_AND_POST
@readers
def public_part(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """Correct how the public reaches the body; the public pages show it at once."""
    node = kept_body(request, body_id)
    if node.kind == Organisation.Kind.ALLIANCE:  # its office has no counter of its own
        raise Http404

    def build(typed: Any) -> PublicPartForm:
        return PublicPartForm(typed, initial={**_public(node), "seen": _fingerprint(node)})

    def act(form: Any) -> str:
        with transaction.atomic():
            held = Organisation.objects.select_for_update().get(pk=node.pk)
            if form.cleaned_data["seen"] != _fingerprint(held):
                raise PublicPartMoved(held)
            told = {name: form.cleaned_data[name] for name in PUBLIC}
            tree.correct_contact(organisation=held, **told, by=actor_of(request), at=clock.now())
        return _("Saved. The public pages show it now.")

    def now() -> tuple[str, str]:
        node.refresh_from_db()
        stands = " · ".join(value for value in _public(node).values() if value) or _("nothing")
        return _("Now it says: %(what)s.") % {"what": stands}, _fingerprint(node)

    question = _question(node, _("Correct the public part"), _("Save"), now=now)
    return ask(request, question, build, act)


@GET_AND_POST
@readers
def line_new(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """A further line."""
    node = kept_body(request, body_id)
    people = roster.people_of(node, clock.today())

    def act(form: Any) -> str:
        contacts.add(node, stated=form.stated(), from_on=clock.today(), by=actor_of(request), at=clock.now())
        return _("The line stands in the directory.")

    def build(typed: Any) -> LineForm:
        return LineForm(typed, people=people, seen=0, initial={"kind": Contact.Kind.DUTY})

    return ask(request, _question(node, _("Add a line"), _("Save")), build, act)


@GET_AND_POST
@readers
def line(request: HttpRequest, body_id: UUID, line_id: UUID) -> HttpResponse:
    """Change a line."""
    node, held = kept_body(request, body_id), _line(request, body_id, line_id)
    people = roster.people_of(node, clock.today())

    def build(typed: Any) -> LineForm:
        first = {"kind": held.kind, "label": held.label, "phone": held.number, "note": held.note}
        owner = str(held.account_id or "")
        return LineForm(typed, people=people, seen=held.version, initial={**first, "account": owner})

    def act(form: Any) -> str:
        contacts.change(
            held, stated=form.stated(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        )
        return _("The line is changed.")

    def now() -> tuple[str, str]:
        held.refresh_from_db()
        return _("Now it says: %(what)s.") % {"what": f"{held.label} {held.number}"}, str(held.version)

    return ask(request, _question(node, _("Change the line"), _("Save"), now=now), build, act)


@require_POST
@readers
def line_end(request: HttpRequest, body_id: UUID, line_id: UUID) -> HttpResponse:
    """Today is the last day of the line."""
    node, held = kept_body(request, body_id), _line(request, body_id, line_id)

    def act() -> str:
        at = clock.now()
        contacts.end(held, last_on=at.date(), seen=version_of(request), by=actor_of(request), at=at)
        return _("Today is the last day of this line.")

    def now() -> tuple[str, str]:
        held.refresh_from_db()
        return _("Now it says: %(what)s.") % {"what": f"{held.label} {held.number}"}, ""

    return press(request, _question(node, _("End the line"), "", now=now), act)


def _line(request: HttpRequest, body_id: UUID, line_id: UUID) -> Contact:
    in_use = Contact.objects.visible_to(actor_of(request)).in_use(clock.today())
    return get_object_or_404(in_use.select_related("organisation"), pk=line_id, organisation_id=body_id)


def _question(node: Organisation, title: str, button: str, **more: Any) -> Question:
    name = local_words.in_script(node.short_name)
    back = reverse("office-directory-body", args=[node.pk])
    return Question("directory", f"{title} · {name}", button, back, name, **more)


def _public(node: Organisation) -> dict[str, str]:
    return {name: getattr(node, name) for name in PUBLIC}


def _fingerprint(node: Organisation) -> str:
    return hashlib.sha256("\n".join(_public(node).values()).encode()).hexdigest()
