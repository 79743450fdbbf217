"""What can be done with a topic, one page each."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.governance.office.asking import Question, ask, asking
from huaihai.governance.office.frame import actor_of, readers
from huaihai.kit import clock
from huaihai.supervision.models import Topic
from huaihai.supervision.programme import powers
from huaihai.supervision.programme.actions import proposing
from huaihai.supervision.programme.lives import PROGRAMME, TOPIC
from huaihai.supervision.programme.office.topic_forms import (
    AnswerForm,
    MergeForm,
    ShowForm,
)
from huaihai.supervision.programme.office.views import MENU_KEY, topic_or_404

MOST_OTHERS = 300


@asking
@readers
def showing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A topic of the public is shown."""
    topic = topic_or_404(pk)
    initial = {"kind": topic.kind, "theme": topic.theme, "category": topic.category}
    return _looked(
        request,
        topic,
        "show",
        _("Show it to everybody"),
        lead=topic.why,
        form=partial(ShowForm, initial=initial),
        act=lambda form, **said: proposing.show(topic, **form.cleaned_data, **said),
        done=_("Everybody sees it now."),
    )


@asking
@readers
def hiding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A topic is not shown."""
    topic = topic_or_404(pk)
    return _looked(
        request,
        topic,
        "hide",
        _("Do not show it"),
        lead=_("For instance because it names a person, or is no topic. The reason stays with the office."),
        form=AnswerForm,
        act=lambda form, **said: proposing.hide(topic, **form.cleaned_data, **said),
        done=_("It is not shown."),
    )


@asking
@readers
def declining(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Not this year, with an answer."""
    topic = topic_or_404(pk)
    return _looked(
        request,
        topic,
        "decline",
        _("Not this year"),
        lead=_("Everybody reads the answer."),
        form=AnswerForm,
        act=lambda form, **said: proposing.decline(topic, **form.cleaned_data, **said),
        done=_("The answer stands beside the topic."),
    )


@asking
@readers
def merging(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It says the same as another one."""
    topic = topic_or_404(pk)
    others = Topic.objects.filter(programme=topic.programme, stage="open").exclude(pk=topic.pk)
    return _looked(
        request,
        topic,
        "merge",
        _("Join it with another topic"),
        lead=_("The other topic gets its supporters."),
        form=partial(MergeForm, others=list(others[:MOST_OTHERS])),
        act=lambda form, **said: proposing.merge(topic, form.topic, **said),
        done=_("The two topics are joined."),
    )


def _looked(
    request: HttpRequest,
    topic: Topic,
    verb: str,
    title: Promise,
    *,
    lead: Promise | str,
    form: Callable[..., Any],
    act: Callable[..., Any],
    done: Promise,
) -> HttpResponse:
    actor = actor_of(request)
    if not powers.may_look(actor, on=clock.today()):
        raise Http404
    can = TOPIC.can(verb, topic.stage) and PROGRAMME.can("look at topic", topic.programme.stage)
    closed = "" if can else _("This step does not exist at this stage.")
    return ask(
        request,
        question_of(topic, title, lead=lead, closed=closed),
        form=form,
        act=lambda made: act(made, by=actor, at=clock.now()),
        done=done,
        to=_address(topic),
    )


def question_of(topic: Topic, title: Promise, *, lead: Promise | str, closed: Promise | str) -> Question:
    """What every page about one topic has in common."""
    return Question(
        current=MENU_KEY,
        title=title,
        button=title,
        back=_address(topic),
        back_label=topic.title,
        lead=lead,
        closed=closed,
    )


def _address(topic: Topic) -> str:
    return reverse("office-topic-of-programme", args=[topic.pk])
