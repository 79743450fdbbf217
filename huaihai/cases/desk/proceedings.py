"""What goes on elsewhere: what is typed, and how each is done."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.cases import proceedings as kinds
from huaihai.cases.case_forms import CaseForm, text_field
from huaihai.cases.desk.settling import ONE_YEAR
from huaihai.cases.desk.step import VerbPage
from huaihai.cases.models import Agreement, Case
from huaihai.cases.proceedings import ARBITRATION, COURT, SUIT, Proceeding
from huaihai.cases.situation import Situation
from huaihai.cases.verbs import proceeding
from huaihai.kit import clock
from huaihai.kit.form_fields import Day, Line


class Note(CaseForm):
    kind: Proceeding

    state = forms.ChoiceField(
        label=_("What has happened"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what has happened.")},
    )
    on = Day(label=_("On which day"), initial=clock.today, earliest=-ONE_YEAR, latest=0)
    place = Line(max_length=60)
    basis = forms.ChoiceField(
        label=_("Where arbitration was agreed upon"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose where arbitration was agreed upon.")},
    )
    text = text_field(
        _("Note"),
        _("Number of the file there, what is still missing. Both sides read this."),
        required=False,
    )

    def prepare(self) -> None:
        states = self.kind.next_states(self.situation.standing(self.kind))
        fields: Any = self.fields
        fields["state"].choices = [(name, self.kind.states[name]) for name in states]
        fields["place"].label = self.kind.place
        fields["basis"].choices = list(self.kind.bases_of(self.situation.agreement).items())
        if len(states) == 1:
            self.initial.setdefault("state", states[0])
        is_first = bool({*self.kind.follows[""]} & {*states})
        if not is_first:
            del fields["place"]
        if not is_first or not self.kind.bases:
            del fields["basis"]


class NoteCourt(Note):
    kind = COURT


class NoteArbitration(Note):
    kind = ARBITRATION


class NoteSuit(Note):
    kind = SUIT
    text = text_field(
        _("Note"),
        _("What the association does: advice, evidence, somebody in court. The consumer reads this."),
        required=False,
    )


def _can_be_confirmed(situation: Situation) -> bool:
    agreement = situation.agreement
    is_mediated = agreement is not None and agreement.kind == Agreement.Kind.MEDIATION
    return is_mediated and _goes_on(situation, COURT)


def _goes_on(situation: Situation, kind: Proceeding) -> bool:
    """Whether something can be written down, and the file is still there."""
    is_erased = situation.case.is_final and not situation.case.receipt_hash
    return bool(kind.next_states(situation.standing(kind))) and not is_erased


def _may_begin(situation: Situation, kind: Proceeding) -> bool:
    """The same, while it is not confirmed as done or once something is known."""
    is_done = situation.case.result == Case.Result.FULFILLED
    return _goes_on(situation, kind) and not (is_done and situation.standing(kind) is None)


PAGES = (
    VerbPage(
        kinds.COURT.verb,
        "court-confirmation",
        act=partial(proceeding.note, kind=COURT),
        form=NoteCourt,
        follows=_(
            "Both sides together ask the court within 30 days of the agreement. It stands beside the agreement for "
            "all; confirmed, the agreement can be enforced."
        ),
        when=_can_be_confirmed,
    ),
    VerbPage(
        kinds.ARBITRATION.verb,
        "arbitration",
        act=partial(proceeding.note, kind=ARBITRATION),
        form=NoteArbitration,
        follows=_(
            "Only where arbitration was agreed upon. It stands on the page of the case for all; the case "
            "itself stays as it is."
        ),
        when=partial(_may_begin, kind=ARBITRATION),
    ),
    VerbPage(
        kinds.SUIT.verb,
        "supported-suit",
        act=partial(proceeding.note, kind=SUIT),
        form=NoteSuit,
        follows=_(
            "The consumer sues, the association supports the suit. It stands on the consumer's page; the business "
            "does not read it."
        ),
        above="suit",
        when=partial(_may_begin, kind=SUIT),
    ),
)
