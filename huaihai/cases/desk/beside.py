"""What is done beside the stages: notes, calls, corrections, urging; what is typed, and how each is done."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.cases import calls, case_forms, life, mandates
from huaihai.cases.case_forms import CaseForm, text_field
from huaihai.cases.desk.fulfilment import Files
from huaihai.cases.desk.step import HAND, NOTE, WORD, VerbPage
from huaihai.cases.models import Case
from huaihai.cases.situation import Situation
from huaihai.cases.verbs import care, correcting, urging
from huaihai.desk.uploads import all_stored
from huaihai.kit.form_fields import Day, Line
from huaihai.kit.money_field import MoneyField

TEN_YEARS = 3653


class NoteCall(CaseForm):
    with_whom = forms.ChoiceField(
        label=_("Who was called"),
        widget=forms.RadioSelect,
        choices=case_forms.CALLED,
        error_messages={"required": _("Please say who was called.")},
    )
    way = forms.ChoiceField(
        label=_("How you reached them"),
        widget=forms.RadioSelect,
        choices=((calls.LETTER, _("a letter went out")), (calls.TALK, _("we talked"))),
        error_messages={"required": _("Please say whether it was a letter or a talk.")},
    )
    text = text_field(_("What was said"))

    def prepare(self) -> None:
        """Who left nothing but an address is written to, or comes in person."""
        person = getattr(self.situation.case, "complainant", None)
        if person is not None and person.is_reached_by_letter:
            self.fields["with_whom"].label = _("Who was written to or called")
            self.fields["text"].label = _("What was written or said")
        else:
            del self.fields["way"]


class NoAnswer(CaseForm):
    """Two keys: one opens the page, Enter sends it. Whose turn it is was most likely called."""

    is_quick = True

    with_whom = forms.ChoiceField(
        label=_("Who does not answer"),
        widget=forms.RadioSelect,
        choices=case_forms.CALLED,
        error_messages={"required": _("Please say who was called.")},
    )
    text = text_field(_("More about it"), _("Only officers of both cities read this."), required=False)

    def prepare(self) -> None:
        turn = self.situation.turn.of
        self.initial.setdefault("with_whom", turn if turn == life.BUSINESS else life.CONSUMER)


class NoteMandate(CaseForm):
    """How it was learnt that the person for whom it is filed agrees."""

    way = forms.ChoiceField(
        label=_("How that person agreed"),
        widget=forms.RadioSelect,
        choices=mandates.WAYS,
        error_messages={"required": _("Please say how that person agreed.")},
    )
    uploads = Files(label=_("Photo or scan of the power of attorney"), required=False)
    text = text_field(_("More about it"), _("The consumer reads this."), required=False)


def _note_mandate(case: Case, *, uploads: list[Any], **facts: Any) -> None:
    care.note_mandate(case, files=all_stored(uploads), **facts)


def _lacks_mandate(situation: Situation) -> bool:
    return situation.lacks_mandate


class WriteConsumer(CaseForm):
    text = text_field(_("Your message"), _("The consumer and officers read this, the business does not."))


class WriteBusiness(CaseForm):
    text = text_field(_("Your message"), _("The business and officers read this, the consumer does not."))


def _knows_of_it(situation: Situation) -> bool:
    return situation.case.invited_at is not None


class AddNote(CaseForm):
    text = text_field(
        _("Note"), _("Officers who may open this case read it. Consumer and business never see it.")
    )


class Urge(CaseForm):
    text = text_field(_("A word to that body"), _("Only officers read this."), required=False)


class Correct(CaseForm):
    """All of it as it stands; what is changed is put right."""

    title = Line(label=_("Title"), max_length=80)
    category = forms.ChoiceField(label=_("What was bought"), required=False)
    nature = forms.ChoiceField(label=_("What is wrong with it"), required=False)
    price_fen = MoneyField(label=_("Price"), required=False)
    asked_fen = MoneyField(label=_("Sum asked for"), required=False)
    bought = forms.ChoiceField(label=_("How it was bought"), required=False)
    bought_on = Day(label=_("Bought on"), earliest=-TEN_YEARS, latest=0, required=False)
    origin = forms.ChoiceField(label=_("How it came in"), choices=Case.Origin.choices)
    text = text_field(_("Why it is corrected"), _("The consumer reads this."))

    def prepare(self) -> None:
        case = self.situation.case
        choices = {
            "category": case_forms.category_choices(),
            "nature": case_forms.nature_choices(),
            "bought": [("", _("not said yet")), *Case.Bought.choices],
        }
        for name, held in choices.items():
            field: Any = self.fields[name]
            field.choices = held
        for name in correcting.FIELDS:
            self.initial.setdefault(name, getattr(case, name))

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        return {"values": {name: given.pop(name) for name in correcting.FIELDS}, "text": given["text"]}


def _may_urge(situation: Situation) -> bool:
    case, today = situation.case, situation.today
    return (
        urging.is_anothers(case, situation.actor)
        and urging.asked_for(case, today) is not None
        and urging.may_urge(case, today)
    )


PAGES = (
    VerbPage(
        "note_mandate",
        "mandate",
        act=_note_mandate,
        form=NoteMandate,
        follows=_(
            "Ask the person for whom it is filed, not the one who files. From then on an agreement can be made."
        ),
        group=WORD,
        label=_("The person for whom it is filed agrees"),
        when=_lacks_mandate,
    ),
    VerbPage(
        "urge",
        "urging",
        act=urging.urge,
        form=Urge,
        follows=_(
            "Whoever works on cases there gets a message. It can be urged again on the next working day."
        ),
        group=HAND,
        above="holder",
        when=_may_urge,
    ),
    VerbPage(
        "no_answer",
        "no-answer",
        act=care.no_answer,
        form=NoAnswer,
        follows=_("Day and hour stand in the record, as proof that you tried."),
        group=NOTE,
        key="b",
    ),
    VerbPage(
        "call_back",
        "calls",
        act=care.note_call,
        form=NoteCall,
        follows=_("Only officers of both cities read this."),
        group=NOTE,
        above="contact",
    ),
    VerbPage(
        "write_consumer",
        "message-to-consumer",
        act=care.write_consumer,
        form=WriteConsumer,
        follows=_("It stands on their page, and an SMS or e-mail says so. They can answer there."),
        group=NOTE,
    ),
    VerbPage(
        "write_business",
        "message-to-business",
        act=care.write_business,
        form=WriteBusiness,
        follows=_("It stands on their page, and an SMS says so. They can answer there."),
        group=NOTE,
        when=_knows_of_it,
    ),
    VerbPage(
        "note",
        "notes",
        act=care.note,
        form=AddNote,
        follows=_("The note stands in the record."),
        group=NOTE,
    ),
    VerbPage(
        "correct",
        "correction",
        act=correcting.correct,
        form=Correct,
        follows=_("Lists and counts follow. What stood there before stays in the record."),
        group=NOTE,
    ),
)
