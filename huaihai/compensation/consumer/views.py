"""Asking a fund, and following what becomes of it: for the consumer of the case alone."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.cases.consumer.tracking.opening import open_case
from huaihai.cases.models import Case
from huaihai.compensation.actions import claims
from huaihai.compensation.consumer import steps, told
from huaihai.compensation.consumer.forms import AskForm
from huaihai.compensation.models import Claim
from huaihai.compensation.pages import acting, asking, checks_list, claim_words
from huaihai.compensation.pages.acting import Taking
from huaihai.compensation.pages.asking import Way
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, guards, local_words
from huaihai.members.actors import Actor


@guards.consumer
@require_safe
def claim(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """How the claim stands, and what can be done."""
    case, _actor = open_case(request, case_id)
    held = _claim_of(case)
    if held is None:
        return redirect("my-fund-new", case_id=case.pk)
    context = {
        "case": case,
        "claim": held,
        "state": told.of(held, today=clock.today()),
        "ground": claim_words.ground(held),
        "payee": claim_words.payee_rows(held, is_open=False),
        "facts": checks_list.of(held),
        "steps": [step for step in steps.STEPS if step.is_open(held)],
    }
    return render(request, "compensation/consumer/claim.html", context)


@guards.consumer
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask the fund that answers for this business."""
    case, actor = open_case(request, case_id)
    if _claim_of(case) is not None:
        return redirect("my-fund", case_id=case.pk)
    ways = asking.ways(case, today=clock.today())
    if not ways:
        if request.method != "POST":
            raise Http404
        return render(request, "cases/consumer/not_now.html", {"case": case}, status=HTTPStatus.CONFLICT)
    data = request.POST if request.method == "POST" else guards.kept_post(request)
    form = AskForm(data, grounds=_grounds(ways), initial=_initial(case, ways))
    if request.method == "POST" and form.is_valid():
        try:
            _ask(case, form, ways, actor)
        except Unfit as error:
            form.add_error({"sum": "sum_fen"}.get(error.field, error.field or None), error.message)
        except (NotPossible, NotAllowed) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The fund has your claim."))
            return redirect("my-fund", case_id=case.pk)
    context = {"case": case, "form": form, "ways": ways, "hints": _hints(ways)}
    return render(request, "compensation/consumer/ask.html", context)


@guards.consumer
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, case_id: UUID, noun: str) -> HttpResponse:
    """Name the payee, add what was asked, or withdraw."""
    case, actor = open_case(request, case_id)
    held, found = _claim_of(case), steps.BY_NOUN.get(noun)
    if held is None or found is None:
        raise Http404
    return acting.run(Taking(request, held, actor, found, steps.AUDIENCE))


def _claim_of(case: Case) -> Claim | None:
    held = Claim.objects.with_parties().filter(case=case).first()
    if held is not None:
        held.case = case
    return held


def _ask(case: Case, form: AskForm, ways: list[Way], actor: Actor) -> None:
    said = form.cleaned_data
    way = next(one for one in ways if one.ground.code == said["ground"])
    claims.ask(
        case,
        ground=way.ground.code,
        sum_fen=said["sum_fen"],
        payee=form.payee(),
        consent=form.consented(),
        source=way.source,
        by=actor,
        at=clock.now(),
    )


def _grounds(ways: list[Way]) -> list[tuple[str, str]]:
    return [(one.ground.code, str(one.ground.label)) for one in ways]


def _hints(ways: list[Way]) -> dict[str, Any]:
    """Beside each ground its article and who would pay."""
    return {one.ground.code: f"{local_words.in_script(one.ground.article)} · {one.fund.name}" for one in ways}


def _initial(case: Case, ways: list[Way]) -> dict[str, Any]:
    return {"ground": ways[0].ground.code, "sum_fen": asking.sum_of(case)}
