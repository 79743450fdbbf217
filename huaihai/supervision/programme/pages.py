"""The programme for the staff: all years, one year, one topic, what complaints suggest; the forms of its steps."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.frame import actor_of, frame, readers
from huaihai.governance.models.planning import FIRST_YEAR, LAST_YEAR
from huaihai.kit import clock, local_words
from huaihai.kit.form_fields import Day, Line, SeenForm, Words, name_what_is_needed
from huaihai.kit.paging import page_of
from huaihai.members.models import Organisation
from huaihai.supervision.models import Programme, Project, Topic
from huaihai.supervision.programme import facts, powers, verbs
from huaihai.supervision.programme.facts import span, suggestions
from huaihai.supervision.programme.life import PROGRAMME, TOPIC
from huaihai.supervision.programme.topics import Proposal
from huaihai.supervision.programme.verbs import LEAST, MOST, Task

MENU_KEY = "programme"
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
    found, today = programme_or_404(year), clock.today()
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in SHOWN else ""
    rows = Topic.objects.filter(programme=found, stage__in=SHOWN[chosen][1]).select_related("body")
    page = page_of(rows, request.GET.get("page"))
    scores = facts.scores_of(page.rows)
    is_over = facts.are_scores_shown(found)
    actor, themes = actor_of(request), facts.themes(found, today)
    items = [one for theme in themes for one in theme.items]
    is_adopted = found.stage == "adopted"
    is_office = powers.is_office(actor, on=today)
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
        "can": {verb.replace(" ", "_") for verb in PROGRAMME.verbs if PROGRAMME.can(verb, found.stage)}
        if is_office
        else set(),
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
    found, today = topic_or_404(pk), clock.today()
    actor, year = actor_of(request), found.programme
    city = powers.city_of(actor, on=today)
    scores = list(found.scores.select_related("body"))
    can = {verb for verb in TOPIC.verbs if TOPIC.can(verb, found.stage)}
    may_look = powers.may_look(actor, on=today) and PROGRAMME.can("look at topic", year.stage)
    may_choose = powers.is_office(actor, on=today) and PROGRAMME.can("choose", year.stage)
    context = {
        "topic": found,
        "tone": TOPIC_TONES.get(found.stage, "calm"),
        "own": next((row.points for row in scores if city is not None and row.body_id == city.pk), None),
        "scores": scores if facts.are_scores_shown(year) else [],
        "scored_by": len(scores),
        "can": (can & {"show", "hide"} if may_look else set())
        | ({verb.replace(" ", "_") for verb in can & {"choose", "put back"}} if may_choose else set()),
    }
    return render(request, "supervision/programme/office/topic.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def suggested(request: HttpRequest, year: str) -> HttpResponse:
    """The trades with most complaints, each a topic that can be proposed."""
    found, today = programme_or_404(year), clock.today()
    city = powers.city_of(actor_of(request), on=today)
    context = {
        "programme": found,
        "rows": suggestions(today),
        "span": span(today),
        "may_propose": found.stage == "collecting" and city is not None,
    }
    name = "supervision/programme/office/suggestions.html"
    return render(request, name, frame(request, MENU_KEY) | context)


def programme_or_404(year: str) -> Programme:
    """The programme of a year. Raises Http404."""
    return get_object_or_404(Programme.objects.select_related("resolution"), year=int(year))


def topic_or_404(pk: UUID) -> Topic:
    """A topic with its programme. Raises Http404."""
    found = Topic.objects.select_related("programme", "body", "lead", "project").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


FAR = 1500  # days
OPEN_KIND = [("", _("still open")), *Project.Kind.choices]
OPEN_THEME = [("", _("still open")), *Project.Theme.choices]


class OpeningForm(forms.Form):
    """A year, and until when topics and scores come in."""

    year = forms.IntegerField(
        label=_("For which year?"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    proposals_until = Day(label=_("Last day for proposing topics"), earliest=0, latest=FAR)
    scores_until = Day(label=_("Last day for scoring"), earliest=0, latest=FAR)


class TopicForm(forms.Form):
    """A topic that a city proposes."""

    title = Line(
        label=_("What should be looked into?"), max_length=80, help_text=_("For instance: electric kettles.")
    )
    why = Words(
        label=_("Why?"),
        max_length=1000,
        help_text=_("Who is harmed how, how many are concerned. The public reads it."),
    )
    kind = forms.ChoiceField(label=_("What kind of supervision?"), choices=OPEN_KIND, required=False)
    theme = forms.ChoiceField(label=_("Under which theme?"), choices=OPEN_THEME, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)

    def said(self, **more: Any) -> Proposal:
        """What the topic says."""
        return Proposal(
            **{name: self.cleaned_data[name] for name in ("title", "why", "kind", "theme")}, **more
        )


class AnswerForm(forms.Form):
    """Why a topic is not shown."""

    answer = Words(label=_("Why?"), max_length=300)


class ScoresForm(forms.Form):
    """1 to 5 for each topic; empty: not yet."""

    def __init__(
        self, *args: Any, topics: Sequence[Topic], given: Mapping[UUID, int], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.topics = topics
        numbers = [("", "—"), *((str(n), str(n)) for n in range(MOST, LEAST - 1, -1))]
        for topic in topics:
            self.fields[str(topic.pk)] = forms.TypedChoiceField(
                label=local_words.in_script(topic.title),
                help_text=local_words.in_script(topic.why),
                choices=numbers,
                coerce=int,
                empty_value=None,
                required=False,
                initial=given.get(topic.pk),
            )

    def scores(self) -> dict[Topic, int]:
        """The topics that got a number."""
        found = {topic: self.cleaned_data[str(topic.pk)] for topic in self.topics}
        return {topic: points for topic, points in found.items() if points is not None}


class TaskForm(SeenForm):
    """How a chosen topic is done: kind, theme, leader, days."""

    kind = forms.ChoiceField(label=_("What kind of supervision?"), choices=Project.Kind.choices)
    theme = forms.ChoiceField(label=_("Under which theme?"), choices=Project.Theme.choices)
    lead = forms.ChoiceField(label=_("Who leads it?"))
    starts_on = Day(label=pgettext_lazy("programme", "First day"), earliest=-FAR, latest=FAR)
    ends_on = Day(label=pgettext_lazy("programme", "Last day"), earliest=-FAR, latest=FAR)

    def __init__(self, *args: Any, bodies: Sequence[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.leads = {body.key: body for body in bodies}
        named = [(key, local_words.in_script(body.short_name)) for key, body in self.leads.items()]
        self.fields["lead"].choices = [*named, ("alliance", _t("the alliance"))]  # type: ignore[attr-defined]
        name_what_is_needed(self)

    def task(self) -> Task:
        """What was filled in."""
        said = {name: self.cleaned_data[name] for name in ("kind", "theme", "starts_on", "ends_on")}
        return Task(**said, lead=self.leads.get(self.cleaned_data["lead"]))
