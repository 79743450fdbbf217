"""What the two bodies do in a hand-over: list, explain, sign, call off. Guard, form, action, redirect."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.governance.actions import hand_over as acts
from huaihai.governance.actions import hand_over_lists as lists
from huaihai.governance.errors import Moved, NotPossible
from huaihai.governance.models import HandOver, HandOverItem
from huaihai.governance.office.asking import Question, ask, asking, press
from huaihai.governance.office.frame import actor_of, readers
from huaihai.governance.office.hand_over.forms import CallOffForm, LineForm, SignForm
from huaihai.governance.office.hand_over.views import MENU_KEY, hand_over_or_404, page_context, visible
from huaihai.kit import clock, local_words

MOST_TICKS = 500
MADE_AGAIN = gettext_lazy("The list was made again while this page was open.")


@asking
@readers
def planned(request: HttpRequest) -> HttpResponse:
    """Plan the next agreed turn of the rota."""
    title = gettext_lazy("Rota and hand-over")
    return press(
        request,
        Question(MENU_KEY, title=title, button=title, back=reverse("office-hand-over"), back_label=title),
        lambda _seen: _plan(request),
        done=gettext_lazy("The hand-over is planned. Next, make its list."),
        to=address,
        carries_version=False,
    )


@asking
@readers
def listing_made(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make the list, or make it again."""
    hand_over = hand_over_or_404(request, pk)
    return press(
        request,
        _question(request, hand_over, gettext_lazy("Make the list")),
        lambda seen: lists.make_list(hand_over, seen=seen, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("The list is made. Signatures under an older list have ended."),
    )


@asking
@readers
def explained(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tick lines as explained."""
    hand_over = hand_over_or_404(request, pk)
    return press(
        request,
        _question(request, hand_over, gettext_lazy("Write down the ticked lines as explained")),
        lambda _seen: lists.explain(hand_over, _ticked(request), by=actor_of(request), at=clock.now()),
        done=gettext_lazy("Written down as explained."),
        carries_version=False,
    )


@asking
@readers
def signature(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign the list with the code of the authenticator app."""
    hand_over = hand_over_or_404(request, pk)
    context = page_context(request, hand_over)
    account: Any = request.user
    taken = context["taken"]
    question = _question(
        request,
        hand_over,
        gettext_lazy("Sign the hand-over list"),
        button=gettext_lazy("Sign for my body"),
        tone="seal",
        is_shown=context["may_sign"],
        template="hand_over/sign",
        context=context,
    )
    return ask(
        request,
        question,
        form=partial(SignForm, account=account, list_hash=taken.hash if taken else ""),
        act=lambda form: _sign(request, hand_over, form),
        done=gettext_lazy("Signed for your body."),
        to=question.back,
    )


@asking
@readers
def calling_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The body that should take over cannot."""
    hand_over = hand_over_or_404(request, pk)
    context = page_context(request, hand_over)
    lead = _("The office stays with %(from)s until a resolution names another body.")
    question = _question(
        request,
        hand_over,
        gettext_lazy("Call this hand-over off"),
        button=gettext_lazy("Call it off"),
        lead=lead % {"from": local_words.in_script(hand_over.from_body.short_name)},
        tone="late",
        is_shown=context["may_call_off"],
        context=context,
    )
    return ask(
        request,
        question,
        form=partial(CallOffForm, seen=hand_over.version),
        act=lambda form: acts.call_off(
            hand_over,
            reason=form.cleaned_data["reason"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=gettext_lazy("The hand-over is called off. The office stays where it is."),
        to=question.back,
    )


@asking
@readers
def line(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the incoming side says to one line."""
    rows = HandOverItem.objects.select_related("list").filter(list__hand_over__in=visible(request))
    item = get_object_or_404(rows, pk=pk)
    hand_over = hand_over_or_404(request, item.list.hand_over_id)
    context = page_context(request, hand_over)
    question = _question(
        request,
        hand_over,
        local_words.in_script(item.label),
        button=gettext_lazy("Write it down"),
        lead=local_words.in_script(item.note),
        is_shown=context["may_explain"] and item.list.number == hand_over.list_number,
        context=context,
        now=_line_now,
    )
    initial = {"remark": item.remark, "is_explained": item.explained_at is not None}
    return ask(
        request,
        question,
        form=partial(LineForm, seen=item.version, initial=initial),
        act=lambda form: _remark(request, item, form),
        done=gettext_lazy("Written down."),
        to=question.back,
    )


def address(hand_over: HandOver) -> str:
    """The page of the hand-over."""
    return reverse("office-hand-over-one", args=[hand_over.pk])


def _question(request: HttpRequest, hand_over: HandOver, title: Any, **more: Any) -> Question:
    """What every page about one hand-over has in common; that of an answer 409 says how it stands."""
    asked: dict[str, Any] = {
        "current": MENU_KEY,
        "title": title,
        "button": title,
        "back": address(hand_over),
        "back_label": gettext_lazy("Back to the hand-over"),
        "template": "hand_over/question",
        "refusal": "hand_over/refused",
    }
    if "context" not in more:
        asked["context"] = page_context(request, hand_over)
    return Question(**asked | more)


def _plan(request: HttpRequest) -> HandOver:
    turn = acts.next_turn(clock.today())
    if turn is None or str(turn.pk) != request.POST.get("turn"):
        raise NotPossible(_("The rota has changed since. Please look at it again."))
    return acts.plan_by_rota(turn, by=actor_of(request), at=clock.now())


def _sign(request: HttpRequest, hand_over: HandOver, form: Any) -> None:
    try:
        lists.sign(hand_over, list_hash=form.cleaned_data["hash"], by=actor_of(request), at=clock.now())
    except Moved as error:  # nobody signs a list that was not on the page
        raise NotPossible(MADE_AGAIN) from error


def _remark(request: HttpRequest, item: HandOverItem, form: Any) -> None:
    said = form.cleaned_data
    try:
        lists.remark(
            item,
            text=said["remark"],
            is_explained=said["is_explained"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        )
    except Moved as error:
        if isinstance(error.row, HandOver):  # the line stands on no list that counts
            raise NotPossible(MADE_AGAIN) from error
        raise


def _line_now(item: HandOverItem) -> str:
    ticked = _("The line is ticked as explained.") if item.explained_at else _("The line is not ticked.")
    return f"{ticked} {_('Its remark now:')} {item.remark}" if item.remark else ticked


def _ticked(request: HttpRequest) -> list[UUID]:
    """The lines that were ticked. Raises NotPossible if one of them is none, or there are too many for a page."""
    values = request.POST.getlist("line")
    try:
        ticked = [UUID(value) for value in values[: MOST_TICKS + 1]]
    except ValueError:
        ticked = []
    if not 0 < len(ticked) <= MOST_TICKS:
        raise NotPossible(_("No line was ticked."))
    return ticked
