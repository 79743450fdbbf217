"""Who plays which part in a project: one page with one form, and a button that ends a part."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huaihai.desk.asking import Question, ask, asking, press
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.kit import clock, local_words
from huaihai.kit.form_fields import name_what_is_needed
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Post
from huaihai.supervision import powers
from huaihai.supervision.facts import MENU_KEY, project_or_404, question
from huaihai.supervision.models import Project, ProjectRole
from huaihai.supervision.staffing import verbs
from huaihai.supervision.staffing.verbs import ROLES, Part, roles_of

MOST_PEOPLE = 400


class PartForm(forms.Form):
    """Which part, who, and that nothing binds them."""

    role = forms.ChoiceField(label=_("Which part?"), widget=forms.RadioSelect)
    account = forms.ChoiceField(label=_("Who?"))
    is_free = forms.BooleanField(
        label=_("Nothing binds this person to a maker, a seller or a place in this project; they said so"),
        help_text=_(
            "No work, no share, no family, no gifts, no competition. Else somebody else takes the part."
        ),
    )

    def __init__(self, *args: Any, kind: str, people: Sequence[tuple[Account, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.accounts = {str(account.pk): account for account, _where in people}
        parts = [(key, f"{ROLES[key].label}{_t(': ')}{ROLES[key].does}") for key in roles_of(kind)]
        self.fields["role"].choices = parts  # type: ignore[attr-defined]  # a ChoiceField
        who = [(str(account.pk), f"{account.shown_name} · {where}") for account, where in people]
        self.fields["account"].choices = who  # type: ignore[attr-defined]
        name_what_is_needed(self)


@asking
@readers
def staffing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who plays which part; whoever takes part gives one to themselves or to their own people."""
    project, actor = project_or_404(request, pk), actor_of(request)
    context = {"project": project, "parts": _parts(project, actor)}
    people = _people(actor, project)
    if not people:
        if request.method == "POST":
            raise Http404
        return render(request, "supervision/staffing/parts.html", frame(request, MENU_KEY) | context)
    return ask(
        request,
        _question(project, context),
        form=partial(PartForm, kind=project.kind, people=people),
        act=lambda form: verbs.give_role(
            project,
            form.cleaned_data["role"],
            form.accounts[form.cleaned_data["account"]],
            by=actor,
            at=clock.now(),
        ),
        done=_("The part is given."),
        to=_address(project),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def ending(request: HttpRequest, pk: UUID, row: int) -> HttpResponse:
    """A part ends."""
    project, actor = project_or_404(request, pk), actor_of(request)
    rows = project.roles.select_related("body", "account", "project").filter(until=None)
    found = rows.filter(pk=row).first() if row < 2**63 else None
    if found is None or not _may_end(actor, found):
        raise Http404
    return press(
        request,
        _question(project, {}),
        lambda _seen: verbs.end_role(found, by=actor, at=clock.now()),
        done=_("The part has ended."),
        carries_version=False,
    )


def _parts(project: Project, actor: Actor) -> list[tuple[Part, list[tuple[ProjectRole, bool]]]]:
    """Each part of this kind, with whoever plays it and whether the reader may end that."""
    rows = project.roles.filter(until=None).select_related("body", "account", "project__lead")
    found: dict[str, list[tuple[ProjectRole, bool]]] = {key: [] for key in roles_of(project.kind)}
    for row in rows.order_by("since", "pk"):
        found.setdefault(row.role, []).append((row, _may_end(actor, row)))
    return [(ROLES[key], people) for key, people in found.items() if key in ROLES]


def _may_end(actor: Actor, row: ProjectRole) -> bool:
    is_own = actor.account_id is not None and actor.account_id == row.account_id
    return is_own or verbs.may_staff(actor, row.project, row.body, at=clock.now())


def _people(actor: Actor, project: Project) -> list[tuple[Account, str]]:
    """Whom the reader may give a part, oneself first: staff of the own city, and, for who leads, of all cities that
    take part."""
    own, today = actor.organisation, clock.today()
    if own is None or project.stage == "dropped" or not powers.takes_part(actor, project, on=today):
        return []
    cities = [own.city] if own.city else []
    if powers.leads(actor, project, on=today):
        cities += [part.body for part in project.cities.select_related("body")]
    found: dict[Account, str] = {}
    for city in dict.fromkeys(cities):
        found |= _staff(city)
    people = sorted(found.items(), key=lambda one: str(one[0].pk) != str(actor.account_id))
    return people[:MOST_PEOPLE]


def _staff(city: Organisation) -> dict[Account, str]:
    posts = Post.objects.held_on(clock.today()).filter(
        organisation__path__under=city.path, role__in=powers.WORKING, account__is_active=True
    )
    rows = posts.select_related("account", "organisation").order_by("organisation__path", "from_on", "pk")
    return {post.account: local_words.in_script(post.organisation.short_name) for post in rows[:MOST_PEOPLE]}


def _question(project: Project, context: dict[str, Any]) -> Question:
    return question(
        project,
        title=_("Parts and people"),
        button=_("Give the part"),
        back=_address(project) if not context else project.office_url,
        template="supervision/staffing/giving.html",
        context=context,
    )


def _address(project: Project) -> str:
    return reverse("office-project-staffing", args=[project.pk])
