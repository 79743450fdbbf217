"""A survey of one page, the poll of visitors for one: its address opens the questions, sending them hands them in."""

from datetime import datetime
from uuid import UUID, uuid4

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huaihai.desk.lives import NotPossible
from huaihai.kit import clock
from huaihai.supervision.models import SurveyLink, SurveyResponse
from huaihai.supervision.surveying import entering
from huaihai.supervision.surveying.actions import answering
from huaihai.supervision.surveying.actions.answering import NotAsked, QuotaFull
from huaihai.supervision.surveying.endings import (
    GONE,
    context_of,
    is_braked,
    questionnaire_of,
    stopped,
    too_many,
)
from huaihai.supervision.surveying.page_form import PageForm

SALT = "huaihai.supervision.survey.short"
OPEN_FOR = 86_400  # seconds that a page may lie open


def is_short(request: HttpRequest, link: SurveyLink) -> bool:
    """Whether all is asked at once. Who has answered in this browser is asked first whether it is somebody else."""
    if len(questionnaire_of(link).pages) != 1:
        return False
    return (
        not entering.has_answered(request, link) or request.GET.get("again") == "1" or "draft" in request.POST
    )


def all_on_one_page(request: HttpRequest, link: SurveyLink, token: str) -> HttpResponse:
    """The questions; and, sent, the thanks."""
    asked = questionnaire_of(link).pages[0]
    if request.method != "POST":
        form = PageForm(asked, initial={"draft": _opened_now()})
        return _page(request, link, form, token)
    form = PageForm(asked, request.POST)
    if not form.is_valid():
        return _page(request, link, form, token)
    return _taken(request, link, form, token)


def _taken(request: HttpRequest, link: SurveyLink, form: PageForm, token: str) -> HttpResponse:
    at, (key, since) = clock.now(), _opened(request.POST.get("draft", ""))
    if SurveyResponse.objects.filter(pk=key).exists():  # sent twice
        return redirect("survey-thanks", link.code)
    if is_braked(request, link):
        return too_many(request, link)
    try:
        draft = answering.begin(
            link,
            token=token,
            has_answered_before=entering.has_answered(request, link),
            key=key,
            started_at=since,
            at=at,
        )
        answering.save(draft, questionnaire_of(link), form.said(), at=at)
        answering.hand_in(draft, at=at)
    except QuotaFull:
        return redirect("survey-full", link.code)
    except NotAsked:
        return redirect("survey-not-asked", link.code)
    except NotPossible as error:
        return stopped(request, link, str(error), status=GONE)
    return entering.remember(redirect("survey-thanks", link.code), request, link)


def _page(request: HttpRequest, link: SurveyLink, form: PageForm, token: str) -> HttpResponse:
    context = context_of(link) | {"form": form, "token": token, "is_only": True}
    return render(request, "supervision/surveying/page.html", context)


def _opened_now() -> str:
    return signing.dumps([str(uuid4()), clock.now().isoformat()], salt=SALT)


def _opened(sent: str) -> tuple[UUID, datetime]:
    """The key of these answers and when the page was opened; new ones if the page lay open too long."""
    try:
        key, since = signing.loads(sent, salt=SALT, max_age=OPEN_FOR)
        return UUID(key), datetime.fromisoformat(since)
    except (signing.BadSignature, ValueError, TypeError):
        return uuid4(), clock.now()
