"""What is asked before something is done to several cases of a binder; as for one case, once for all of them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.safestring import mark_safe

from huaihai.cases.case_forms import text_field
from huaihai.cases.desk.mediation import HoldSession, PlanSession
from huaihai.cases.desk.settling import TWO_YEARS, Serve
from huaihai.cases.together import facts
from huaihai.cases.verbs import inviting
from huaihai.desk.bulk import Sure
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.kit import clock
from huaihai.kit.country import gettext
from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.form_fields import Day, Words
from huaihai.kit.money_field import MoneyField

YES, NO, LEAVE = "yes", "no", "leave"


class OnWord(Sure):
    """What consumers said on the telephone or at the counter."""

    answer = forms.ChoiceField(
        label=_("What the consumer said"),
        widget=forms.RadioSelect,
        choices=((YES, _("Yes, together")), (NO, _("No, by itself")), (LEAVE, _("Leaves it again"))),
        error_messages={"required": _("Please choose what the consumer said.")},
    )
    is_spoken_for = forms.BooleanField(
        label=_("One or two of those who joined may speak for them"), required=False
    )
    is_willing = forms.BooleanField(label=_("They would speak for the others"), required=False)
    text = text_field(_("When and how the consumer told you"), _("Only officers read this."))


class PassBy(Sure):
    text = Words(
        label=_("Why you do not ask"),
        help_text=_("It stands in this case; only officers read it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ServeAll(Sure):
    way = Serve.base_fields["way"]
    served_on = Serve.base_fields["served_on"]
    proof = Serve.base_fields["proof"]


class PlanAll(Sure):
    """Filled with the appointment that stands, so that another body takes over the same one."""

    kind = PlanSession.base_fields["kind"]
    day = PlanSession.base_fields["day"]
    time = PlanSession.base_fields["time"]
    place = PlanSession.base_fields["place"]
    invited = PlanSession.base_fields["invited"]

    def __init__(self, *args: Any, rows: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(*args, rows=rows, **options)
        held = facts.session(rows[0].together) if rows else None
        self.initial["invited"] = inviting.SIDES
        if held is not None:
            starts = held.starts_at.astimezone(clock.ZONE)
            self.initial.update(
                {
                    "kind": held.kind,
                    "place": held.place,
                    "day": starts.date(),
                    "time": starts.time(),
                }
            )

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        return given | {"starts_at": clock.local_moment(given.pop("day"), given.pop("time"))}


class MinutesOfAll(Sure):
    held_on = HoldSession.base_fields["held_on"]
    minutes = HoldSession.base_fields["minutes"]


class AgreeEach(Sure):
    """The terms once, the sum of each by itself: filled with what each asks, to be read and corrected."""

    terms = text_field(
        _("What was agreed"), _("Who does what, how, and by when. It stands in the agreement of each.")
    )
    perform_by_on = Day(label=_("To be done by"), earliest=0, latest=TWO_YEARS)
    is_own_yes = forms.BooleanField(
        label=_("Each of these consumers said yes to their own agreement"),
        help_text=_(
            "Nobody says yes for another one, not even who speaks for all. Go back and untick who has not said yes."
        ),
        error_messages={"required": _("Without the own yes of each there is no agreement.")},
    )

    def __init__(self, *args: Any, rows: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(*args, rows=rows, **options)
        for row in rows:
            label = gettext("Sum of %(number)s") % {"number": row.case.number}
            field = MoneyField(label=label, required=False, initial=row.case.asked_fen)
            field.widget.attrs["aria-label"] = label
            self.fields[_name(row)] = field

    @property
    def for_all(self) -> list[Any]:
        return [self[name] for name in self.declared_fields]

    @property
    def by_row(self) -> Sequence[Column[Any]]:
        return (Column(_("Sum ({currency})"), self._cell, is_number=True),)

    def facts_of(self, row: Any) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "terms": given["terms"],
            "perform_by_on": given["perform_by_on"],
            "sum_fen": given[_name(row)],
        }

    def _cell(self, row: Any) -> Cell:
        bound = self[_name(row)]
        css = "in num bad" if bound.errors else "in num"
        widget = bound.as_widget(attrs={"class": css})
        return Cell(mark_safe(widget), tags=[Tag(str(one), "late") for one in bound.errors])  # noqa: S308 -- a widget escapes what it says


def _name(row: Any) -> str:
    return f"sum_{row.pk}"
