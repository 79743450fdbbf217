"""What has to be known before any personal data: another office, a shop elsewhere, a matter with somebody already."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases import elsewhere
from huaihai.cases.consumer import area_codes, choices
from huaihai.cases.consumer.fields import TextLine
from huaihai.cases.consumer.filing import steps
from huaihai.cases.consumer.filing.steps import Draft, QuestionForm
from huaihai.cases.models import Case, CityMove, ElsewhereNumber
from huaihai.cases.moved.pages import gone_cities
from huaihai.cases.verbs import intake
from huaihai.kit import clock, local_words
from huaihai.law.triage.cards import Office
from huaihai.law.triage.reading import tree
from huaihai.members import directory
from huaihai.members.models import Organisation


@dataclass(frozen=True)
class Away:
    """A business in none of our cities: where, whom to call there, the platform, and who of us still can help."""

    place: str
    number: str
    is_online: bool
    platform: str
    body: Organisation | None
    gone: Sequence[tuple[str, CityMove]] = ()


def away(case: Case) -> Away | None:
    """None where a body of ours can lead, or nobody knows yet. The same before filing, on receipt and case page."""
    draft = Draft(case)
    code = draft.region
    if draft.route is not None:
        code = (draft.route.refer_to or "") if draft.route.lead is None and draft.region else ""
    if not code or not draft.is_outside:
        return None
    home = draft.route.home if draft.route else None
    stated = case.stated_business
    platform = stated.get("platform") or (
        stated.get("name", "") if case.bought == Case.Bought.PLATFORM else ""
    )
    body = directory.body_for(home) if home else None
    gone = gone_cities(f"{code[:4]}00")
    return Away(choices.name_of(code), area_codes.line(code), draft.is_online, platform, body, gone)


class AwayForm(QuestionForm):
    """The shop is elsewhere: who helps there, and what we still can do."""

    heading = _("The shop is not in one of our cities")
    template = "away"

    def more(self) -> dict[str, Any]:
        return {"away": away(self.case)}


class NobodyForm(QuestionForm):
    """Neither is here, or nobody works there yet, or the city has gone: whom to turn to instead."""

    heading = _("Here nobody can take it")
    template = "nobody"

    def more(self) -> dict[str, Any]:
        if city := self.question_of.departed:
            return {"gone": gone_cities(city)}
        unreached = self.question_of.unreached
        if unreached is not None:
            return {"unreached": unreached, "number": unreached.phone_to_call}
        return {"away": away(self.case), "line": area_codes.line(self.case.consumer_at)}


class OfficeForm(QuestionForm):
    """The problem that was chosen belongs elsewhere. Who says that it does not, goes on without the card."""

    template: ClassVar[str] = "office"

    @property
    def heading(self) -> str | Promise:  # type: ignore[override] # of the card
        card = self.question_of.card
        return local_words.said(card.title) if card else ""

    def keep(self, request: HttpRequest) -> None:
        if "on" in request.POST:
            intake.save_answers(self.case, problem="")

    def more(self) -> dict[str, Any]:
        card = self.question_of.card
        if card is None:
            return {}
        held = tree().offices
        offices = [_office(held[one]) for one in card.offices if one in held]
        return {"card_id": card.id, "answer": local_words.said(card.answer), "offices": offices}


def _office(office: Office) -> dict[str, str]:
    """In words."""
    words = {name: local_words.said(getattr(office, name)) for name in ("name", "bring", "note")}
    return words | {"number": office.number}


NO = "no"


class AlreadyForm(QuestionForm):
    """Who has the matter already, under which number: one dispute is mediated by one body."""

    template = "already"
    told = forms.ChoiceField(
        choices=[
            (NO, _("No, nobody")),
            (ElsewhereNumber.Platform.REGULATOR.value, ElsewhereNumber.Platform.REGULATOR.label),
            (ElsewhereNumber.Platform.CITY.value, ElsewhereNumber.Platform.CITY.label),
            ("cca315", _("The consumers' associations' 315 platform")),
            ("other", _("Another office")),
        ],
        widget=forms.RadioSelect,
        label=_("Have you already told somebody else?"),
        error_messages={"required": _("Please choose one")},
    )
    number = TextLine(
        required=False,
        max_length=60,
        label=_("Their number for it, if you have it"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def first(self) -> dict[str, Any]:
        held = self.case.elsewhere.first()
        if held is None:
            return {}
        return {"told": held.platform, "number": held.number.replace(NO_NUMBER, "")}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("told") == NO and found.get("number"):
            self.add_error("told", gettext("You wrote a number: please say whose it is"))
        return found

    def keep(self, request: HttpRequest) -> None:
        told, number = self.cleaned_data.get("told"), self.cleaned_data.get("number", "")
        if not told or not self.is_valid():
            return
        kept = [] if told == NO else [elsewhere.Number(told, number or NO_NUMBER)]
        elsewhere.keep(self.case, kept, by=steps.consumer_of(self.case), at=clock.now())


NO_NUMBER = "没有记下号码"


def already_words(case: Case) -> str:
    """Who has it already, in words."""
    labels = dict(ElsewhereNumber.Platform.choices)
    return "、".join(f"{labels[one.platform]} {one.number}" for one in case.elsewhere.all())
