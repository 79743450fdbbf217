"""Mediation: sessions, pauses, agreement, end: what is typed, and how each is done."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.cases import case_forms
from huaihai.cases.case_forms import CaseForm, text_field
from huaihai.cases.desk.fulfilment import PartsField
from huaihai.cases.desk.settling import ONE_YEAR, TWO_YEARS
from huaihai.cases.desk.step import HAND, VerbPage
from huaihai.cases.models import Appointment
from huaihai.cases.situation import Situation
from huaihai.cases.verbs import appointing, inviting, mediation
from huaihai.kit import clock
from huaihai.kit.form_fields import Day, Line
from huaihai.kit.money_field import MoneyField

INVITED = (("consumer", _("the consumer")), ("business", _("the business")))


class Pause(CaseForm):
    reason = forms.ChoiceField(
        label=_("Why the clock stands"),
        widget=forms.RadioSelect,
        choices=case_forms.PAUSE_REASONS,
        error_messages={"required": _("Please choose why the clock is paused.")},
    )
    text = text_field(_("More about it"), required=False)


class Resume(CaseForm):
    text = text_field(_("What has changed"), required=False)


class HoldSession(CaseForm):
    held_on = Day(label=_("Held on"), initial=clock.today, earliest=-366, latest=0)
    minutes = text_field(
        _("Minutes"),
        _(
            "Who was there, what each side said, what is agreed and what is still open. Only officers read this."
        ),
    )


class ExtendMediation(CaseForm):
    text = text_field(
        _("How both sides agreed"), _("Who agreed, when and how: on paper, on the phone, in the session.")
    )


class PlanSession(CaseForm):
    kind = forms.ChoiceField(
        label=_("How you meet"),
        widget=forms.RadioSelect,
        choices=Appointment.Kind.choices,
        error_messages={"required": _("Please choose how you meet.")},
    )
    day = Day(label=_("Day"), earliest=0, latest=ONE_YEAR)
    time = forms.TimeField(
        label=_("Hour"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Please give the hour."),
            "invalid": _("Please write the hour like 14:30."),
        },
    )
    place = Line(
        label=_("Where"),
        help_text=_(
            "The room and its address, the link of the video meeting, or who calls whom. Both sides read it."
        ),
        max_length=300,
    )
    invited = forms.MultipleChoiceField(
        label=_("Who takes part"),
        widget=forms.CheckboxSelectMultiple,
        choices=INVITED,
        initial=inviting.SIDES,
        error_messages={"required": _("Please choose who is invited.")},
    )

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        starts_at = clock.local_moment(given.pop("day"), given.pop("time"))
        return given | {"starts_at": starts_at}


class MoveSession(PlanSession):
    text = text_field(_("Why it is moved"), _("Both sides read this."), required=False)

    def prepare(self) -> None:
        held = self.situation.appointment
        if held is None:
            return
        starts = held.starts_at.astimezone(clock.ZONE)
        known = {"kind": held.kind, "place": held.place, "day": starts.date(), "time": starts.time()}
        known["invited"] = held.invited
        for name, value in known.items():
            self.initial.setdefault(name, value)


class CancelSession(CaseForm):
    text = text_field(_("Why it does not take place"), _("Both sides read this."))


class Agree(CaseForm):
    terms = text_field(_("What was agreed"), _("Who does what, how, and by when. Both sides read this."))
    sum_fen = MoneyField(label=_("Sum"), required=False, help_text=_("Leave empty if no money is paid."))
    perform_by_on = Day(label=_("To be done by"), earliest=0, latest=TWO_YEARS, required=False)
    parts = PartsField(
        label=_("Done in several parts"),
        required=False,
        help_text=_(
            "Only where it is done in parts: one line a part, its day and its sum, for example 2026-12-09 100.00. "
            "The sums add up to the sum above."
        ),
    )
    is_oral = forms.BooleanField(
        label=_("The agreement is oral"),
        required=False,
        help_text=_("It takes effect at once; the mediator writes it down."),
    )

    def prepare(self) -> None:
        self.fields["perform_by_on"].is_needed = True  # type: ignore[attr-defined] # unless it is done in parts

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        parts = cleaned.get("parts") or []
        if parts:
            cleaned["perform_by_on"] = max(part.due_on for part in parts)
            sums = [part.sum_fen for part in parts if part.sum_fen is not None]
            if cleaned.get("sum_fen") is None and sums:
                cleaned["sum_fen"] = sum(sums)
        elif not cleaned.get("perform_by_on") and not self.errors.keys() & {"perform_by_on", "parts"}:
            self.add_error("perform_by_on", _("Please give a day."))
        return cleaned


class Terminate(CaseForm):
    ground = forms.ChoiceField(
        label=_("Ground"), widget=forms.RadioSelect, error_messages={"required": _("Please choose a ground.")}
    )
    text = text_field(_("The reason, in plain words"), _("Both sides read this."))

    def prepare(self) -> None:
        self.grounds = mediation.grounds_to_end(self.situation.today)
        field: Any = self.fields["ground"]
        field.choices = case_forms.ground_choices(self.grounds)

    @property
    def articles(self) -> dict[str, str]:
        """The article of each ground, as the second line of its option."""
        return {ground.code: ground.article for ground in self.grounds}


_TOLD = _("The consumer gets a message and sees it in the file.")
_BOTH_TOLD = _("The consumer and the business get a message.")


def _may_extend_mediation(situation: Situation) -> bool:
    clock = situation.clocks.get("mediate")
    return clock is not None and not clock.is_extended


def _is_planned(situation: Situation) -> bool:
    return situation.appointment is not None


PAGES = (
    VerbPage(
        "plan_session",
        "appointment",
        act=appointing.plan,
        form=PlanSession,
        follows=_("Who is invited gets a message, and can put it into the own calendar."),
        when=lambda situation: not _is_planned(situation),
    ),
    VerbPage(
        "move_session",
        "moved-appointment",
        act=appointing.shift,
        form=MoveSession,
        follows=_("Who is invited gets a message. The calendar file takes the place of the one before."),
        when=_is_planned,
    ),
    VerbPage(
        "cancel_session",
        "cancelled-appointment",
        act=appointing.call_off,
        form=CancelSession,
        follows=_("Who was invited gets a message. A new appointment can be made."),
        when=_is_planned,
    ),
    VerbPage(
        "hold_session",
        "sessions",
        act=mediation.hold_session,
        form=HoldSession,
        follows=_("The minutes stay between the officers; both sides see that a session was held."),
    ),
    VerbPage(
        "agree",
        "agreement",
        act=mediation.agree,
        form=Agree,
        follows=_(
            "The agreement stands, and you watch that it is kept. "
            "Within 30 days both sides may ask the court to confirm it."
        ),
    ),
    VerbPage(
        "resume",
        "resumption",
        act=mediation.resume,
        form=Resume,
        follows=_("The clock goes on; its last day moves by the days it stood."),
    ),
    VerbPage(
        "pause",
        "pause",
        act=mediation.pause,
        form=Pause,
        follows=_("The clock of mediation stands still; you look again after the time set for it."),
    ),
    VerbPage(
        "extend_mediation",
        "longer-mediation",
        act=mediation.extend,
        form=ExtendMediation,
        follows=_("This is possible once, if both sides agree."),
        when=_may_extend_mediation,
    ),
    VerbPage(
        "terminate",
        "termination",
        act=mediation.terminate,
        form=Terminate,
        follows=_BOTH_TOLD,
        group=HAND,
        tone="late",
        above="ways",
    ),
)
