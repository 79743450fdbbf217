"""The calendar of topics for the staff, and the year for everybody."""

from uuid import UUID, uuid4

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.lists import Choice, List, Options, button
from huaihai.desk.tables import Cell, Column
from huaihai.desk.verbs import Desk
from huaihai.education import powers
from huaihai.education.calendar import verbs
from huaihai.education.calendar.facts import TopicFacts, facts_of, in_month, title_of
from huaihai.education.calendar.forms import TopicForm
from huaihai.education.models import LessonMonth, Publication, TopicProposal
from huaihai.education.public.facts import visible
from huaihai.kit import clock, guards, local_words
from huaihai.members.actors import Actor

MENU_KEY = "topics"
SHOWN: Options = {
    "": (pgettext_lazy("topics", "Open"), Q(state="open")),
    "taken": (pgettext_lazy("topics", "Taken up"), Q(state="taken")),
    "set_aside": (pgettext_lazy("topics", "Set aside"), Q(state="set_aside")),
}


@require_safe
@readers
def topic(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One topic with the numbers behind it."""
    row = topic_or_404(request, pk)
    context = {"topic": facts_of([row])[0], "acts": TOPICS.offered(actor_of(request), row)}
    return render(request, "education/calendar/topic.html", frame(request, MENU_KEY) | context)


@asking
@readers
def new(request: HttpRequest) -> HttpResponse:
    """Proposing a topic oneself."""
    actor, now = _writer(request), clock.now()
    question = Question(
        current=MENU_KEY,
        title=gettext_lazy("Propose a topic"),
        button=gettext_lazy("Propose it"),
        back=reverse("office-topics"),
        back_label=gettext_lazy("Topics"),
    )
    return ask(
        request,
        question,
        form=TopicForm,
        act=lambda form: verbs.propose(
            f"body:{uuid4()}",
            form.cleaned_data["title"],
            origin=TopicProposal.Origin.BODY,
            month=clock.today().replace(day=1),
            topics=[form.cleaned_data["topic"]],
            cities=[actor.organisation.city.key] if actor.organisation and actor.organisation.city else [],
            note=form.cleaned_data["note"],
            by=actor,
            at=now,
        ),
        done=gettext_lazy("The topic is proposed."),
        to=lambda proposal: reverse("office-topic", args=[proposal.pk]),
    )


def _writer(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not powers.works(actor):
        raise Http404
    return actor


def topic_or_404(request: HttpRequest, pk: UUID) -> TopicProposal:
    """A topic that the reader may see."""
    rows = TopicProposal.objects.visible_to(actor_of(request)).select_related("publication")
    return get_object_or_404(rows, pk=pk)


TOPICS = Desk[TopicProposal](
    "office-topic",
    find=topic_or_404,
    home=lambda row: reverse("office-topic", args=[row.pk]),
    called=title_of,
    may=lambda actor, _row: powers.works(actor),
    current=MENU_KEY,
    verbs=(verbs.take_up, verbs.set_aside),
)
LIST = List[TopicFacts](
    gettext_lazy("Topics"),
    current=MENU_KEY,
    lead=gettext_lazy(
        "What the season asks for, and what people complain of more than usual. Take one up with a draft, or set it "
        "aside with a reason."
    ),
    rows=lambda request: TopicProposal.objects.visible_to(actor_of(request)),
    prepared=lambda _request, rows: facts_of(rows),
    columns=(
        Column(pgettext_lazy("topics", "Topic"), lambda one: Cell(one.title, TOPICS.home(one.row))),
        Column(gettext_lazy("Comes from"), lambda one: one.row.get_origin_display(), sort=("origin",)),
        Column(gettext_lazy("Cities"), lambda one: "、".join(one.cities)),
        Column(
            gettext_lazy("Proposed on"),
            lambda one: clock.local_day(one.row.proposed_at),
            sort=("proposed_at",),
        ),
    ),
    choices=(Choice("show", gettext_lazy("Which topics"), SHOWN),),
    buttons=button(
        "office-topic-new", gettext_lazy("Propose a topic"), lambda request: powers.works(actor_of(request))
    ),
    links=lambda _request: [
        (gettext_lazy("The year's calendar"), reverse("lesson-calendar")),
        (gettext_lazy("What lessons do"), reverse("office-lessons")),
    ],
    empty=gettext_lazy(
        "There is nothing here now. Seasons are proposed two weeks before their month, rises every night."
    ),
    file="topics",
)


MONTHS = range(1, 13)


@require_safe
@guards.same_for_all
def year(request: HttpRequest) -> HttpResponse:
    """Twelve months from this one on, in two queries however many lessons there are; each lesson once a month."""
    today = clock.today()
    lessons = visible(request).filter(kind=Publication.Kind.LESSON)
    rows = LessonMonth.objects.filter(publication__in=lessons).select_related("publication")
    by_month: dict[int, list[Publication]] = {month: [] for month in MONTHS}
    for row in rows.order_by("publication__position", "publication__slug"):
        by_month[row.month].append(row.publication)
    order = [(today.month - 1 + ahead) % 12 + 1 for ahead in range(12)]
    months = [
        {
            "number": month,
            "is_now": month == today.month,
            "seasons": [local_words.said(season) for season in in_month(month)],
            "lessons": by_month[month],
        }
        for month in order
    ]
    return render(request, "education/calendar/year.html", {"months": months})
