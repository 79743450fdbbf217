"""Forms of the charter's office pages: who answers, and evidence in three questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.governance.models import AgreementVersion, Evidence, Meeting, Resolution
from huaihai.kit import local_words
from huaihai.kit.form_fields import Day, Line, SeenForm, Words, name_what_is_needed
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

NEWEST = 100  # of a list to choose from


class OwnerForm(SeenForm):
    """Which body answers for a part, and from when."""

    organisation = forms.ChoiceField(label=_("Which body answers for it?"), widget=forms.RadioSelect)
    from_on = Day(label=_("From which day?"), earliest=-3660, latest=366)
    resolution = forms.ChoiceField(
        label=_("By which resolution?"),
        help_text=_("Leave this as it is if the secretariat names the body itself."),
        required=False,
    )

    def __init__(self, *args: Any, bodies: list[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.bodies = {str(body.pk): body for body in bodies}
        self.resolutions = {str(row.pk): row for row in Resolution.objects.all()[:NEWEST]}
        _choose(self, "organisation", [(key, body_words(body)) for key, body in self.bodies.items()])
        _choose(
            self,
            "resolution",
            [("", _("None: the secretariat names it")), *_resolution_choices(self.resolutions)],
        )

    def facts(self) -> dict[str, Any]:
        return {
            "organisation": self.bodies[self.cleaned_data["organisation"]],
            "from_on": self.cleaned_data["from_on"],
            "resolution": self.resolutions.get(self.cleaned_data["resolution"]),
        }


class KindForm(forms.Form):
    """First question: what is there to show?"""

    kind = forms.ChoiceField(
        label=_("What do you want to show?"), choices=Evidence.Kind.choices, widget=forms.RadioSelect
    )


class WhatForm(forms.Form):
    """Second question: what does it show, and from which day is it?"""

    text = Line(
        label=_("What does it show?"),
        help_text=_("One sentence that everybody may read. Names of people do not belong here."),
        max_length=300,
    )
    on = Day(label=_("From which day is it?"), earliest=-3660, latest=0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)


class ChosenForm(forms.Form):
    """Third question, for a resolution, a meeting or a version of the agreement: which one?"""

    chosen = forms.ChoiceField(label=_("Which one?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        self.rows = {str(row.pk): row for row in _rows(kind)}
        _choose(self, "chosen", [(key, _words(row)) for key, row in self.rows.items()])
        if not self.rows:
            self.fields["chosen"].help_text = _t(
                "There is none yet. Please go back and choose something else."
            )

    def link(self) -> dict[str, Any]:
        return {self.kind: self.rows[self.cleaned_data["chosen"]]}


class PageForm(forms.Form):
    """Third question, for a public page: its address."""

    path = Line(
        label=_("Address of the page on this site"),
        help_text=_("What stands in the browser after the name of the site, for instance /announcements/…"),
        max_length=200,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)

    def link(self) -> dict[str, Any]:
        return {"path": self.cleaned_data["path"]}


class FileForm(forms.Form):
    """Third question, for a file: the file."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("A PDF or a photo, at most 25 MB. Everybody will be able to open it."),
    )


class WithdrawForm(SeenForm):
    """Why evidence is withdrawn."""

    reason = Words(
        label=pgettext_lazy("evidence", "Why is it withdrawn?"),
        help_text=_("Everybody can read this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def body_words(body: Organisation) -> str:
    """The short name of a body; the alliance itself is its office."""
    if body.kind == Organisation.Kind.ALLIANCE:
        return str(_("Secretariat (whoever holds it)"))
    return local_words.in_script(body.short_name)


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
    field.choices = choices


def _rows(kind: str) -> list[Any]:
    if kind == Evidence.Kind.RESOLUTION:
        return list(Resolution.objects.all()[:NEWEST])
    if kind == Evidence.Kind.MEETING:
        return list(Meeting.objects.filter(stage="closed")[:NEWEST])
    public = AgreementVersion.objects.visible_to(Actor.public())  # a draft cannot be shown to everybody
    return list(public.order_by("-pk")[:NEWEST])


def _resolution_choices(rows: dict[str, Resolution]) -> list[tuple[str, str]]:
    return [(key, _words(row)) for key, row in rows.items()]


def _words(row: Any) -> str:
    if isinstance(row, AgreementVersion):
        return row.shown_title
    return f"{row.number} {local_words.in_script(row.title)}"
