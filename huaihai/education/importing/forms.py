"""Handing files in, choosing a reading, answering places, and what becomes of a page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huaihai.education.importing import charsets, facts
from huaihai.education.importing.facts import KINDS, Facts, article_of
from huaihai.education.importing.files import BIGGEST, MOST_FILES, Handed
from huaihai.education.models import ImportedPage, ImportQuestion, Publication
from huaihai.kit import local_words
from huaihai.kit.form_fields import Line, SeenForm, name_what_is_needed
from huaihai.law.sureness import Sureness

NEW = "new"


class ManyFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """What was handed in, as it came; what is in it is judged when it is read."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Handed]:
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            raise forms.ValidationError(_now("Please choose at least one file."))
        if len(given) > MOST_FILES:
            raise forms.ValidationError(
                _now("Please hand in at most %(most)d files at once.") % {"most": MOST_FILES}
            )
        return [_handed(one) for one in given]


class HandInForm(forms.Form):
    """The files."""

    uploads = Files(
        label=_("Files"),
        help_text=_(
            "Web pages (.html), Word files (.docx) and text files, at most 50 at once and 10 MB each. "
            "What is handed in is kept as it is."
        ),
    )


class ReadingForm(SeenForm):
    """Which of the readings is the right one."""

    encoding = forms.ChoiceField(label=_("Which of these can you read?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, page: ImportedPage, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["encoding"]
        field.choices = [
            (row["encoding"], f"{row['excerpt']} ({charsets.named(row['encoding'])})")
            for row in page.encodings
        ]


class AnswersForm(SeenForm):
    """One choice for each place, with room for other words."""

    def __init__(self, *args: Any, asked: Sequence[ImportQuestion], **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked = asked
        for question in asked:
            self.fields[f"answer-{question.pk}"] = forms.ChoiceField(
                label=_("What stands there?"),
                choices=_answers(question),
                widget=forms.RadioSelect,
                required=False,
                initial=question.answer,
            )
            self.fields[f"words-{question.pk}"] = Line(
                label=_("Other words"), max_length=200, required=False, initial=question.words
            )

    def places(self) -> list[tuple[ImportQuestion, Any, Any]]:
        """Each question with its two fields."""
        return [(one, self[f"answer-{one.pk}"], self[f"words-{one.pk}"]) for one in self.asked]

    def facts(self) -> dict[str, Any]:
        """What the action is told."""
        said = self.cleaned_data
        return {
            "answers": {one.pk: (said[f"answer-{one.pk}"], said[f"words-{one.pk}"]) for one in self.asked}
        }


class DraftForm(SeenForm):
    """What the page is, and whether it is new."""

    title = Line(label=_("Title"), max_length=200)
    source_on = forms.DateField(
        label=_("Day of the text"),
        widget=forms.DateInput,
        error_messages={
            "required": _("Please give a day."),
            "invalid": _("This is not a valid date. Please write it like 2026-12-09."),
        },
    )
    source_name = Line(label=_("Who published it"), max_length=120)
    source_url = forms.URLField(
        label=_("Where it stood"), max_length=300, required=False, assume_scheme="https"
    )
    mark = forms.ChoiceField(label=_("How well it is known"), initial=Sureness.UNCONFIRMED.value)
    kind = forms.ChoiceField(label=_("What it is"), initial=Publication.Kind.ANNOUNCEMENT)
    decision = forms.ChoiceField(
        label=_("Is it new?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please say whether it is new or another version.")},
    )
    change_note = Line(
        label=_("What changes"),
        help_text=_("Only if it is another version of a text that is out: everybody reads it."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, page: ImportedPage, **options: Any) -> None:
        options["initial"] = {
            "title": article_of(page).title or page.title,
            "source_on": page.source_on,
            "source_name": page.source_name,
        }
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["mark"].choices = [(one.value, local_words.said(one)) for one in Sureness]
        fields["kind"].choices = [(one.value, one.label) for one in KINDS]
        self.known = _known(page)
        fields["decision"].choices = [
            (NEW, _("A new text")),
            *((key, _version(one)) for key, one in self.known.items()),
        ]
        if not self.known:
            fields["decision"].widget = forms.HiddenInput()
            self.initial["decision"] = NEW
            del fields["change_note"]
        name_what_is_needed(self)

    def clean_source_on(self) -> date:
        """No text is older than this republic."""
        day: date = self.cleaned_data["source_on"]
        if day.year < 1949:
            raise forms.ValidationError(_now("This day cannot be right here. Please check it."))
        return day

    def facts(self) -> dict[str, Any]:
        """What the action is told."""
        data = super().facts()
        return {"facts": Facts(**data | {"version_of": self.known.get(data.pop("decision"))})}


class SkipForm(SeenForm):
    """Why it is left out."""

    reason = Line(label=_("Why it is left out"), max_length=300, required=False)


def _handed(upload: Any) -> Handed:
    size = upload.size or 0
    raw = b"" if size > BIGGEST else upload.read()
    return Handed(upload.name or "", raw, size)


def _answers(question: ImportQuestion) -> list[tuple[str, str]]:
    is_broken = question.kind == ImportQuestion.Kind.BROKEN_BYTES
    taken = (
        _now("Leave it out")
        if is_broken
        else _now("Change it to “%(words)s”") % {"words": question.suggestion}
    )
    rows = [(facts.TAKEN, taken)] if question.suggestion or is_broken else []
    if not is_broken:
        rows.append((facts.KEPT, _now("Leave it as it is")))
    return [*rows, (facts.WORDS, _now("Other words"))]


def _known(page: ImportedPage) -> dict[str, Publication]:
    """The texts that it may be another version of."""
    rows = page.likenesses.select_related("publication", "other__publication")
    found = [row.publication or (row.other.publication if row.other else None) for row in rows]
    return {str(one.pk): one for one in found if one is not None}


def _version(publication: Publication) -> str:
    return _now("Another version of “%(title)s”") % {"title": publication.title}
