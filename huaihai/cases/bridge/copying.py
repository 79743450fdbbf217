"""The page from which a case is copied into the form of another platform; at its end, what it got there is kept."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases import elsewhere, life, unmasking
from huaihai.cases.bridge import facts
from huaihai.cases.case_forms import CaseForm
from huaihai.cases.desk.intake_forms import elsewhere_due
from huaihai.cases.desk.lists import NOT_ENTERED, OWN
from huaihai.cases.desk.pages import situation_of
from huaihai.cases.elsewhere import Number
from huaihai.cases.models import ElsewhereNumber
from huaihai.cases.situation import CASEWORK, Situation
from huaihai.desk.asking import MakeForm, Question, ask, asking
from huaihai.desk.frame import no_frame
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import Line
from huaihai.law import platforms
from huaihai.law.platforms import Platform


class Entered(CaseForm):
    """What it got there. The fields stand empty, or hold what was kept before."""

    number = Line(label=_("Its number there"), max_length=60)
    due_on = elsewhere_due()

    def facts(self) -> dict[str, Any]:
        return {"number": self.cleaned_data["number"], "due_on": self.cleaned_data["due_on"]}


@asking
@guards.staff(*CASEWORK)
def copy_out(request: HttpRequest, case_id: UUID, platform: str) -> HttpResponse:
    """The facts in the order of its form, and the number and day that it gave."""
    situation, there = situation_of(request, case_id, "evidence"), platforms.platforms().get(platform)
    is_held = situation.case.receipt_hash and situation.case.stage != "draft"  # not emptied
    if there is None or life.BODY not in situation.parties or not is_held:
        raise Http404
    return ask(
        request,
        _question(request, situation, there),
        form=partial(Entered, situation=situation, initial=_kept(situation, there)),
        act=lambda form: elsewhere.enter(
            situation.case,
            Number(there.code, **form.facts()),
            seen=form.version_seen,
            by=situation.actor,
            at=clock.now(),
        ),
        done=_("The number was kept with the case."),
        to=_back(request, case_id),
    )


def _kept(situation: Situation, there: Platform) -> dict[str, Any]:
    """The number that it has there already."""
    held = next((one for one in elsewhere.numbers_of(situation.case) if one.platform == there.code), None)
    return {"number": held.number, "due_on": held.due_on} if held else {}


def _back(request: HttpRequest, case_id: UUID) -> str:
    """To the list of what is not entered yet, for whoever came from there."""
    if _is_from_list(request):
        return f"{reverse('desk')}?scope={OWN}&elsewhere={NOT_ENTERED}"
    return reverse("desk-case", args=[case_id])


def _is_from_list(request: HttpRequest) -> bool:
    return request.GET.get("from") == "list"


def _question(request: HttpRequest, situation: Situation, there: Platform) -> Question:
    case = situation.case

    def again() -> tuple[Question, MakeForm]:
        now = situation_of(request, case.pk)
        return _question(request, now, there), partial(Entered, situation=now)

    is_from_list = _is_from_list(request)
    return Question(
        current="",
        title=gettext("Copy it out for %(platform)s")
        % {"platform": ElsewhereNumber.Platform(there.code).label},
        button=_("Keep number and day"),
        back=_back(request, case.pk),
        back_label=gettext("Not entered yet") if is_from_list else case.title or str(case),
        template="cases/bridge/copy_out.html",
        shows=lambda: _shown(request, situation, there),
        frame=no_frame,
        now=lambda row: gettext("It is now: %(stage)s.") % {"stage": str(row.stage_info.desk)},
        again=again,
    )


def _shown(request: HttpRequest, situation: Situation, there: Platform) -> dict[str, Any]:
    case = situation.case
    is_open = unmasking.is_open(request.session, case.pk, clock.now())
    name = ElsewhereNumber.Platform(there.code).label
    with translation.override(facts.CHINESE):  # the record is in the alliance's language
        why = gettext("To enter it at %(platform)s") % {"platform": name}
    return {
        "case": case,
        "there": there,
        "platform": name,
        "fields": facts.fields_of(case, there, is_open=is_open),
        "is_open": is_open,
        "why": why,
        "is_from_list": _is_from_list(request),
    }
