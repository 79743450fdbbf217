"""Before the first question: what this is, what you need, who is better off elsewhere; and drafts left here."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.cases.actions import intake
from huaihai.cases.consumer.brakes import Brake
from huaihai.cases.consumer.filing import drafts, steps
from huaihai.cases.models import Case
from huaihai.cases.models.case import CaseQuerySet
from huaihai.kit import clock, guards
from huaihai.kit.network import network_of
from huaihai.members.actors import Actor

MOST_DRAFTS = 10  # shown; a session remembers twenty cases
STARTS = Brake("start-draft", most=60, seconds=3600)


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
def start(request: HttpRequest) -> HttpResponse:
    """What you need before you begin; drafts of this browser; the start button makes a draft."""
    if request.method == "POST":
        if not STARTS.lets_through(network_of(request)):
            messages.warning(
                request, _("Too many complaints were begun from your network. Please wait an hour.")
            )
            return redirect("file-start")
        case = intake.start_draft(by=Actor.public(), at=clock.now(), is_demo=settings.DEMO)
        drafts.take_up(request, case.pk)
        return redirect(steps.STORY)
    return render(request, "cases/consumer/file_start.html", {"drafts": _left_here(request)})


@require_safe
@guards.consumer
def go_on(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take up a draft that was left, where it was left."""
    case = _own_draft(request, case_id)
    drafts.take_up(request, case.pk)
    return redirect(steps.first_open(case))


@require_http_methods(["GET", "HEAD", "POST"])
@guards.consumer
def drop(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Drop a draft: what was typed is erased."""
    case = _own_draft(request, case_id)
    if request.method == "POST":
        intake.discard(case, by=drafts.consumer_of(case), at=clock.now())
        messages.success(request, _("The draft is erased."))
        return redirect("file-start")
    return render(request, "cases/consumer/file_drop.html", {"case": case})


@require_safe
@guards.public
def saved(request: HttpRequest) -> HttpResponse:
    """The draft is kept: for how long, and how to come back."""
    case_id = drafts.in_hand_id(request)
    case = _drafts_of(request).filter(pk=case_id).first() if case_id else None
    if case is None:
        return redirect("file-start")
    context = {"case": case, "kept_until": (case.created_at + drafts.KEPT).astimezone(clock.ZONE).date()}
    return render(request, "cases/consumer/file_saved.html", context)


def _left_here(request: HttpRequest) -> list[Case]:
    return list(_drafts_of(request).exclude(title="", story="").order_by("-created_at")[:MOST_DRAFTS])


def _own_draft(request: HttpRequest, case_id: UUID) -> Case:
    case: Case | None = _drafts_of(request).filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


def _drafts_of(request: HttpRequest) -> CaseQuerySet:
    own = Actor.consumer(Actor.of_request(request).case_ids)
    return Case.objects.visible_to(own).with_parties().filter(stage="draft")
