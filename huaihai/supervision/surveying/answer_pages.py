"""Answering, for everybody: one question a page, or all on one, in plain pages that need no program in the browser.

Answering, for everybody: one question a page, in plain pages that need no program in the browser.
Progress is told in words. A short survey, all on one page, has no start page: it opens with its questions.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.desk.lives import NotPossible
from huaihai.kit import clock, guards
from huaihai.supervision.models import SurveyDraft, SurveyLink, SurveyResponse
from huaihai.supervision.surveying import entering, verbs
from huaihai.supervision.surveying.entering import (
    GONE,
    address_of,
    context_of,
    is_braked,
    link_or_404,
    questionnaire_of,
    stopped,
    too_many,
)
from huaihai.supervision.surveying.forms import PageForm, TokenForm, answer_rows, initial_of
from huaihai.supervision.surveying.questionnaire import OUT
from huaihai.supervision.surveying.verbs import NotAsked, QuotaFull

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
        return _one_page(request, link, form, token)
    form = PageForm(asked, request.POST)
    if not form.is_valid():
        return _one_page(request, link, form, token)
    return _taken(request, link, form, token)


def _taken(request: HttpRequest, link: SurveyLink, form: PageForm, token: str) -> HttpResponse:
    at, (key, since) = clock.now(), _opened(request.POST.get("draft", ""))
    if SurveyResponse.objects.filter(pk=key).exists():  # sent twice
        return redirect("survey-thanks", link.code)
    if is_braked(request, link):
        return too_many(request, link)
    try:
        draft = verbs.begin(
            link,
            token=token,
            has_answered_before=entering.has_answered(request, link),
            key=key,
            started_at=since,
            at=at,
        )
        verbs.save(draft, questionnaire_of(link), form.said(), at=at)
        verbs.hand_in(draft, at=at)
    except QuotaFull:
        return redirect("survey-full", link.code)
    except NotAsked:
        return redirect("survey-not-asked", link.code)
    except NotPossible as error:
        return stopped(request, link, str(error), status=GONE)
    return entering.remember(redirect("survey-thanks", link.code), request, link)


def _one_page(request: HttpRequest, link: SurveyLink, form: PageForm, token: str) -> HttpResponse:
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


asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@guards.public
def start(request: HttpRequest, code: str, token: str = "") -> HttpResponse:
    """What it is about, and the button to begin; of a short survey the questions themselves."""
    link = link_or_404(code)
    token = request.POST.get("token", token)[:40]
    try:
        verbs.require_running(link)
        if link.tokens and not verbs.is_genuine(link.pk, link.tokens, token):
            return _ask_for_code(request, link, token)
        verbs.require_open(link, token)
    except NotPossible as error:
        return stopped(request, link, str(error), status=GONE)
    if is_short(request, link):
        return all_on_one_page(request, link, token)
    if request.method == "POST":
        return _begin(request, link, token)
    context = context_of(link) | {
        "token": token,
        "has_answered": entering.has_answered(request, link),
        "questions": len(questionnaire_of(link).questions),
        "is_one_page": len(questionnaire_of(link).pages) == 1,
    }
    return render(request, "supervision/surveying/start.html", context)


@asks
@guards.public
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One page of questions; what is answered is saved, and the next page follows from it."""
    link = link_or_404(code)
    draft, questionnaire = entering.in_hand(request, link), questionnaire_of(link)
    if draft is None:
        return _lost(request, link)
    place = number - 1
    passed = questionnaire.way(draft.answers)[0]
    if place not in passed:
        raise Http404
    asked = questionnaire.pages[place]
    if request.method != "POST":
        form = PageForm(
            asked, initial={"draft": entering.signed(draft.pk)} | initial_of(asked, draft.answers)
        )
        return _page(request, draft, place, form)
    form = PageForm(asked, request.POST)
    if not form.is_valid():
        return _page(request, draft, place, form)
    try:
        verbs.save(draft, questionnaire, form.said(), at=clock.now())
    except QuotaFull:
        return redirect("survey-full", code)
    entering.take_up(request, draft)
    following = questionnaire.after(place, draft.answers)
    if isinstance(following, int):
        return redirect("survey-page", code, following + 1)
    return _handed_in(request, link, draft) if following == OUT else redirect("survey-check", code)


@asks
@guards.public
def check(request: HttpRequest, code: str) -> HttpResponse:
    """All answers once more; then they are handed in."""
    link = link_or_404(code)
    draft = entering.in_hand(request, link)
    if draft is None:
        return _lost(request, link)
    questionnaire = questionnaire_of(link)
    if (left := questionnaire.unanswered(draft.answers)) is not None:
        return redirect(address_of(link)(left))
    if request.method == "POST":
        return _handed_in(request, link, draft)
    context = context_of(link) | {
        "draft": entering.signed(draft.pk),
        "rows": answer_rows(questionnaire, draft.answers, address=address_of(link)),
        "back_url": address_of(link)(questionnaire.way(draft.answers)[0][-1]),
    }
    return render(request, "supervision/surveying/check.html", context)


def _ask_for_code(request: HttpRequest, link: SurveyLink, typed: str) -> HttpResponse:
    """Who cannot scan the code types it; what was typed wrong stays."""
    form = TokenForm({"token": typed} if typed else None)
    form.is_valid()
    return render(request, "supervision/surveying/code.html", context_of(link) | {"form": form})


def _begin(request: HttpRequest, link: SurveyLink, token: str) -> HttpResponse:
    if is_braked(request, link):
        return too_many(request, link)
    try:
        draft = verbs.begin(
            link,
            token=token,
            has_answered_before=entering.has_answered(request, link),
            at=clock.now(),
        )
    except QuotaFull:
        return redirect("survey-full", link.code)
    except NotPossible as error:
        return stopped(request, link, str(error), status=GONE)
    entering.take_up(request, draft)
    return redirect("survey-page", link.code, 1)


def _handed_in(request: HttpRequest, link: SurveyLink, draft: SurveyDraft) -> HttpResponse:
    try:
        verbs.hand_in(draft, at=clock.now())
    except NotAsked:
        return redirect("survey-not-asked", link.code)
    except NotPossible as error:
        return stopped(request, link, str(error), status=GONE)
    entering.let_go(request, link)
    return entering.remember(redirect("survey-thanks", link.code), request, link)


def _lost(request: HttpRequest, link: SurveyLink) -> HttpResponse:
    """Handed in already (the button was pressed twice), or begun too long ago."""
    if entering.has_answered(request, link) or entering.was_handed_in(request, link):
        return redirect("survey-thanks", link.code)
    words = _("We have lost what you had begun, or it was more than a day ago. Please begin again.")
    return render(
        request,
        "supervision/surveying/stopped.html",
        context_of(link) | {"words": words, "again": reverse("survey-start", args=[link.code])},
        status=GONE,
    )


def _page(request: HttpRequest, draft: SurveyDraft, place: int, form: PageForm) -> HttpResponse:
    link, questionnaire = draft.link, questionnaire_of(draft.link)
    passed = questionnaire.way(draft.answers)[0]
    before = passed[passed.index(place) - 1] if place else None
    context = context_of(link) | {
        "form": form,
        "draft": entering.signed(draft.pk),
        "number": passed.index(place) + 1,
        "left": len(questionnaire.pages) - place - 1,
        "is_single": len(questionnaire.pages[place]) == 1,
        "back_url": address_of(link)(before) if before is not None else "",
    }
    return render(request, "supervision/surveying/page.html", context)
