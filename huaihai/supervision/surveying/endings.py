"""Where answering ends, and what all pages of answering share."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai.kit import guards
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of
from huaihai.supervision.models import SurveyLink
from huaihai.supervision.surveying.actions import answering
from huaihai.supervision.surveying.questionnaire import Questionnaire, of_plan

TOO_MANY, GONE = 429, 410
OPEN = Brake(
    "survey-open", most=300, seconds=3600
)  # beginnings from one network; a school or a mobile carrier shares one


@require_safe
@guards.public
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """The answers have arrived."""
    return render(request, "supervision/surveying/thanks.html", context_of(link_or_404(code)))


@require_safe
@guards.public
def full(request: HttpRequest, code: str) -> HttpResponse:
    """Enough people like this one have answered."""
    link = link_or_404(code)
    words = answering.plan_of(link.project).get("full") or _(
        "Enough people of your group have answered already, so we need not take more of your time. Nothing of what "
        "you chose was kept. Thank you very much!"
    )
    return stopped(request, link, words)


@require_safe
@guards.public
def not_asked(request: HttpRequest, code: str) -> HttpResponse:
    """By its rules the survey is for others."""
    words = _("This survey is for other people, so it ends here. Nothing was kept. Thank you very much!")
    return stopped(request, link_or_404(code), words)


def link_or_404(code: str) -> SurveyLink:
    """The way in with this code. Raises Http404."""
    rows = SurveyLink.objects.select_related("project__registered", "project__lead")
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def stopped(request: HttpRequest, link: SurveyLink, words: str, *, status: int = 200) -> HttpResponse:
    """It ends here: why, in friendly words."""
    context = context_of(link) | {"words": words}
    return render(request, "supervision/surveying/stopped.html", context, status=status)


def is_braked(request: HttpRequest, link: SurveyLink) -> bool:
    """Whether too many have begun from this network at an address without personal codes. The network is not kept."""
    return not link.tokens and not OPEN.lets_through(f"{link.code} {network_of(request)}")


def too_many(request: HttpRequest, link: SurveyLink) -> HttpResponse:
    """Please later."""
    words = _("Very many have begun from this network within the hour. Please try again later.")
    return stopped(request, link, words, status=TOO_MANY)


def questionnaire_of(link: SurveyLink) -> Questionnaire:
    """The questions that are asked here."""
    return of_plan(answering.plan_of(link.project))


def address_of(link: SurveyLink) -> Callable[[int], str]:
    """The address of each page, counted from 0."""
    return lambda place: reverse("survey-page", args=[link.code, place + 1])


def context_of(link: SurveyLink) -> dict[str, Any]:
    """What every page of answering shows."""
    return {"link": link, "project": link.project, "plan": answering.plan_of(link.project)}
