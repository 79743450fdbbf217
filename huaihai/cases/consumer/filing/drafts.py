"""The draft in hand. It belongs to the browser session; its signed name also stands in every form, so that a
session that ran out meanwhile is revived by the next page sent, and nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huaihai.cases.models import Case
from huaihai.cases.models.case import CaseQuerySet
from huaihai.kit import guards
from huaihai.law import limits
from huaihai.members import actors
from huaihai.members.actors import Actor

CURRENT = "draft_in_hand"  # session key
SALT = "huaihai.cases.draft"
FIELD = "draft"
KEPT = timedelta(days=limits.DRAFT_KEPT.number)


def token(case: Case) -> str:
    """The draft's signed name, for the hidden field of each form."""
    return signing.dumps(str(case.pk), salt=SALT, compress=True)


def take_up(request: HttpRequest, case_id: UUID) -> None:
    """From now on the filing pages of this session are about this draft."""
    actors.remember_case(request, case_id)
    request.session[CURRENT] = str(case_id)


def with_draft(view: Callable[[HttpRequest, Case], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Opens the draft for the view; without one, leads to the start. A draft sent already leads to its receipt."""

    @wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        case = _in_hand(request)
        if case is None or case.stage == "abandoned":
            messages.warning(request, _("We found no complaint that you had begun here. Please start again."))
            return redirect("file-start")
        if case.stage != "draft":
            return redirect("file-receipt")
        return view(request, case)

    return guards.public(opened)


def consumer_of(case: Case) -> Actor:
    """The consumer of this draft, once the session or the signed name has shown it to be theirs."""
    return Actor.consumer({case.pk})


def in_hand_id(request: HttpRequest) -> UUID | None:
    """The case this session is filing or has just filed."""
    held = request.session.get(CURRENT)
    return UUID(held) if held and UUID(held) in Actor.of_request(request).case_ids else None


def _in_hand(request: HttpRequest) -> Case | None:
    case_id = in_hand_id(request)
    sent = _from_token(request.POST.get(FIELD, ""))
    if sent is not None and sent != case_id:
        known = Actor.of_request(request).case_ids
        if sent not in known and not _of(sent).filter(stage="draft").exists():
            return None  # sent already: from then on only number and receipt code open it
        take_up(request, sent)
        case_id = sent
        if sent not in known:
            messages.info(request, _("You were away for long. What you wrote is still here."))
    return _of(case_id).with_parties().first() if case_id else None


def _of(case_id: UUID) -> CaseQuerySet:
    return Case.objects.visible_to(Actor.consumer({case_id})).filter(pk=case_id)


def _from_token(sent: str) -> UUID | None:
    try:
        return UUID(signing.loads(sent, salt=SALT, max_age=KEPT))
    except (signing.BadSignature, ValueError, TypeError):
        return None
