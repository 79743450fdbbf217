"""The programme for the staff: all years, one year, one topic, what complaints suggest; what is done with them."""

from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, press
from huaihai.desk.frame import actor_of, acts_as_office, frame, readers
from huaihai.desk.verbs import NOT_NOW, Desk, Link
from huaihai.kit import clock, local_words
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor
from huaihai.supervision.models import Programme, Topic, TopicScore
from huaihai.supervision.programme import facts, powers, topics, verbs
from huaihai.supervision.programme.facts import span, suggestions
from huaihai.supervision.programme.forms import OpeningForm, ScoresForm, TopicForm
from huaihai.supervision.programme.life import PROGRAMME, TOPIC

MENU_KEY = "programme"
YEAR_VERB = {  # what the year's life has to allow for a verb of a topic
    "choose": "choose",
    "put back": "choose",
    "show": "look at topic",
    "hide": "look at topic",
}
TONES = {"collecting": "", "choosing": "", "proposed": "warn", "adopted": "ok"}
TOPIC_TONES = {"waiting": "warn", "chosen": "ok", "hidden": "late"}
SHOWN = {
    "": (pgettext_lazy("topics", "Proposed"), ["open"]),
    "waiting": (pgettext_lazy("topics", "To be looked at"), ["waiting"]),
    "other": (pgettext_lazy("topics", "Hidden, not this year"), ["hidden", "not_chosen"]),
}


@require_safe
@readers
def programmes(request: HttpRequest) -> HttpResponse:
    """All years."""
    page = page_of(Programme.objects.select_related("resolution"), request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, TONES[row.stage]) for row in page.rows],
        "may_open": powers.is_office(actor_of(request), on=clock.today()),
    }
    return render(request, "supervision/programme/office/list.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def programme(request: HttpRequest, year: str) -> HttpResponse:
    """One year: what is chosen, and the topics."""
    found, today = facts.programme_or_404(year), clock.today()
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in SHOWN else ""
    rows = Topic.objects.filter(programme=found, stage__in=SHOWN[chosen][1]).select_related("body")
    page = page_of(rows, request.GET.get("page"))
    scores = facts.scores_of(page.rows)
    is_over = facts.are_scores_shown(found)
    actor, themes = actor_of(request), facts.themes(found, today)
    items = [one for theme in themes for one in theme.items]
    is_adopted = found.stage == "adopted"
    context: dict[str, Any] = {
        "programme": found,
        "tone": TONES[found.stage],
        "themes": themes,
        "page": page,
        "rows": [(one, scores.get(one.pk)) for one in page.rows],
        "is_over": is_over,
        "chosen": chosen,
        "choices": [(key, label) for key, (label, _stages) in SHOWN.items()],
        "waiting": Topic.objects.filter(programme=found, stage="waiting").count(),
        "city": powers.city_of(actor, on=today),
        "verbs": PROGRAMMES.offered(actor, found),
        "opens": {
            one.topic.pk
            for one in items
            if is_adopted and powers.may_open_project(actor, one.topic, on=today)
        },
        "motion": verbs.motion_about(found) if found.stage == "proposed" else None,
    }
    return render(request, "supervision/programme/office/year.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def topic(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One topic: its words and scores, and what can be done with it."""
    found, today = topic_or_404(request, pk), clock.today()
    actor, year = actor_of(request), found.programme
    city = powers.city_of(actor, on=today)
    scores = list(found.scores.select_related("body"))
    context = {
        "topic": found,
        "tone": TOPIC_TONES.get(found.stage, "calm"),
        "own": next((row.points for row in scores if city is not None and row.body_id == city.pk), None),
        "scores": scores if facts.are_scores_shown(year) else [],
        "scored_by": len(scores),
        "verbs": TOPICS.offered(actor, found),
    }
    return render(request, "supervision/programme/office/topic.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def suggested(request: HttpRequest, year: str) -> HttpResponse:
    """The trades with most complaints, each a topic that can be proposed."""
    found, today = facts.programme_or_404(year), clock.today()
    city = powers.city_of(actor_of(request), on=today)
    context = {
        "programme": found,
        "rows": suggestions(today),
        "span": span(today),
        "may_propose": found.stage == "collecting" and city is not None,
    }
    name = "supervision/programme/office/suggestions.html"
    return render(request, name, frame(request, MENU_KEY) | context)


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
def score(request: HttpRequest, year: str) -> HttpResponse:
    """The reader's city scores all topics on one page, or puts its scores right."""
    found, actor = facts.programme_or_404(year), actor_of(request)
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


@asking
@readers
def new(request: HttpRequest, year: str) -> HttpResponse:
    """A city proposes a topic; from a suggestion (`?category=`) with the numbers behind it."""
    found, actor, today = facts.programme_or_404(year), actor_of(request), clock.today()
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
            form.proposal(from_complaints=behind is not None),
            key=form.cleaned_data["key"],
            by=actor,
            at=clock.now(),
        ),
        done=_("The topic is proposed."),
        to=_address,
    )


@asking
@readers
def project(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A chosen topic becomes a project, by who leads it."""
    topic = topic_or_404(request, pk)
    return press(
        request,
        question_of(topic.programme, "open project", _("Open the project")),
        lambda _seen: verbs.open_project(topic, by=actor_of(request), at=clock.now()),
        done=_("The project is open. Write its plan next."),
        to=lambda made: made.office_url,
        carries_version=False,
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


def topic_or_404(request: HttpRequest, pk: UUID) -> Topic:
    """A topic with its programme. Raises Http404."""
    rows = Topic.objects.visible_to(actor_of(request))
    found = rows.select_related("programme", "body", "lead", "project").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _address(topic: Topic) -> str:
    return reverse("office-topic-of-programme", args=[topic.pk])


def _speaks_for_a_city(actor: Actor, _programme: Programme) -> bool:
    return powers.city_of(actor, on=clock.today()) is not None


PROGRAMMES = Desk[Programme](
    "office-programme",
    verbs=(
        Link(
            "score",
            "office-programme-scores",
            _("Score the topics"),
            may=_speaks_for_a_city,
        ),
        Link(
            "propose topic",
            "office-programme-topic-new",
            _("Propose a topic"),
            tone="plain",
            may=_speaks_for_a_city,
        ),
        verbs.end_scoring,
        verbs.put_to_vote,
        verbs.take_back,
    ),
    find=lambda _request, year: facts.programme_or_404(year),
    life=PROGRAMME,
    home=lambda found: found.office_url,
    called=lambda found: found.title,
    keys=lambda found: [found.year],
    current=MENU_KEY,
)


def _version_of_year(row: Topic | Programme) -> int:
    """A topic is changed with its year: what somebody else has changed is the year."""
    return (row.programme if isinstance(row, Topic) else row).version


TOPICS = Desk[Topic](
    "office-programme-topic",
    verbs=(verbs.choose, verbs.put_back, topics.show, topics.hide),
    find=topic_or_404,
    life=TOPIC,
    hinders=lambda found, verb: (
        () if PROGRAMME.can(YEAR_VERB[verb], found.programme.stage) else (str(NOT_NOW),)
    ),
    home=_address,
    called=lambda found: found.title,
    carries=_version_of_year,
    current=MENU_KEY,
)
