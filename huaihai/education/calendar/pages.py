"""The calendar of topics for the staff, and the year for everybody."""

from functools import partial
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, acts_as_office, frame, readers
from huaihai.education import powers
from huaihai.education.calendar import verbs
from huaihai.education.calendar.facts import TopicFacts, facts_of, in_month, title_of
from huaihai.education.models import LessonMonth, Publication, TopicProposal
from huaihai.education.public.facts import visible
from huaihai.kit import clock, guards, local_words
from huaihai.kit.form_fields import Line, Words
from huaihai.kit.paging import page_of
from huaihai.law import kinds
from huaihai.members.actors import Actor

MENU_KEY = "topics"
Kind = Publication.Kind
WRITTEN = (Kind.TIP, Kind.WARNING, Kind.STORY, Kind.NOTICE)
SHOWN = {
    "": pgettext_lazy("topics", "Open"),
    "taken": pgettext_lazy("topics", "Taken up"),
    "set_aside": pgettext_lazy("topics", "Set aside"),
}


class DraftForm(forms.Form):
    """What is to be written on a topic?"""

    title = Line(label=gettext_lazy("Working title"), max_length=120)
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it to become?"),
        choices=[(kind.value, kind.label) for kind in WRITTEN],
        widget=forms.RadioSelect,
    )


class AsideForm(forms.Form):
    """Why not?"""

    reason = Words(label=gettext_lazy("Why is it set aside?"), max_length=500)


class TopicForm(forms.Form):
    """A topic of one's own."""

    title = Line(label=pgettext_lazy("publication", "What is it about?"), max_length=120)
    topic = forms.ChoiceField(label=gettext_lazy("Which goods or services?"))
    note = Words(label=gettext_lazy("Why now?"), max_length=500, required=False)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # handed on as they came
        self.fields["topic"].choices = [(one.code, local_words.said(one)) for one in kinds.CATEGORIES]  # type: ignore[attr-defined]


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
    context = {"topic": _topic(request, pk), "may_act": powers.works(actor_of(request))}
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


@asking
@readers
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Taking the topic up with a draft."""
    shown, actor = _topic(request, pk), _writer(request)
    question = _question(shown, gettext_lazy("Write about it"), gettext_lazy("Open the draft"))
    publisher = None if acts_as_office(request) or actor.organisation is None else actor.organisation.city
    return ask(
        request,
        question,
        form=partial(DraftForm, initial={"title": shown.title, "kind": Kind.TIP}),
        act=lambda form: verbs.take_up(
            shown.row, **form.cleaned_data, publisher=publisher, by=actor, at=clock.now()
        ),
        done=gettext_lazy("The draft is open."),
        to=lambda publication: reverse("office-publication", args=[publication.pk]),
    )


@asking
@readers
def set_aside(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Not now, and why."""
    shown, actor = _topic(request, pk), _writer(request)
    return ask(
        request,
        _question(shown, gettext_lazy("Set it aside"), gettext_lazy("Set it aside")),
        form=AsideForm,
        act=lambda form: verbs.set_aside(
            shown.row, reason=form.cleaned_data["reason"], by=actor, at=clock.now()
        ),
        done=gettext_lazy("The topic is set aside."),
        to=reverse("office-topics"),
    )


def _writer(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not powers.works(actor):
        raise Http404
    return actor


def _topic(request: HttpRequest, pk: UUID) -> TopicFacts:
    rows = TopicProposal.objects.visible_to(actor_of(request)).select_related("publication")
    return facts_of([get_object_or_404(rows, pk=pk)])[0]


def _question(shown: TopicFacts, title: Promise | str, button: Promise | str) -> Question:
    return Question(
        current=MENU_KEY,
        title=title,
        button=button,
        back=reverse("office-topic", args=[shown.row.pk]),
        back_label=title_of(shown.row),
        lead=shown.title,
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
