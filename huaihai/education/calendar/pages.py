"""The calendar of topics for the staff, and the year for everybody."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.verbs import Desk
from huaihai.education import powers
from huaihai.education.calendar import verbs
from huaihai.education.calendar.facts import facts_of, in_month, title_of
from huaihai.education.calendar.forms import TopicForm
from huaihai.education.models import LessonMonth, Publication, TopicProposal
from huaihai.education.public.facts import visible
from huaihai.kit import clock, guards, local_words
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor

MENU_KEY = "topics"
SHOWN = {
    "": pgettext_lazy("topics", "Open"),
    "taken": pgettext_lazy("topics", "Taken up"),
    "set_aside": pgettext_lazy("topics", "Set aside"),
}


@require_safe
@readers
def topics(request: HttpRequest) -> HttpResponse:
    """The open topics, or those that were decided on."""
    chosen = request.GET.get("show", "")
    state = chosen if chosen in SHOWN and chosen else TopicProposal.State.OPEN.value
    rows = (
        TopicProposal.objects.visible_to(actor_of(request)).filter(state=state).select_related("publication")
    )
    page = page_of(rows, request.GET.get("page"))
    context = {
        "page": page,
        "rows": facts_of(page.rows),
        "chosen": chosen,
        "choices": SHOWN.items(),
        "may_act": powers.works(actor_of(request)),
    }
    return render(request, "education/calendar/topics.html", frame(request, MENU_KEY) | context)


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


MONTHS = range(1, 13)


@require_safe
@guards.public
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
