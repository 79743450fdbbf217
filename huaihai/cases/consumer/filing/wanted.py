"""Step 3: which remedies, and how much."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huaihai.cases.actions import intake
from huaihai.cases.consumer import own_deadlines, wording
from huaihai.cases.consumer.filing import steps
from huaihai.cases.consumer.filing.drafts import with_draft
from huaihai.cases.models import Case
from huaihai.kit import clock, spoken
from huaihai.kit.yuan_field import YuanField
from huaihai.law import amounts, kinds, remedies

NAME = "file-remedies"
WITH_SUM = frozenset({remedies.REFUND.code, remedies.COMPENSATION.code})
DECEIT = frozenset({"N05", "N07"})
FAULT = frozenset({"N01", "N02", "N09"})


class RemediesForm(steps.FilingForm):
    remedies = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label=_("How should the business put it right?"),
        error_messages={"required": _("Please choose one thing at least")},
    )
    asked_fen = YuanField(required=False, label=_("How much do you ask for, in all?"))

    def __init__(self, case: Case, data: Any = None, *, offered: list[str], **options: Any) -> None:
        super().__init__(case, data, **options)
        field: Any = self.fields["remedies"]
        field.choices = [(code, wording.REMEDIES[code][0]) for code in offered]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        asks_money = WITH_SUM.intersection(found.get("remedies", []))
        if asks_money and found.get("asked_fen") is None and "asked_fen" not in self.errors:
            self.add_error("asked_fen", gettext("Please write how much you ask for, for example 268.00"))
        return found


@dataclass(frozen=True)
class Support:
    """How far the law goes: a sentence and its article."""

    text: str
    article: str


@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def wanted(request: HttpRequest, case: Case) -> HttpResponse:
    """The remedies that fit, all seven on request, and the sum asked for."""
    fitting = [remedy.code for remedy in _fitting(case)]
    shows_all = "all" in request.GET or not fitting
    known = [remedy.code for remedy in remedies.ALL]
    offered = known if shows_all else [code for code in known if code in fitting or code in case.remedies]
    initial = {"remedies": case.remedies, "asked_fen": case.asked_fen or case.price_fen}
    form = RemediesForm(case, request.POST or None, offered=offered, initial=initial)
    if request.method == "POST":
        fits = form.is_valid()
        kept = {
            name: form.cleaned_data[name] for name in ("remedies", "asked_fen") if name in form.cleaned_data
        }
        if kept:
            intake.save_answers(case, **kept)
        if fits or steps.SAVE_LATER in request.POST:
            return steps.go_on(request, NAME, case)
    hints = {code: hint for code, (_words, hint) in wording.REMEDIES.items() if hint}
    more = {
        "remedy_hints": hints,
        "shows_all": shows_all,
        "nature": wording.nature(case.nature),
        "support": support_of(case),
        "is_deceit": case.nature in DECEIT,
    }
    return steps.page(request, NAME, form, case, **more)


def support_of(case: Case) -> list[Support]:
    """What the law says for this kind of matter. A mere fault is never shown the sum for fraud."""
    found = []
    if case.nature in FAULT:
        found.append(
            Support(
                gettext(
                    "The business pays the freight of what is returned, replaced or repaired for its quality."
                ),
                gettext("Consumer law, article 24"),
            )
        )
    found += [
        Support(one.text, one.article) for one in own_deadlines.before_filing(case, today=clock.today())
    ]
    if case.nature in DECEIT and case.price_fen:
        found.append(_if_deceived(case.price_fen))
    if case.nature in FAULT | DECEIT and case.category == "G04" and case.price_fen and case.nature != "N09":
        found.append(_if_unsafe_food(case.price_fen))
    return found


def _if_deceived(price: int) -> Support:
    award = amounts.for_fraud(price)
    words = gettext(
        "If the business deceived you on purpose, you can ask for the price back and for %(extra)s yuan on top: "
        "three times the price, 500 yuan at least."
    )
    return Support(words % {"extra": spoken.yuan(award.extra)}, award.article)


def _if_unsafe_food(price: int) -> Support:
    award = amounts.for_unsafe_food(price)
    words = gettext(
        "If the food is below the safety standard, you can ask for your loss and for %(extra)s yuan on top: ten "
        "times the price or three times the loss, 1,000 yuan at least."
    )
    return Support(words % {"extra": spoken.yuan(award.extra)}, award.article)


def _fitting(case: Case) -> tuple[remedies.Remedy, ...]:
    if case.nature not in kinds.BY_CODE:
        return ()
    return kinds.fitting_remedies(case.nature, case.category if case.category in kinds.BY_CODE else None)
