"""The steps that all projects share, one page each."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.governance import membership
from huaihai.kit import clock, spoken
from huaihai.supervision import cities as supervision_cities
from huaihai.supervision import powers, releasing, verbs
from huaihai.supervision.cities import CityPart
from huaihai.supervision.facts import MENU_KEY, hindrances, project_or_404
from huaihai.supervision.forms import CitiesForm, ConfirmForm, ReasonForm, RegistrationForm, ReleaseForm
from huaihai.supervision.life import PROJECT
from huaihai.supervision.models import Project, ProjectCity

type Words = Promise | str


@asking
@readers
def cities(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which cities take part, with which share and money."""
    found = project_or_404(request, pk)
    rows = found.all_cities.exclude(answer=ProjectCity.Answer.DECLINED).select_related("body")
    held = [CityPart(row.body, row.share, row.budget_fen) for row in rows]
    return _step(
        request,
        found,
        "change cities",
        title=_("Cities and shares"),
        button=_("Save"),
        template="supervision/office/cities.html",
        form=partial(CitiesForm, bodies=membership.members_on(clock.today()), held=held),
        act=lambda form, **said: supervision_cities.change_cities(found, form.parts(), **said),
        done=_("Saved."),
    )


@asking
@readers
def registration(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Freezing the plan."""
    found = project_or_404(request, pk)
    is_first = found.registered is None
    return _step(
        request,
        found,
        "register",
        title=_("Register the plan"),
        button=_("Register it"),
        lead=_(
            "The plan is fixed with its fingerprint and becomes public. Nothing is collected before; "
            "what changes later stands beside it with its reason."
        ),
        form=partial(RegistrationForm, is_first=is_first),
        act=lambda form, **said: verbs.register(found, reason=form.facts().get("reason", ""), **said),
        done=_("The plan is registered."),
    )


@asking
@readers
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Collecting begins."""
    found = project_or_404(request, pk)
    return _step(
        request,
        found,
        "start",
        title=_("Begin to collect"),
        button=_("Begin to collect"),
        lead=_("From here the plan cannot be changed any more."),
        form=ConfirmForm,
        act=lambda form, **said: verbs.start(found, **said),
        done=_("Collecting has begun."),
    )


@asking
@readers
def finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Collecting ends."""
    found = project_or_404(request, pk)
    return _step(
        request,
        found,
        "finish",
        title=_("End collecting"),
        button=_("End collecting"),
        lead=_("Next it is checked, and those concerned are heard."),
        form=ConfirmForm,
        act=lambda form, **said: verbs.finish(found, **said),
        done=_("Collecting has ended."),
    )


@asking
@readers
def release(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Making the file."""
    found = project_or_404(request, pk)
    return _step(
        request,
        found,
        "release",
        title=_("Make the file to be signed"),
        button=_("Make the file"),
        lead=_("All results are worked out from what is stored now, and fixed. Then the cities sign."),
        form=partial(ReleaseForm, is_first=found.published_at is None),
        act=lambda form, **said: releasing.release(found, reason=form.facts().get("reason", ""), **said),
        done=_("The file is made. Hand it to the cities for signing next."),
    )


@asking
@readers
def reopening(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Collecting again."""
    return _with_reason(
        request, pk, "reopen", _("Collect again"), act=verbs.reopen, done=_("Collecting goes on.")
    )


@asking
@readers
def calling_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file is taken back before it goes out."""
    words = _("Call the file back")
    return _with_reason(
        request,
        pk,
        "call back",
        words,
        act=releasing.call_back,
        done=_("The file is called back. It can be made again."),
    )


@asking
@readers
def dropping(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is not done after all."""
    words = pgettext_lazy("project", "Drop it")
    return _with_reason(request, pk, "drop", words, act=verbs.drop, done=_("The project is dropped."))


def _with_reason(
    request: HttpRequest, pk: UUID, verb: str, title: Words, *, act: Callable[..., Any], done: Words
) -> HttpResponse:
    found = project_or_404(request, pk)
    return _step(
        request,
        found,
        verb,
        title=title,
        button=title,
        lead=_("The reason stays in the record."),
        form=ReasonForm,
        act=lambda form, **said: act(found, reason=form.cleaned_data["reason"], **said),
        done=done,
    )


def _step(
    request: HttpRequest,
    found: Project,
    verb: str,
    *,
    title: Words,
    button: Words,
    form: Callable[..., Any],
    act: Callable[..., Any],
    done: Words,
    lead: Words = "",
    template: str = "desk/question.html",
) -> HttpResponse:
    """A step's page for whoever leads; what hinders it is said instead of the form."""
    actor = actor_of(request)
    if not powers.leads(actor, found, on=clock.today()):
        raise Http404
    closed = "" if PROJECT.can(verb, found.stage) else _("This step does not exist at this stage.")
    question = Question(
        current=MENU_KEY,
        title=title,
        button=button,
        back=found.office_url,
        back_label=found.title,
        lead=lead,
        template=template,
        closed=closed or spoken.run_on(hindrances(found, verb)),
        context={"project": found},
    )
    return ask(
        request,
        question,
        form=partial(form, seen=found.version),
        act=lambda made: act(made, seen=made.version_seen, by=actor, at=clock.now()),
        done=done,
        to=found.office_url,
    )
