"""Forms of a year's programme: its days, topics, scores, what is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.governance.models.planning import FIRST_YEAR, LAST_YEAR
from huaihai.kit import local_words
from huaihai.kit.form_fields import Day, Line, PlainForm, SeenForm, Words, name_what_is_needed
from huaihai.members.models import Organisation
from huaihai.supervision.models import Project, Topic

LEAST, MOST = 1, 5  # what a city can give; 5 speaks for the topic
FAR = 1500  # days
OPEN_KIND = [("", _("still open")), *Project.Kind.choices]
OPEN_THEME = [("", _("still open")), *Project.Theme.choices]


@dataclass(frozen=True)
class Task:
    """What is to be done about a topic: how, under which theme, who leads (None: the alliance), and when."""

    kind: str
    theme: str
    lead: Organisation | None
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Proposal:
    """What a topic says; kind and theme may be open. `from_complaints`: it is made of their numbers."""

    title: str
    why: str
    kind: str = ""
    theme: str = ""
    from_complaints: bool = False


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


class TopicForm(PlainForm):
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

    def proposal(self, **more: Any) -> Proposal:
        """What the topic says."""
        return Proposal(
            **{name: self.cleaned_data[name] for name in ("title", "why", "kind", "theme")}, **more
        )


class AnswerForm(forms.Form):
    """Why a topic is not shown."""

    answer = Words(label=_("Why?"), max_length=300)

    def facts(self) -> dict[str, Any]:
        """The reason."""
        return self.cleaned_data


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

    def facts(self) -> dict[str, Any]:
        """The task that was filled in."""
        said = super().facts()
        return {"task": Task(**said | {"lead": self.leads.get(said["lead"])})}
