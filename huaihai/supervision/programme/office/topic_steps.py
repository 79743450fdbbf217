"""What can be done with a topic, one page each."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from huaihai.desk.asking import ask, asking, press
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.governance import membership
from huaihai.kit import clock
from huaihai.supervision.models import Topic
from huaihai.supervision.programme import powers
from huaihai.supervision.programme.actions import choosing, proposing
from huaihai.supervision.programme.lives import TOPIC
from huaihai.supervision.programme.office.forms import AnswerForm, TaskForm, TopicForm
from huaihai.supervision.programme.office.steps import question_of
from huaihai.supervision.programme.office.views import programme_or_404, topic_or_404
from huaihai.supervision.programme.suggestions import suggestions


@asking
@readers
def new(request: HttpRequest, year: str) -> HttpResponse:
    """A city proposes a topic; from a suggestion (`?category=`) with the numbers behind it."""
    found, actor, today = programme_or_404(year), actor_of(request), clock.today()
    if powers.city_of(actor, on=today) is None:
        raise Http404
    category = request.GET.get("category", "")
    behind = next((one for one in suggestions(today) if one.category == category), None) if category else None
    initial: dict[str, Any] = {"key": uuid4()}
    if behind:
        counts = {"n": behind.cases, "before": behind.before}
        why = _t("%(n)s complaints in twelve months, %(before)s in the twelve before.") % counts
        initial |= {"title": behind.label, "why": why}
    return ask(
        request,
        question_of(found, "propose topic", _("Propose a topic"), button=_("Propose it")),
        form=partial(TopicForm, initial=initial),
        act=lambda form: proposing.propose(
            found,
            form.said(from_complaints=behind is not None),
            key=form.cleaned_data["key"],
            by=actor,
            at=clock.now(),
        ),
        done=_("The topic is proposed."),
        to=_address,
    )


@asking
@readers
def showing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A topic of the public is shown; a button."""
    topic = topic_or_404(pk)
    return press(
        request,
        replace(
            question_of(topic.programme, "look at topic", _("Show it to everybody")), back=_address(topic)
        ),
        lambda _seen: proposing.show(topic, by=actor_of(request), at=clock.now()),
        done=_("Everybody sees it now."),
        carries_version=False,
    )


@asking
@readers
def hiding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A topic is not shown."""
    topic, actor = topic_or_404(pk), actor_of(request)
    if not powers.may_look(actor, on=clock.today()):
        raise Http404
    lead = _("For instance because it names a person, or is no topic. The reason stays with the office.")
    can = TOPIC.can("hide", topic.stage)
    return ask(
        request,
        question_of(topic.programme, "look at topic" if can else "", _("Do not show it"), lead=lead),
        form=AnswerForm,
        act=lambda form: proposing.hide(topic, **form.cleaned_data, by=actor, at=clock.now()),
        done=_("It is not shown."),
        to=_address(topic),
    )


@asking
@readers
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A topic is done this year: how, by whom, when."""
    topic = topic_or_404(pk)
    found = topic.programme
    can = TOPIC.can("choose", topic.stage)
    members = membership.members_on(clock.today())
    initial = {"kind": topic.kind, "theme": topic.theme}
    if not acts_as_office(request):
        raise Http404
    return ask(
        request,
        question_of(found, "choose" if can else "", _("Choose it"), lead=topic.title),
        form=partial(TaskForm, bodies=members, initial=initial, seen=found.version),
        act=lambda form: choosing.choose(
            topic, form.task(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_("The topic is chosen."),
        to=found.office_url,
    )


@asking
@readers
def put_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Not chosen after all."""
    topic = topic_or_404(pk)
    return press(
        request,
        question_of(topic.programme, "choose", _("Take it out")),
        lambda _seen: choosing.put_back(topic, by=actor_of(request), at=clock.now()),
        done=_("Saved."),
        carries_version=False,
    )


@asking
@readers
def project(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A chosen topic becomes a project, by who leads it."""
    topic = topic_or_404(pk)
    return press(
        request,
        question_of(topic.programme, "open project", _("Open the project")),
        lambda _seen: choosing.open_project(topic, by=actor_of(request), at=clock.now()),
        done=_("The project is open. Write its plan next."),
        to=lambda made: made.office_url,
        carries_version=False,
    )


def _address(topic: Topic) -> str:
    return reverse("office-topic-of-programme", args=[topic.pk])
