"""The page that corrects the numbers under which other platforms hold a case."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases import elsewhere, life
from huaihai.cases.case_forms import CaseForm
from huaihai.cases.desk.intake_forms import elsewhere_due
from huaihai.cases.desk.pages import situation_of
from huaihai.cases.elsewhere import Number
from huaihai.cases.models import ElsewhereNumber
from huaihai.cases.situation import CASEWORK, Situation
from huaihai.desk.asking import MakeForm, Question, ask, asking
from huaihai.desk.frame import no_frame
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import Line

MOST = 4


class Numbers(CaseForm):
    """One row a number, and an empty one. What is emptied is taken away."""

    def prepare(self) -> None:
        held = elsewhere.numbers_of(self.situation.case)
        self.rows = range(min(len(held) + 1, max(MOST, len(held))))
        for place in self.rows:
            self.fields[f"platform_{place}"] = forms.ChoiceField(
                label=_("Platform"), choices=ElsewhereNumber.Platform.choices
            )
            self.fields[f"number_{place}"] = Line(label=_("Its number there"), max_length=60, required=False)
            self.fields[f"due_on_{place}"] = elsewhere_due()
        for place, one in enumerate(held):
            self.initial.update(
                {
                    f"platform_{place}": one.platform,
                    f"number_{place}": one.number,
                    f"due_on_{place}": one.due_on,
                }
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for place in self.rows:
            if cleaned.get(f"due_on_{place}") and not cleaned.get(f"number_{place}"):
                self.add_error(f"number_{place}", gettext("Please write the number that it has there."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        found = [
            Number(said[f"platform_{place}"], said[f"number_{place}"], said[f"due_on_{place}"])
            for place in self.rows
            if said[f"number_{place}"]
        ]
        return {"numbers": list({(one.platform, one.number): one for one in found}.values())}


@asking
@guards.staff(*CASEWORK)
def numbers(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Which numbers and days stand from now on."""
    situation = situation_of(request, case_id)
    if life.BODY not in situation.parties or situation.case.stage == "draft":
        raise Http404
    return ask(
        request,
        _question(request, situation),
        form=partial(Numbers, situation=situation),
        act=lambda form: elsewhere.keep(
            situation.case, **form.facts(), seen=form.version_seen, by=situation.actor, at=clock.now()
        ),
        done=_("The numbers were written down."),
        to=reverse("desk-case", args=[case_id]),
    )


def _question(request: HttpRequest, situation: Situation) -> Question:
    case = situation.case

    def again() -> tuple[Question, MakeForm]:
        now = situation_of(request, case.pk)
        return _question(request, now), partial(Numbers, situation=now)

    return Question(
        current="",
        title=_("Numbers of other platforms"),
        button=_("Write it down"),
        back=reverse("desk-case", args=[case.pk]),
        back_label=case.title or str(case),
        lead=_("The day by which a platform wants an answer counts in what waits for you, beside our own."),
        template="cases/desk/elsewhere.html",
        context={"case": case},
        frame=no_frame,
        now=lambda row: gettext("It is now: %(stage)s.") % {"stage": str(row.stage_info.desk)},
        again=again,
    )
