"""What the two bodies do in a hand-over: list, explain, sign, call off. Guard, form, action, redirect."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huaihai.governance.actions import hand_over as acts
from huaihai.governance.actions import hand_over_lists as lists
from huaihai.governance.errors import GovernanceError, Moved, NotAllowed, NotPossible
from huaihai.governance.models import HandOver, HandOverItem, RotaTurn
from huaihai.governance.office.frame import actor_of, frame, readers
from huaihai.governance.office.hand_over.forms import CallOffForm, LineForm, SignForm
from huaihai.governance.office.hand_over.views import MENU_KEY, hand_over_or_404, page_context, visible
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import SeenForm, typed_rows

CONFLICT = 409
MOST_TICKS = 500


@require_POST
@readers
def planned(request: HttpRequest) -> HttpResponse:
    """Plan the next agreed turn of the rota."""
    turn = acts.next_turn(clock.today())
    if turn is None or str(turn.pk) != request.POST.get("turn"):
        return _refused(request, _("The rota has changed since. Please look at it again."))
    return _do(request, lambda: _plan(turn, request), _("The hand-over is planned. Next, make its list."))


@require_POST
@readers
def listing_made(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make the list, or make it again."""
    hand_over = hand_over_or_404(request, pk)
    form = SeenForm(request.POST, seen=hand_over.version)
    if not form.is_valid():
        return _refused(request, _("This page was not complete. Please open it again."), hand_over)
    return _do(
        request,
        lambda: (
            lists.make_list(hand_over, seen=form.version_seen, by=actor_of(request), at=clock.now()).hand_over
        ),
        _("The list is made. Signatures under an older list have ended."),
        hand_over,
    )


@require_POST
@readers
def explained(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tick lines as explained."""
    hand_over = hand_over_or_404(request, pk)
    ticked = _ids(request.POST.getlist("line"))
    if ticked is None or not ticked:
        return _refused(request, _("No line was ticked."), hand_over)

    def act() -> HandOver:
        lists.explain(hand_over, ticked, by=actor_of(request), at=clock.now())
        return hand_over

    return _do(request, act, _("Written down as explained."), hand_over)


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def signature(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign the list with the code of the authenticator app."""
    hand_over = hand_over_or_404(request, pk)
    context = page_context(request, hand_over)
    if request.method != "POST":
        if not context["may_sign"]:
            raise Http404
        guards.kept_post(request)  # only a code was typed, which is not kept
        return _signing_page(request, context, _sign_form(request, context))
    form = _sign_form(request, context, request.POST)
    if not form.is_valid():
        return _signing_page(request, context, form)
    try:
        lists.sign(hand_over, list_hash=form.cleaned_data["hash"], by=actor_of(request), at=clock.now())
    except lists.ListChanged as error:
        return _refused(request, str(error), hand_over)
    except Moved:
        return _refused(request, _("The list was made again while this page was open."), hand_over)
    except (NotPossible, NotAllowed) as error:
        return _refused(request, str(error), hand_over)
    messages.success(request, _("Signed for your body."))
    return HttpResponseRedirect(reverse("office-hand-over-one", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def calling_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The body that should take over cannot."""
    hand_over = hand_over_or_404(request, pk)
    context = page_context(request, hand_over)
    if request.method != "POST" and not context["may_call_off"]:
        raise Http404

    def act(form: Any) -> None:
        acts.call_off(
            hand_over,
            reason=form.cleaned_data["reason"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        )

    return _question(
        request,
        hand_over,
        CallOffForm,
        act,
        seen=lambda: HandOver.objects.get(pk=pk).version,
        context={
            **context,
            "title": _("Call this hand-over off"),
            "button": _("Call it off"),
            "is_grave": True,
        },
        done=_("The hand-over is called off. The office stays where it is."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def line(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the incoming side says to one line."""
    rows = HandOverItem.objects.select_related("list").filter(list__hand_over__in=visible(request))
    item = get_object_or_404(rows, pk=pk)
    hand_over = hand_over_or_404(request, item.list.hand_over_id)
    context = page_context(request, hand_over)
    is_current = item.list.number == hand_over.list_number
    if request.method != "POST" and not (context["may_explain"] and is_current):
        raise Http404

    def act(form: Any) -> None:
        lists.remark(
            item,
            text=form.cleaned_data["remark"],
            is_explained=form.cleaned_data["is_explained"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        )

    return _question(
        request,
        hand_over,
        LineForm,
        act,
        seen=lambda: HandOverItem.objects.get(pk=pk).version,
        context={**context, "title": item.label, "button": _("Write it down"), "item": item},
        done=_("Written down."),
        initial={"remark": item.remark, "is_explained": item.explained_at is not None},
    )


def _question(
    request: HttpRequest,
    hand_over: HandOver,
    kind: type[SeenForm],
    act: Callable[[Any], None],
    *,
    seen: Callable[[], int],
    context: dict[str, Any],
    done: str,
    initial: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page of one form: what was typed stays when somebody else was quicker."""
    if request.method != "POST":
        kept = guards.kept_post(request)
        form = kind(kept, seen=seen(), initial=initial)
        return _form_page(request, context, form, kept=bool(kept))
    form = kind(request.POST, seen=seen())
    if not form.is_valid():
        return _form_page(request, context, form)
    try:
        act(form)
    except Moved as error:
        if isinstance(error.row, HandOver) and not isinstance(form, CallOffForm):
            return _refused(request, _("The list was made again while this page was open."), hand_over, form)
        data = request.POST.copy()
        data["seen"] = str(error.row.version)
        return _form_page(request, context, kind(data, seen=seen()), status=CONFLICT, moved=error.row)
    except (NotPossible, NotAllowed) as error:
        return _refused(request, str(error), hand_over, form)
    messages.success(request, done)
    return HttpResponseRedirect(reverse("office-hand-over-one", args=[hand_over.pk]))


def _do(
    request: HttpRequest, act: Callable[[], HandOver], done: str, hand_over: HandOver | None = None
) -> HttpResponse:
    try:
        acted = act()
    except Moved:
        return _refused(request, _("Somebody else was quicker while this page was open."), hand_over)
    except GovernanceError as error:
        return _refused(request, str(error), hand_over)
    messages.success(request, done)
    return HttpResponseRedirect(reverse("office-hand-over-one", args=[acted.pk]))


def _plan(turn: RotaTurn, request: HttpRequest) -> HandOver:
    return acts.plan_by_rota(turn, by=actor_of(request), at=clock.now())


def _refused(
    request: HttpRequest, why: str, hand_over: HandOver | None = None, form: forms.BaseForm | None = None
) -> HttpResponse:
    """The answer 409: nothing was done, why, how it stands now, and what was typed."""
    context: dict[str, Any] = frame(request, MENU_KEY)
    if hand_over is not None:
        context = page_context(request, hand_over_or_404(request, hand_over.pk))
    context |= {"why": why, "typed": typed_rows(form) if form is not None else []}
    return render(request, "governance/office/hand_over/moved.html", context, status=CONFLICT)


def _sign_form(request: HttpRequest, context: dict[str, Any], data: Any = None) -> SignForm:
    taken = context["taken"]
    account: Any = request.user
    return SignForm(data, account=account, list_hash=taken.hash if taken else "")


def _signing_page(request: HttpRequest, context: dict[str, Any], form: SignForm) -> HttpResponse:
    return render(request, "governance/office/hand_over/sign.html", {**context, "form": form})


def _form_page(
    request: HttpRequest, context: dict[str, Any], form: forms.BaseForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    return render(
        request, "governance/office/hand_over/form.html", {**context, "form": form, **more}, status=status
    )


def _ids(values: list[str]) -> list[UUID] | None:
    """The ids that were ticked; None if one of them is none, or there are more than any page has."""
    try:
        return [UUID(value) for value in values] if len(values) <= MOST_TICKS else None
    except ValueError:
        return None
