"""What can be done with a year's programme, one page each."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from huaihai.desk.asking import Question, ask, asking, press
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.kit import clock, local_words
from huaihai.supervision.models import Programme, TopicScore
from huaihai.supervision.programme import powers
from huaihai.supervision.programme.actions import choosing, opening
from huaihai.supervision.programme.lives import PROGRAMME
from huaihai.supervision.programme.office.forms import OpeningForm, ScoresForm
from huaihai.supervision.programme.office.views import MENU_KEY, programme_or_404


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
        act=lambda form: opening.open_programme(**form.cleaned_data, by=actor_of(request), at=clock.now()),
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
        act=opening.end_scoring,
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
        act=choosing.put_to_vote,
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
        act=choosing.take_back,
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
        act=lambda form: opening.score(found, form.scores(), by=actor, at=clock.now()),
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
