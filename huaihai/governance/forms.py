"""Forms about motions, votes, minutes, duties and meetings."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.governance.models import AgendaItem, Choice, Meeting, Motion
from huaihai.kit import local_words
from huaihai.kit.clock import ZONE, local_moment
from huaihai.kit.form_fields import Day, Line, SeenForm, Words
from huaihai.members.models import Organisation

TEN_YEARS = 3660
LONGEST_MINUTES = 60_000
LONGEST_MOTION = 20_000
LAST_MOMENT = time(23, 59, 59)


class ReasonForm(SeenForm):
    """A decision with its reason."""

    reason = Words(label=_("Why?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class MotionForm(SeenForm):
    """A motion: what is to be decided, and why."""

    title = Line(label=_("Title"), max_length=120)
    text = Words(
        label=_("Text of the motion"),
        help_text=_("Word for word what is to be decided."),
        max_length=LONGEST_MOTION,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    grounds = Words(label=_("Grounds"), required=False, max_length=LONGEST_MOTION)
    weight = forms.ChoiceField(
        label=_("How much weight it has"),
        choices=Motion.Weight.choices,
        widget=forms.RadioSelect,
        initial=Motion.Weight.ORDINARY,
    )
    in_force_from = Day(
        label=_("In force from"),
        help_text=_("Empty: from the day on which it is adopted."),
        earliest=0,
        latest=TEN_YEARS,
        required=False,
    )

    def facts(self) -> dict[str, Any]:
        asked = super().facts()
        return asked | {"weight": Motion.Weight(asked["weight"])}


class AmendmentForm(SeenForm):
    """Another wording."""

    text = Words(
        label=_("The wording you propose"),
        help_text=_("The whole text as it should be."),
        max_length=LONGEST_MOTION,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    grounds = Words(label=_("Grounds"), required=False, max_length=LONGEST_MOTION)


class WrittenVoteForm(SeenForm):
    """Until when a written vote is open."""

    closes_on = Day(
        label=_("Last day"), help_text=_("It ends at 23:59:59 on that day."), earliest=0, latest=366
    )

    def facts(self) -> dict[str, Any]:
        last = local_moment(self.cleaned_data["closes_on"], LAST_MOMENT)
        return {"closes_at": last}


class VoteForm(forms.Form):
    """What the body says to the text with this fingerprint."""

    choice = forms.ChoiceField(
        label=pgettext_lazy("vote", "Your body's vote"), choices=Choice.choices, widget=forms.RadioSelect
    )
    reason = Words(
        label=_("Reason"),
        help_text=_("It stands in the minutes, which become public."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    text_seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


class MinutesForm(SeenForm):
    """The text of the minutes."""

    text = Words(
        label=_("Text of the minutes"),
        help_text=_("Please name no persons: the minutes become public with the resolution."),
        max_length=LONGEST_MINUTES,
        widget=forms.Textarea(attrs={"rows": 24}),
    )


class DutyForm(SeenForm):
    """What somebody has to do until when."""

    text = Words(label=_("What has to be done"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    owner = forms.ChoiceField(label=_("Who has to do it"))
    due_on = Day(label=_("Last day"), earliest=0, latest=TEN_YEARS)

    def __init__(self, *args: Any, owners: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["owner"]
        field.choices = [("", "—"), *owners]

    def owner_chosen(self) -> Organisation:
        return Organisation.objects.get(key=self.cleaned_data["owner"])


class DoneForm(SeenForm):
    """That it is done, and where that can be seen."""

    note = Words(
        label=_("What was done, and where it can be seen"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AgainForm(SeenForm):
    """A new last day."""

    due_on = Day(label=_("New last day"), earliest=0, latest=TEN_YEARS)


class TimeOfDay(forms.TimeField):
    """Hours and minutes, picked or typed."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.input_type = "time"
        self.error_messages.update(
            required=_("Please give a time."), invalid=_("This is not a time. Please write it like 09:30.")
        )


class MeetingForm(SeenForm):
    """What a meeting is called, where and when."""

    title = Line(label=_("Title"), max_length=120)
    place = Line(
        label=pgettext_lazy("meeting", "Place"),
        help_text=_("An address, or how to take part from afar."),
        max_length=200,
    )
    begins_at = Day(label=_("Day"), earliest=0, latest=2 * 366)
    time = TimeOfDay(label=pgettext_lazy("of day", "Time"))

    @classmethod
    def initial_of(cls, meeting: Meeting) -> dict[str, Any]:
        local = meeting.begins_at.astimezone(ZONE)
        return {
            "title": meeting.title,
            "place": meeting.place,
            "begins_at": local.date(),
            "time": local.time(),
        }

    def facts(self) -> dict[str, Any]:
        asked = super().facts()
        asked["begins_at"] = local_moment(asked["begins_at"], asked.pop("time"))
        return asked


class PlanForm(MeetingForm):
    """A new meeting."""

    kind = forms.ChoiceField(label=_("Which kind"), choices=Meeting.Kind.choices, widget=forms.RadioSelect)
    field_order = ("seen", "kind", "title", "place", "begins_at", "time")

    def facts(self) -> dict[str, Any]:
        asked = super().facts()
        return asked | {"kind": Meeting.Kind(asked["kind"])}


class ResumeForm(MeetingForm):
    """A meeting goes on as a new one, with what was left of its agenda."""

    items = forms.MultipleChoiceField(
        label=_("What is taken over onto the agenda"),
        help_text=_("Motions that are still open are ticked."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, items: Iterable[AgendaItem], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["items"]
        field.choices = [(str(item.pk), item.title) for item in items]


class AgendaForm(SeenForm):
    """One more point, with a motion or without."""

    motion = forms.ChoiceField(label=_("Motion"), required=False)
    title = Line(
        label=_("Title"),
        help_text=_("Empty: the title of the motion."),
        max_length=200,
        required=False,
    )
    text = Words(label=pgettext_lazy("agenda", "What it is about"), required=False, max_length=2000)

    def __init__(self, *args: Any, motions: Iterable[Motion], **options: Any) -> None:
        super().__init__(*args, **options)
        self.motions = {str(motion.pk): motion for motion in motions}
        field: Any = self.fields["motion"]
        rows = [(key, f"{motion.number} {motion.title}") for key, motion in self.motions.items()]
        field.choices = [("", _("without a motion")), *rows]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("title") and not cleaned.get("motion") and "motion" not in self.errors:
            self.add_error("title", _("Please give the point a title, or choose a motion."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        asked = super().facts()
        motion = self.motions.get(asked["motion"])
        title = asked["title"] or (motion.title if motion else "")
        return {"title": title, "text": asked["text"], "motion": motion}


class PaperForm(SeenForm):
    """A file for a meeting."""

    upload = forms.FileField(label=_("File"), help_text=_("PDF, a picture or plain text; up to 25 MB."))
    name = Line(
        label=_("What it is called"),
        help_text=_("Empty: the name of the file."),
        required=False,
        max_length=120,
    )


class InvitationForm(SeenForm):
    """Inviting all members; short notice needs a reason."""

    short_notice = Words(
        label=_("Why it cannot wait"),
        help_text=_("Only if the meeting begins sooner than the rule asks for. It stands in the invitation."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AttendanceForm(SeenForm):
    """Who of all members is there, with the names of its delegates. What the page did not change stays as it is by
    then: a body may have noted itself meanwhile.
    """

    def __init__(self, *args: Any, bodies: Iterable[tuple[Organisation, bool]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.bodies = dict(bodies)
        for body, is_here in self.bodies.items():
            name = local_words.in_script(body.short_name)
            self.fields[f"here-{body.key}"] = forms.BooleanField(
                label=name, required=False, initial=is_here, show_hidden_initial=True
            )
            self.fields[f"who-{body.key}"] = Line(
                label=_("Who is there for %(body)s") % {"body": name}, required=False, max_length=200
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, str]]:
        """Of each body the tick, the names, and "True" if the page that is sent back showed it as there."""
        found = []
        for body, is_here in self.bodies.items():
            tick = self[f"here-{body.key}"]
            was = self.data.get(tick.html_initial_name, "") if self.is_bound else str(is_here)
            found.append((tick, self[f"who-{body.key}"], was))
        return found

    def facts(self) -> dict[str, Any]:
        """Who came, with its delegates, and who left."""
        moved = [body for body in self.bodies if f"here-{body.key}" in self.changed_data]
        here = {body: self.cleaned_data[f"who-{body.key}"] for body in moved if self._is_ticked(body)}
        return {"came": here, "left": [body for body in moved if body not in here]}

    def _is_ticked(self, body: Organisation) -> bool:
        return bool(self.cleaned_data[f"here-{body.key}"])


class ComingForm(SeenForm):
    """Who came for a body."""

    delegates = Line(
        label=_("Who is there for it"),
        help_text=_("Only the offices read this. It does not stand in the minutes."),
        required=False,
        max_length=200,
    )
