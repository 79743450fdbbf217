"""The push list of a city: businesses complained of most that have not joined; who was asked, and what they said."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huaihai.businesses import channel
from huaihai.businesses.actions import push as actions
from huaihai.businesses.desk import push_rows
from huaihai.businesses.desk.frame import CONFLICT, conflict, officers, why_not
from huaihai.businesses.desk.push_forms import AnswerForm, InviteForm
from huaihai.businesses.models import Business, PushInvitation
from huaihai.businesses.views import actor_of
from huaihai.desk.lives import DeskError, Unfit
from huaihai.kit import clock, guards
from huaihai.kit.paging import PER_PAGE
from huaihai.members.models import Organisation

PERIODS = {"90": 90, "180": 180, "365": 365}
USUAL = "365"


@officers
@require_safe
def push(request: HttpRequest) -> HttpResponse:
    """Most complained of and not joined; or those that were asked."""
    body = _body(request)
    wanted = "asked" if request.GET.get("list") == "asked" else "most"
    period = request.GET.get("days", "")
    period = period if period in PERIODS else USUAL
    asked = request.GET.get("page")
    if wanted == "asked":
        page = push_rows.asked_before(body, asked=asked)
    else:
        page = push_rows.most(body, days=PERIODS[period], asked=asked)
    context = {
        "page": page,
        "rows": page.rows,
        "wanted": wanted,
        "period": period,
        "periods": list(PERIODS),
        "joined": channel.count_at(body, on=clock.today()),
    }
    return render(request, "businesses/desk/push.html", context)


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def business(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """What was asked and said so far, the words of an invitation, and asking (again)."""
    body, held = _body(request), _business(request, business_id)
    if request.method != "POST":
        kept = guards.kept_post(request)
        return _page(request, body, held, invite=InviteForm(kept, seen=_count(body, held)) if kept else None)
    form = InviteForm(request.POST, seen=_count(body, held))
    if not form.is_valid():
        return _page(request, body, held, invite=form)
    try:
        actions.invite(
            held, **form.facts(), body=body, seen=form.version_seen, by=actor_of(request), at=clock.now()
        )
    except Unfit as error:
        form.add_error(error.field, str(error))
        return _page(request, body, held, invite=form)
    except actions.AnotherInvited:
        data = request.POST.copy()
        data["seen"] = str(_count(body, held))
        again = InviteForm(data, seen=_count(body, held))
        return _page(request, body, held, invite=again, is_moved=True, status=CONFLICT)
    except DeskError as error:
        return conflict(request, why=str(error), back=reverse("desk-push"))
    messages.success(request, _("The invitation is written down."))
    return HttpResponseRedirect(reverse("desk-push-business", args=[held.pk]))


@officers
@require_POST
def answer(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """What the business said."""
    body, held = _body(request), _business(request, business_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, body, held, answer=form)
    said = dict(form.cleaned_data)
    invitation = get_object_or_404(_invitations(body, held), pk=said.pop("invitation"))
    try:
        actions.note_answer(invitation, **said, by=actor_of(request), at=clock.now())
    except DeskError as error:
        return conflict(request, why=why_not(error), back=reverse("desk-push-business", args=[held.pk]))
    messages.success(request, _("The answer is written down."))
    return HttpResponseRedirect(reverse("desk-push-business", args=[held.pk]))


@officers
@require_safe
def letter(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """The invitation as a letter to print."""
    context = {"business": _business(request, business_id), "body": _body(request)}
    return render(request, "businesses/desk/letter.html", context)


def _body(request: HttpRequest) -> Organisation:
    """The city's body whose officer is reading; other bodies keep no push list."""
    body = actor_of(request).organisation
    if body is None or body.kind != Organisation.Kind.CITY:
        raise Http404
    return body


def _business(request: HttpRequest, business_id: UUID) -> Business:
    rows = Business.objects.visible_to(actor_of(request)).standing()
    held: Business = get_object_or_404(rows, pk=business_id)
    if not push_rows.is_of(_body(request), held):
        raise Http404
    return held


def _invitations(body: Organisation, held: Business) -> Any:
    return PushInvitation.objects.filter(body=body, business=held).order_by("-invited_at", "-pk")


def _count(body: Organisation, held: Business) -> int:
    return int(_invitations(body, held).count())


def _page(
    request: HttpRequest,
    body: Organisation,
    held: Business,
    *,
    invite: InviteForm | None = None,
    answer: AnswerForm | None = None,
    is_moved: bool = False,
    status: int = 200,
) -> HttpResponse:
    asked = list(_invitations(body, held)[:PER_PAGE])
    newest = asked[0] if asked else None
    initial = {"invitation": newest.pk, "was": newest.answer} if newest else {}
    enrolment = channel.enrolment_for(held, on=clock.today())
    context = {
        "business": held,
        "body": body,
        "asked": asked,
        "enrolment": enrolment,
        "invite": invite or InviteForm(seen=_count(body, held)),
        "answer": (answer or AnswerForm(initial=initial)) if newest else None,
        "is_moved": is_moved,
        "forms": [form for form in (invite, answer) if form is not None],
    }
    return render(request, "businesses/desk/push_business.html", context, status=status)
