"""What a city does with topics: it proposes them and scores them."""

from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from huaihai.governance.office.asking import Question, ask, asking
from huaihai.governance.office.frame import actor_of, readers
from huaihai.kit import clock, local_words
from huaihai.law import kinds
from huaihai.supervision.programme import criteria, powers
from huaihai.supervision.programme.actions import proposing, scoring
from huaihai.supervision.programme.lives import PROGRAMME
from huaihai.supervision.programme.office.topic_forms import (
    ScoreForm,
    TopicForm,
)
from huaihai.supervision.programme.office.topic_steps import question_of
from huaihai.supervision.programme.office.views import MENU_KEY, programme_or_404, topic_or_404
from huaihai.supervision.programme.suggestions import facts_of

MOST_OTHERS = 300


@asking
@readers
def new(request: HttpRequest, year: str) -> HttpResponse:
    """A city proposes a topic; from a suggestion (`?category=`) with the numbers behind it."""
    programme, actor = programme_or_404(year), actor_of(request)
    if powers.city_of(actor, on=clock.today()) is None:
        raise Http404
    category = request.GET.get("category", "")
    facts = facts_of(category, clock.today()) if _is_trade(category) else {}
    question = Question(
        current=MENU_KEY,
        title=_("Propose a topic"),
        button=_("Propose it"),
        back=programme.office_url,
        back_label=programme.title,
        closed=""
        if PROGRAMME.can("propose topic", programme.stage)
        else _("The time for proposals is over."),
    )
    return ask(
        request,
        question,
        form=partial(TopicForm, initial=_suggested(category, facts) | {"key": uuid4()}),
        act=lambda form: proposing.propose(
            programme, form.said(facts=facts), key=form.cleaned_data["key"], by=actor, at=clock.now()
        ),
        done=_("The topic is proposed."),
        to=lambda made: reverse("office-topic-of-programme", args=[made.pk]),
    )


@asking
@readers
def score(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The reader's city scores the topic, or puts its score right."""
    topic, actor = topic_or_404(pk), actor_of(request)
    city = powers.city_of(actor, on=clock.today())
    if city is None:
        raise Http404
    own = topic.scores.filter(body=city).first()
    is_open = topic.programme.stage == "scoring" and topic.stage == "open"
    question = question_of(
        topic,
        _("Score this topic"),
        lead=_t("For %(city)s. The other cities see it once scoring has ended. 5 speaks for the topic.")
        % {"city": local_words.in_script(city.short_name)},
        closed="" if is_open else _("This topic is not scored now."),
    )
    return ask(
        request,
        question,
        form=partial(
            ScoreForm, criteria=criteria.of(topic.programme.criteria), initial=own.given if own else {}
        ),
        act=lambda form: scoring.score(topic, form.cleaned_data, by=actor, at=clock.now()),
        done=_("The score is kept."),
        to=topic.programme.office_url,
    )


def _suggested(category: str, facts: dict[str, Any]) -> dict[str, Any]:
    if not facts:
        return {}
    why = _t("%(n)s complaints in twelve months, %(before)s in the twelve before.") % {
        "n": facts["cases"],
        "before": facts["before"],
    }
    return {"category": category, "title": local_words.said(kinds.BY_CODE[category]), "why": why}


def _is_trade(category: str) -> bool:
    return category in {one.code for one in kinds.CATEGORIES}
