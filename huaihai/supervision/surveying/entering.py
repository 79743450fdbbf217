"""Who answers in this browser, where answering ends, and what all pages of answering share.

The draft's signed name also stands in each page's form, so that a session that was lost is taken up again.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai.kit import guards
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of
from huaihai.supervision.models import SurveyDraft, SurveyLink, SurveyResponse
from huaihai.supervision.surveying import verbs
from huaihai.supervision.surveying.questionnaire import Questionnaire, of_plan

SALT = "huaihai.supervision.survey"
SESSION = "survey_drafts"  # by the link's code
BEFORE_DAYS = 180


def signed(draft_id: UUID) -> str:
    """The draft's name for the hidden field."""
    return signing.dumps(str(draft_id), salt=SALT)


def take_up(request: HttpRequest, draft: SurveyDraft) -> None:
    """This browser answers with this draft."""
    request.session[SESSION] = {**request.session.get(SESSION, {}), draft.link.code: str(draft.pk)}


def in_hand(request: HttpRequest, link: SurveyLink) -> SurveyDraft | None:
    """The draft this browser answers with, from its session or the form it sent."""
    for key in _keys(request, link):
        found = SurveyDraft.objects.filter(link=link, pk=key).first()
        if found is not None:
            found.link = link
            return found
    return None


def was_handed_in(request: HttpRequest, link: SurveyLink) -> bool:
    """Whether the draft that was sent is handed in already: the button was pressed twice."""
    return SurveyResponse.objects.filter(project=link.project_id, pk__in=_keys(request, link)).exists()


def let_go(request: HttpRequest, link: SurveyLink) -> None:
    """Forget which answers came from this browser: its session, maybe of somebody signed in, must not name them."""
    held = request.session.get(SESSION, {})
    if link.code in held:
        request.session[SESSION] = {code: key for code, key in held.items() if code != link.code}


def has_answered(request: HttpRequest, link: SurveyLink) -> bool:
    """Whether somebody has handed in answers here from this browser."""
    return request.COOKIES.get(_cookie(link)) == "1"


def remember(response: HttpResponse, request: HttpRequest, link: SurveyLink) -> HttpResponse:
    """From now on this browser has answered here. The mark holds nothing but that."""
    response.set_cookie(
        _cookie(link),
        "1",
        max_age=BEFORE_DAYS * 86_400,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
        path=f"/survey/{link.code}/",
    )
    return response


def _keys(request: HttpRequest, link: SurveyLink) -> list[str]:
    keys = [request.session.get(SESSION, {}).get(link.code), _from_form(request.POST.get("draft", ""))]
    return [key for key in keys if key]


def _from_form(sent: str) -> str | None:
    try:
        return str(UUID(signing.loads(sent, salt=SALT, max_age=BEFORE_DAYS * 86_400)))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None


def _cookie(link: SurveyLink) -> str:
    return f"{'__Secure-' if settings.SECURE else ''}answered-{link.code}"


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
    words = verbs.plan_of(link.project).get("full") or _(
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
    return of_plan(verbs.plan_of(link.project))


def address_of(link: SurveyLink) -> Callable[[int], str]:
    """The address of each page, counted from 0."""
    return lambda place: reverse("survey-page", args=[link.code, place + 1])


def context_of(link: SurveyLink) -> dict[str, Any]:
    """What every page of answering shows."""
    return {"link": link, "project": link.project, "plan": verbs.plan_of(link.project)}
