"""What can be done with a year's programme and with its topics, one page each."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from huaihai.desk.asking import Question, ask, asking, press
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.governance import membership
from huaihai.kit import clock, local_words
from huaihai.supervision.models import Programme, Topic, TopicScore
from huaihai.supervision.programme import powers, topics, verbs
from huaihai.supervision.programme.facts import suggestions
from huaihai.supervision.programme.life import PROGRAMME, TOPIC
from huaihai.supervision.programme.pages import (
    MENU_KEY,
    AnswerForm,
    OpeningForm,
    ScoresForm,
    TaskForm,
    TopicForm,
    programme_or_404,
    topic_or_404,
)


@asking
@readers
def open_year(request: HttpRequest) -> HttpResponse:
    """A new year's programme."""
    question = Question(
        current=MENU_KEY,
        title=_("Open a year's programme"),
        button=_("Open it"),
        back=reverse("office-programmes"),
        back_label=_("Programmes"),
        lead=_("From then on the cities and the public can propose topics."),
        is_shown=acts_as_office(request),
    )
    return ask(
        request,
        question,
        form=partial(OpeningForm, initial={"year": clock.today().year + 1}),
        act=lambda form: verbs.open_programme(**form.cleaned_data, by=actor_of(request), at=clock.now()),
        done=_("The programme is open."),
        to=lambda made: made.office_url,
    )


@asking
@readers
def end_scoring(request: HttpRequest, year: str) -> HttpResponse:
    """All scores are shown; the choice begins."""
    return _pressed(
        request,
        year,
        verb="end scoring",
        title=_("End scoring"),
        act=verbs.end_scoring,
        done=_("Scoring has ended. Next comes the choice."),
    )


@asking
@readers
def put_to_vote(request: HttpRequest, year: str) -> HttpResponse:
    """The list is fixed, and the motion that adopts it drafted."""
    return _pressed(
        request,
        year,
        verb="fix",
        title=_("Put the list to the vote"),
        act=verbs.put_to_vote,
        done=_("The list is fixed and the motion is drafted. Table it when it reads well."),
        to=lambda made: reverse("office-motion", args=[made.pk]),
    )


@asking
@readers
def take_back(request: HttpRequest, year: str) -> HttpResponse:
    """The list can be changed again."""
    return _pressed(
        request,
        year,
        verb="take back",
        title=_("Take the list back"),
        act=verbs.take_back,
        done=_("The list can be changed again."),
    )


@asking
@readers
def score(request: HttpRequest, year: str) -> HttpResponse:
    """The reader's city scores all topics on one page, or puts its scores right."""
    found, actor = programme_or_404(year), actor_of(request)
    city = powers.city_of(actor, on=clock.today())
    if city is None:
        raise Http404
    topics = list(found.topics.filter(stage="open"))
    given = dict(TopicScore.objects.filter(topic__in=topics, body=city).values_list("topic", "points"))
    lead = _t("For %(city)s. The other cities see it once scoring has ended. 5 speaks for the topic.")
    name = local_words.in_script(city.short_name)
    return ask(
        request,
        question_of(found, "score", _("Score the topics"), button=_("Save"), lead=lead % {"city": name}),
        form=partial(ScoresForm, topics=topics, given=given),
        act=lambda form: verbs.score(found, form.scores(), by=actor, at=clock.now()),
        done=_("The scores are kept."),
        to=found.office_url,
    )


def _pressed(
    request: HttpRequest,
    year: str,
    *,
    verb: str,
    title: Promise,
    act: Callable[..., Any],
    done: Promise,
    to: Callable[[Any], str] | str = "",
) -> HttpResponse:
    """A button of the secretariat on the page of a year."""
    found = programme_or_404(year)
    return press(
        request,
        question_of(found, verb, title),
        lambda seen: act(found, seen=seen, by=actor_of(request), at=clock.now()),
        done=done,
        to=to,
    )


def question_of(found: Programme, verb: str, title: Promise, **more: Any) -> Question:
    """What every page about one programme has in common; closed where its stage does not know the verb."""
    can = bool(verb) and PROGRAMME.can(verb, found.stage)
    said: dict[str, Any] = {
        "current": MENU_KEY,
        "title": title,
        "button": title,
        "back": found.office_url,
        "back_label": found.title,
        "closed": "" if can else _("This step does not exist at this stage."),
    }
    return Question(**said | more)


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
        act=lambda form: topics.propose(
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
        lambda _seen: topics.show(topic, by=actor_of(request), at=clock.now()),
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
        act=lambda form: topics.hide(topic, **form.cleaned_data, by=actor, at=clock.now()),
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
        act=lambda form: verbs.choose(
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
        lambda _seen: verbs.put_back(topic, by=actor_of(request), at=clock.now()),
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
        lambda _seen: verbs.open_project(topic, by=actor_of(request), at=clock.now()),
        done=_("The project is open. Write its plan next."),
        to=lambda made: made.office_url,
        carries_version=False,
    )


def _address(topic: Topic) -> str:
    return reverse("office-topic-of-programme", args=[topic.pk])
