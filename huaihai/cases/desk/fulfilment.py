"""Fulfilment, its dated parts, the end, and what is added beside the stages."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases import case_forms, promises
from huaihai.cases.case_forms import CaseForm, text_field
from huaihai.cases.desk.step import HAND, NOTE, WORD, VerbPage
from huaihai.cases.models import Case, Promise
from huaihai.cases.parts import Part
from huaihai.cases.situation import Situation
from huaihai.cases.verbs import care, fulfilment
from huaihai.cases.verbs.fulfilment import MOST_PARTS, Word
from huaihai.desk.uploads import all_stored
from huaihai.kit import clock
from huaihai.kit.form_fields import Day, Words
from huaihai.kit.money_field import MoneyField
from huaihai.members.actors import Actor

MOST_FILES, TEN_YEARS = 10, 3653


class Confirmed(CaseForm):
    """The consumer's word that it was done: who gave it, on which day, how."""

    who = forms.ChoiceField(
        label=_("Who confirmed it"),
        widget=forms.RadioSelect,
        choices=case_forms.CONFIRMED_BY,
        error_messages={"required": _("Please say who confirmed it.")},
    )
    on = Day(
        label=_("On which day it was confirmed"), initial=clock.today, earliest=-TEN_YEARS, latest=TEN_YEARS
    )
    how = forms.ChoiceField(
        label=_("How it was confirmed"),
        widget=forms.RadioSelect,
        choices=case_forms.CONFIRMED_HOW,
        error_messages={"required": _("Please say how it was confirmed.")},
    )
    text = text_field(
        _("Note"), _("For example what came and when. Officers and the consumer read this."), required=False
    )

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        word = Word(**{name: given.pop(name) for name in ("who", "on", "how", "text")})
        return given | {"word": word}


class ClaimFulfilment(CaseForm):
    text = text_field(_("What the business did and when"), _("The consumer reads this."))


class SendGoods(CaseForm):
    parcel = text_field(
        _("Carrier and number of the parcel"), _("Leave empty if the goods were brought."), required=False
    )


class ReportBreach(CaseForm):
    text = text_field(
        _("What was not done"), _("As the consumer says. The business reads this."), required=False
    )


class CloseUnconfirmed(CaseForm):
    text = text_field(
        _("How you tried to reach the consumer"),
        _("Days, hours, numbers, and what stays open. The consumer reads this."),
    )


class Withdraw(CaseForm):
    text = text_field(_("What the consumer said"), _("When and how the consumer told you."), required=False)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """One or more files; each is checked by its contents when it is stored."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(gettext("Please choose a file."))
        if len(given) > MOST_FILES:
            raise forms.ValidationError(gettext("Please send at most ten files at a time."))
        return list(given)


class AddEvidence(CaseForm):
    uploads = Files(
        label=_("Files"),
        help_text=_("Photos, screenshots, PDF, sound or video. 25 MB a file, ten at a time."),
    )
    party = forms.ChoiceField(
        label=_("Who gave it"),
        widget=forms.RadioSelect,
        choices=(
            ("consumer", _("the consumer")),
            ("business", _("the business")),
            ("body", _("the body itself")),
        ),
        error_messages={"required": _("Please say who gave it.")},
    )


_LINE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[\s,，:：]*(.*)")


class PartsField(Words):
    """Lines such as `2026-12-01 100.00` → parts; a line without a sum is a duty as the agreement's text says.

    Raises ValidationError that names the line.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **options)

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) > MOST_PARTS:
            raise ValidationError(gettext("At most %(n)s parts can be written down.") % {"n": MOST_PARTS})
        return [_part(number, line) for number, line in enumerate(lines, start=1)]


def _part(number: int, line: str) -> Part:
    wrong = gettext("Line %(n)s cannot be read. Please write it like this: 2026-12-09 100.00") % {"n": number}
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValidationError(wrong)
    try:
        due_on = date(int(found[1]), int(found[2]), int(found[3]))
        sum_fen = MoneyField(required=False).clean(found[4])
    except (ValueError, ValidationError) as error:
        raise ValidationError(wrong) from error
    return Part("", sum_fen, due_on)


class OnePart(CaseForm):
    """One of the parts of which something may still be said."""

    part = forms.ChoiceField(
        label=_("Which part"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose which part.")},
    )

    def prepare(self) -> None:
        field: Any = self.fields["part"]
        field.choices = promises.choices(self.situation.case, today=self.situation.today)

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        number = int(given.pop("part"))
        return given | {"promise": self.situation.case.promises.get(number=number)}


class ConfirmedPart(OnePart, Confirmed):
    """One part, on the consumer's word."""

    field_order = ("part",)


class ClaimPart(OnePart):
    text = text_field(_("What the business did and when"), _("The consumer reads this."))


class BreachPart(OnePart):
    text = text_field(
        _("What was not done"),
        _("As the consumer says. The business reads this."),
        required=False,
    )


def _is_over(situation: Situation) -> bool:
    return situation.is_time_over


def add_files(
    case: Case, *, uploads: list[Any], party: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Take in the files one by one; a refused file names itself and what to do. `seen` does not matter here:
    a file more never contradicts what somebody else did."""
    kept = all_stored(uploads)
    with transaction.atomic():
        for file, name in kept:
            care.add_evidence(case, file=file, name=name, party=party, by=by, at=at)


def _sends_goods(situation: Situation) -> bool:
    return situation.agreement is not None and situation.agreement.goes_back


PAGES = (
    VerbPage(
        "confirm",
        "confirmation",
        act=fulfilment.confirm,
        form=Confirmed,
        follows=_("The case is closed as done. Do this only after the consumer told you so."),
        label=_("Done: the consumer confirms"),
        above="agreement",
    ),
    VerbPage(
        "claim_fulfilment",
        "fulfilment",
        act=fulfilment.claim_fulfilment,
        form=ClaimFulfilment,
        follows=_("The consumer is asked to confirm it."),
        group=WORD,
        label=_("The business says it is done"),
        above="agreement",
    ),
    VerbPage(
        "send_goods",
        "goods",
        act=fulfilment.send_goods,
        form=SendGoods,
        follows=_("The business is told, and does its part."),
        group=WORD,
        label=_("The consumer has sent the goods back"),
        above="agreement",
        when=_sends_goods,
    ),
    VerbPage(
        "report_breach",
        "breach",
        act=fulfilment.report_breach,
        form=ReportBreach,
        follows=_("The case stays open, and you follow it up with the business."),
        group=WORD,
        label=_("The consumer says it was not done"),
        above="agreement",
    ),
    VerbPage(
        "close_unconfirmed",
        "closure",
        act=fulfilment.close_unconfirmed,
        form=CloseUnconfirmed,
        follows=_("The case ends here and is never counted as solved."),
        group=HAND,
        tone="late",
        when=_is_over,
        above="agreement",
    ),
    VerbPage(
        "withdraw",
        "withdrawal",
        act=fulfilment.withdraw,
        form=Withdraw,
        follows=_("The case ends here. Do this only after the consumer told you so."),
        group=WORD,
        label=_("The consumer withdraws"),
        tone="late",
    ),
    VerbPage(
        "add_evidence",
        "evidence",
        act=add_files,
        form=AddEvidence,
        follows=_("The files are sealed; all see a safe copy."),
        group=NOTE,
    ),
)


def _has_several(situation: Situation) -> bool:
    if situation.agreement is None:
        return False
    watched = [
        one for one in situation.case.promises.all() if one.confirmed_at is None and one.left_at is None
    ]
    return len(watched) > 1


def _claim(
    case: Case, *, promise: Promise, text: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    promise.case = case
    fulfilment.claim(promise, text=text, by=by, at=at, seen=seen)


PART_PAGES = (
    VerbPage(
        "confirm_part",
        "part-confirmation",
        act=fulfilment.confirm_part,
        form=ConfirmedPart,
        follows=_("This part counts as kept; the others are watched on."),
        group=WORD,
        label=_("The consumer confirms one part"),
        above="agreement",
        when=_has_several,
    ),
    VerbPage(
        "claim_part",
        "part-fulfilment",
        act=_claim,
        form=ClaimPart,
        follows=_("The consumer is asked to confirm it."),
        group=WORD,
        label=_("The business says one part is done"),
        above="agreement",
        when=_has_several,
    ),
    VerbPage(
        "breach_part",
        "part-breach",
        act=fulfilment.breach_part,
        form=BreachPart,
        follows=_("The case stays open, and you follow it up with the business."),
        group=WORD,
        label=_("The consumer says one part was not done"),
        above="agreement",
        when=_has_several,
    ),
)
