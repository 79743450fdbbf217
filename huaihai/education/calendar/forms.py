"""What is typed of a topic: a draft on it, why it is set aside, and a topic of one's own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.education.models import Publication
from huaihai.kit import local_words
from huaihai.kit.form_fields import Line, PlainForm, Words
from huaihai.law import kinds
from huaihai.members.models import Organisation

Kind = Publication.Kind
WRITTEN = (Kind.TIP, Kind.WARNING, Kind.STORY, Kind.NOTICE)


class DraftForm(PlainForm):
    """What is to be written on a topic?"""

    title = Line(label=_("Working title"), max_length=120)
    kind = forms.ChoiceField(
        label=_("What is it to become?"),
        choices=[(kind.value, kind.label) for kind in WRITTEN],
        widget=forms.RadioSelect,
        initial=Kind.TIP,
    )

    def __init__(self, *args: Any, publisher: Organisation | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.publisher = publisher

    def facts(self) -> dict[str, Any]:
        """What the action is told, and in whose name the draft is opened."""
        return {**super().facts(), "publisher": self.publisher}


class AsideForm(PlainForm):
    """Why not?"""

    reason = Words(label=_("Why is it set aside?"), max_length=500)


class TopicForm(PlainForm):
    """A topic of one's own."""

    title = Line(label=pgettext_lazy("publication", "What is it about?"), max_length=120)
    topic = forms.ChoiceField(label=_("Which goods or services?"))
    note = Words(label=_("Why now?"), max_length=500, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["topic"].choices = [(one.code, local_words.said(one)) for one in kinds.CATEGORIES]  # type: ignore[attr-defined]
