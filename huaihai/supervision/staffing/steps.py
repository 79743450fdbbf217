"""What can be done with parts and minutes, one page each."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.governance.office.asking import Question, ask, asking
from huaihai.governance.office.frame import actor_of, readers
from huaihai.kit import clock, local_words
from huaihai.members.models import Account, Organisation, Post
from huaihai.supervision import powers
from huaihai.supervision.models import Project
from huaihai.supervision.office.shell import MENU_KEY, project_or_404
from huaihai.supervision.procedures import ROLES
from huaihai.supervision.staffing import actions, noting, shown
from huaihai.supervision.staffing.forms import DeclarationForm, EndForm, GiveForm, MinutesForm
from huaihai.supervision.staffing.views import own_body, role_or_404, who

MOST_PEOPLE = 200


@asking
@readers
def giving(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Giving somebody of staff a part; whose staff, stands in the address."""
    project = _open_to(request, pk)
    cities = _cities(request, project)
    chosen = next((city for city in cities if shown.code_of(city) == request.GET.get("city")), cities[0])
    question = _question(
        project,
        _("Give somebody a part"),
        _("Give the part"),
        template="supervision/staffing/giving.html",
        context={"cities": [(shown.code_of(city), city, city == chosen) for city in cities]},
    )
    return ask(
        request,
        question,
        form=partial(GiveForm, kind=project.kind, people=_people(chosen)),
        act=lambda form: actions.give_role(
            project, form.cleaned_data["role"], form.who, by=actor_of(request), at=clock.now()
        ),
        done=_("The part is given."),
        to=_address(project),
    )


@asking
@readers
def ending(request: HttpRequest, pk: UUID, row: int) -> HttpResponse:
    """A part ends."""
    project, found = role_or_404(request, pk, row)
    actor, now = actor_of(request), clock.now()
    is_own = actor.account_id is not None and actor.account_id == found.account_id
    if not is_own and not actions.may_staff(actor, project, found.body, at=now):
        raise Http404
    lead = f"{ROLES[found.role].label} · {who(found)}"
    return ask(
        request,
        _question(project, _("End this part"), _("End this part"), lead=lead, tone="late"),
        form=EndForm,
        act=lambda _form: actions.end_role(found, by=actor, at=clock.now()),
        done=_("The part has ended."),
        to=_address(project),
    )


@asking
@readers
def declaring(request: HttpRequest, pk: UUID, row: int) -> HttpResponse:
    """The person says whether an interest binds them."""
    project, found = role_or_404(request, pk, row)
    actor = actor_of(request)
    if actor.account_id is None or actor.account_id != found.account_id:
        raise Http404
    return ask(
        request,
        _question(
            project,
            _("Declare your interests"),
            _("Declare it"),
            lead=_("Before you take part. Results that somebody had an interest in convince nobody."),
        ),
        form=DeclarationForm,
        act=lambda form: noting.declare(
            found,
            is_free=form.cleaned_data["is_free"] == "free",
            interest=form.cleaned_data["interest"],
            by=actor,
            at=clock.now(),
        ),
        done=lambda made: str(
            _("Declared. Thank you.") if made.is_free else _("Declared. Your part has ended.")
        ),
        to=_address(project),
    )


@asking
@readers
def noting_minutes(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """The minutes that steps have taken at one body."""
    project = project_or_404(request, pk)
    lines = shown.lines_of(project)
    found = next((one for one in shown.bodies(project, lines) if one.code == code), None)
    if found is None or not noting.may_note(actor_of(request), project, found.body, at=clock.now()):
        raise Http404
    noted = dict(project.minutes.filter(body=found.body).values_list("step", "minutes"))
    own = [line for line in lines if line.by_body.get(found.body.key) or line.step.key in noted]
    back = f"{reverse('office-project-minutes', args=[project.pk])}?body={code}"
    label = pgettext_lazy("staffing", "Minutes")
    question = _question(project, _("Note minutes"), _("Save"), lead=found.name, back=back, back_label=label)
    return ask(
        request,
        question,
        form=partial(MinutesForm, lines=own, noted=noted, body=found.body.key),
        act=lambda form: noting.note_minutes(
            project, found.body, form.taken(), by=actor_of(request), at=clock.now()
        ),
        done=_("Saved."),
        to=back,
    )


def _open_to(request: HttpRequest, pk: UUID) -> Project:
    """The project, for who may give parts in it."""
    project = project_or_404(request, pk)
    may = powers.takes_part(actor_of(request), project, on=clock.today())
    if own_body(request) is None or not may or project.stage == "dropped":
        raise Http404
    return project


def _cities(request: HttpRequest, project: Project) -> list[Organisation]:
    """Whose staff the reader may choose from: its own city's, and, for who leads, the others' that take part."""
    own = own_body(request)
    mine = [body for body in [own.city if own else None] if body is not None]
    if not powers.leads(actor_of(request), project, on=clock.today()):
        return mine
    others = [part.body for part in project.cities.select_related("body")]
    return list(dict.fromkeys([*mine, *others]))


def _people(city: Organisation) -> list[tuple[Account, str]]:
    """Working staff of this city and the bodies below it, with where they work."""
    posts = Post.objects.held_on(clock.today()).filter(
        organisation__path__under=city.path, role__in=powers.WORKING, account__is_active=True
    )
    rows = posts.select_related("account", "organisation").order_by("organisation__path", "from_on", "pk")
    found = {post.account: local_words.in_script(post.organisation.short_name) for post in rows[:MOST_PEOPLE]}
    return list(found.items())


def _question(project: Project, title: Promise, button: Promise, **more: Any) -> Question:
    said: dict[str, Any] = {
        "current": MENU_KEY,
        "title": title,
        "button": button,
        "back": _address(project),
        "back_label": project.title,
    }
    return Question(**said | more)


def _address(project: Project) -> str:
    return reverse("office-project-staffing", args=[project.pk])
