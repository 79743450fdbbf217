"""Between cities, down the tree, and which business is meant: what is typed, and how each is done."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from huaihai.businesses.register.verbs import Stated
from huaihai.cases import case_forms, leads
from huaihai.cases.case_forms import Bare, CaseForm, text_field
from huaihai.cases.desk.step import HAND, VerbPage
from huaihai.cases.situation import Situation
from huaihai.cases.verbs import routing
from huaihai.kit import clock, local_words
from huaihai.kit.country import gettext
from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.form_fields import Line
from huaihai.law import credit_code
from huaihai.law.errors import LawError
from huaihai.members import staffing
from huaihai.members.models import Organisation

STATED = ("name", "code", "sign", "address", "region_code", "phone", "payee", "platform", "shop_link")


class Forward(CaseForm):
    to = forms.ChoiceField(label=_("To which city"))
    assessment = text_field(
        _("First assessment"),
        _(
            "What is proved, by which papers; what is still open; what the consumer asks for. "
            "The other city reads this."
        ),
    )

    def prepare(self) -> None:
        home = self.situation.case.home
        own_city = home.city if home else None
        self.bodies = {
            body.key: body
            for body in Organisation.objects.cities()
            if own_city is None or body.pk != own_city.pk
        }
        field: Any = self.fields["to"]
        field.choices = [("", gettext("Please choose"))] + [
            (key, local_words.in_script(body.name) + whether_answered(body))
            for key, body in self.bodies.items()
        ]
        proposed = self.situation.proposed_lead
        if proposed is not None and proposed.key in self.bodies:
            self.initial.setdefault("to", proposed.key)

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"to": self.bodies[self.cleaned_data["to"]]}


class Recall(CaseForm):
    text = text_field(_("Why the case is called back"), _("The other city and the consumer read this."))


class SendBack(CaseForm):
    text = text_field(_("Why the case goes back"), _("The home body and the consumer read this."))


class AskSecretariat(CaseForm):
    """The city says no once more; the alliance decides."""

    why = leads.NOT_OURS
    text = text_field(
        _("Why it is not for your city"), _("The secretariat, the home body and the consumer read this.")
    )

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"why": self.why}


class InConflict(AskSecretariat):
    why = leads.CONFLICT
    text = text_field(
        _("Why nobody of your body can mediate it"),
        _("The secretariat, the home body and the consumer read this."),
    )


class Assign(CaseForm):
    to = forms.ChoiceField(label=_("To which body"))
    text = text_field(_("A note for that body"), _("Only officers read this."), required=False)

    def prepare(self) -> None:
        holder = self.situation.case.responsible
        below = (
            Organisation.objects.within(holder).open().exclude(pk=holder.pk)
            if holder
            else Organisation.objects.none()
        )
        self.bodies = {body.key: body for body in below[:400]}
        field: Any = self.fields["to"]
        field.choices = [("", gettext("Please choose"))] + [
            (
                key,
                local_words.in_script(body.name)
                + (
                    whether_answered(body)
                    if body.is_computerised
                    else gettext(" (no computer: print a sheet)")
                ),
            )
            for key, body in self.bodies.items()
        ]

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"to": self.bodies[self.cleaned_data["to"]]}


def whether_answered(body: Organisation) -> str:
    """Behind the name of a body in which nobody would open the case."""
    return "" if staffing.has_people(body, on=clock.today()) else gettext(" (nobody works there yet)")


class StatedFields(forms.Form):
    """A business as it was described. Any of it may be empty, not all."""

    name = Line(
        label=_("Name of the business"),
        required=False,
        help_text=_("As on the receipt or the licence. Name, sign or address: one of them is needed."),
    )
    code = Line(
        label=_("{Business_code_short}"),
        required=False,
        max_length=40,
        help_text=_("18 digits and letters, on the licence."),
    )
    sign = Line(label=_("Name on the sign"), required=False)
    region_code = forms.ChoiceField(label=_("Where it trades"), required=False)
    address = Line(label=_("Address"), required=False, max_length=200)
    phone = Line(label=_("Phone of the business"), required=False, max_length=40)
    payee = Line(
        label=_("Who received the money"), required=False, help_text=_("The payee shown on the payment.")
    )
    platform = Line(label=_("Online platform"), required=False, max_length=80)
    shop_link = Line(label=_("Name or address of the online shop"), required=False, max_length=300)

    def clean_code(self) -> str:
        typed = str(self.cleaned_data["code"])
        if not typed:
            return ""
        try:
            return credit_code.check(typed).text
        except LawError as error:
            raise ValidationError(local_words.said(error)) from error

    def stated(self, prefix: str = "") -> Stated:
        return Stated(**{name: self.cleaned_data.get(prefix + name) or "" for name in STATED})


class CorrectBusiness(CaseForm, StatedFields):
    def prepare(self) -> None:
        home = self.situation.case.home
        city = home.city if home else None
        field: Any = self.fields["region_code"]
        field.choices = case_forms.place_choices(first=city.region_code if city else "")
        for name, value in self.situation.case.stated_business.items():
            self.initial.setdefault(name, value)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and self.stated().is_empty:
            self.add_error("name", gettext("Please say which business it is: its name, sign or address."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        return {"stated": self.stated()}


def _may_return(situation: Situation) -> bool:
    return situation.case.crosses_cities and situation.dispute.may_return


def _may_ask(situation: Situation) -> bool:
    """It was sent back, and came again."""
    dispute, case = situation.dispute, situation.case
    is_again = dispute.returned is not None and dispute.asked is None
    return is_again and case.crosses_cities and case.stage != "paused"


def _may_be_in_conflict(situation: Situation) -> bool:
    return situation.dispute.asked is None and situation.case.stage != "forwarded"


def _may_recall(situation: Situation) -> bool:
    return situation.dispute.asked is None


def _is_above(situation: Situation) -> bool:
    holder, node = situation.case.responsible, situation.actor.organisation
    return bool(holder and node and holder != node and holder.is_within(node))


def _has_below(situation: Situation) -> bool:
    holder = situation.case.responsible
    return holder is not None and holder.kind != Organisation.Kind.STATION


PAGES = (
    VerbPage(
        "forward",
        "forward",
        act=routing.forward,
        form=Forward,
        follows=_(
            "The case goes to the other city with consent, list of evidence and your assessment. "
            "That city becomes responsible; you still see every step."
        ),
        above="route",
    ),
    VerbPage(
        "take",
        "taking",
        act=routing.take,
        form=Bare,
        follows=_("Your body becomes responsible and decides what comes next. The consumer is told."),
        one_click=True,
    ),
    VerbPage(
        "recall",
        "recall",
        act=routing.recall,
        form=Recall,
        follows=_("The case comes back to you. The other city has not taken it yet."),
        group=HAND,
        when=_may_recall,
    ),
    VerbPage(
        "send_back",
        "sending-back",
        act=routing.send_back,
        form=SendBack,
        follows=_(
            "The home body becomes responsible again and is told why. This is possible once: if the case comes again, "
            "you take it, or the secretariat decides."
        ),
        group=HAND,
        when=_may_return,
    ),
    VerbPage(
        "ask_secretariat",
        "question-to-the-secretariat",
        act=routing.ask_secretariat,
        form=AskSecretariat,
        follows=_(
            "The secretariat names who leads the case, and it stays so. Until then you have it, and the time limits "
            "run on. If you go on with it meanwhile, it is yours."
        ),
        group=HAND,
        when=_may_ask,
    ),
    VerbPage(
        "ask_secretariat",
        "conflict-of-the-body",
        act=routing.ask_secretariat,
        form=InConflict,
        follows=_(
            "The secretariat names another body, and it stays so. Until then you have the case, and the time limits "
            "run on. If only one mediator is concerned, pause the mediation and hand it to a colleague."
        ),
        group=HAND,
        label=_("The whole body is in conflict"),
        when=_may_be_in_conflict,
    ),
    VerbPage(
        "assign",
        "assignment",
        act=routing.assign,
        form=Assign,
        follows=_(
            "That body becomes responsible; the clocks go on. You see every step and can take the case back."
        ),
        group=HAND,
        when=_has_below,
    ),
    VerbPage(
        "take_back",
        "return",
        act=routing.take_back,
        form=Bare,
        follows=_("Your body becomes responsible again; the clocks go on."),
        group=HAND,
        one_click=True,
        when=_is_above,
    ),
)
