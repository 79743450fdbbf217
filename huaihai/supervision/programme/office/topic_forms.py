"""Forms of topics: proposed, looked at, joined, scored."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from huaihai.kit import local_words
from huaihai.kit.form_fields import Line, Words, name_what_is_needed
from huaihai.law import kinds
from huaihai.supervision.models import Project, Topic
from huaihai.supervision.programme.actions.proposing import Said
from huaihai.supervision.programme.criteria import LEAST, MOST, Criterion

OPEN_KIND = [("", _("still open")), *Project.Kind.choices]
OPEN_THEME = [("", _("still open")), *Project.Theme.choices]


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
    category = forms.ChoiceField(label=_("Which goods or services?"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["category"].choices = category_choices()  # type: ignore[attr-defined]  # a ChoiceField
        name_what_is_needed(self)

    def said(self, **more: Any) -> Said:
        """What the topic says."""
        names = ("title", "why", "kind", "theme", "category")
        return Said(**{name: self.cleaned_data[name] for name in names}, **more)


class ShowForm(forms.Form):
    """What an officer adds when a topic of the public is shown."""

    kind = forms.ChoiceField(label=_("What kind of supervision?"), choices=OPEN_KIND, required=False)
    theme = forms.ChoiceField(label=_("Under which theme?"), choices=OPEN_THEME, required=False)
    category = forms.ChoiceField(label=_("Which goods or services?"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["category"].choices = category_choices()  # type: ignore[attr-defined]  # a ChoiceField


class AnswerForm(forms.Form):
    """Why a topic is not shown, or not taken this year."""

    answer = Words(label=_("Why?"), max_length=300)


class MergeForm(forms.Form):
    """Which other topic says the same."""

    into = forms.ChoiceField(label=_("Which topic says the same?"))

    def __init__(self, *args: Any, others: Iterable[Topic], **options: Any) -> None:
        super().__init__(*args, **options)
        self.others = {str(one.pk): one for one in others}
        named = [(key, one.title) for key, one in self.others.items()]
        self.fields["into"].choices = [("", "—"), *named]  # type: ignore[attr-defined]  # a ChoiceField
        name_what_is_needed(self)

    @property
    def topic(self) -> Topic:
        """The one that was chosen."""
        return self.others[self.cleaned_data["into"]]


class ScoreForm(forms.Form):
    """1 to 5 for each criterion of the year."""

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **options: Any) -> None:
        super().__init__(*args, **options)
        numbers = [("", "—"), *((str(n), str(n)) for n in range(MOST, LEAST - 1, -1))]
        for one in criteria:
            self.fields[one.key] = forms.TypedChoiceField(
                label=_t("%(name)s (%(weight)s %%)") % {"name": one.said, "weight": one.weight},
                help_text=one.question,
                choices=numbers,
                coerce=int,
            )
        name_what_is_needed(self)


def category_choices() -> list[tuple[str, str]]:
    """All trades, after the open one."""
    named = [(one.code, local_words.said(one)) for one in kinds.CATEGORIES]
    return [("", _t("still open")), *named]
