"""Who answers in this browser: the draft in hand, and whether the browser has answered here before.

The draft's signed name also stands in each page's form, so that a session that was lost is taken up again.
"""

from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse

from huaihai.supervision.models import SurveyDraft, SurveyLink, SurveyResponse

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
    return f"answered-{link.code}"
