"""The pages of the hand-over: all of them, one with its list, and the paper to sign by hand."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huaihai.governance import rotation, standing, turns
from huaihai.governance.actions.hand_over import next_turn
from huaihai.governance.hand_over import following, listing
from huaihai.governance.models import HandOver, SecretariatTerm
from huaihai.governance.models.hand_over import OPEN_STAGES
from huaihai.governance.office.frame import actor_of, frame, readers
from huaihai.governance.office.hand_over import shown
from huaihai.kit import clock
from huaihai.kit.paging import page_of

MENU_KEY = "hand-over"
ROTA_SHOWN = 12


@require_safe
@readers
def overview(request: HttpRequest) -> HttpResponse:
    """Who is the secretariat, who comes next, what is under way, and what was."""
    today = clock.today()
    under_way = visible(request).open().first()
    terms = SecretariatTerm.objects.select_related("organisation").order_by("-from_on")
    page = page_of(
        visible(request).exclude(stage__in=OPEN_STAGES).order_by("-planned_at"), request.GET.get("page")
    )
    turn = next_turn(today)
    context = {
        **frame(request, MENU_KEY),
        "term": rotation.term_on(today),
        "under_way": _card(under_way) if under_way else None,
        "turn": turn,
        "may_plan": under_way is None
        and turn is not None
        and turn.is_agreed
        and standing.is_office(actor_of(request), on=today),
        "rota": turns.turns_after(today)[:ROTA_SHOWN],
        "terms": list(terms[:ROTA_SHOWN]),
        "page": page,
        "tones": shown.TONES,
    }
    return render(request, "governance/office/hand_over/overview.html", context)


@require_safe
@readers
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One hand-over: how it stands, what to do next, and its list."""
    hand_over = hand_over_or_404(request, pk)
    context = page_context(request, hand_over)
    page = shown.on_page(context["items"], request.GET.get("kind"), request.GET.get("page"))
    followed = {line.item.pk: line for line in context["followed"]}
    lines = [(item, followed.get(item.pk)) for item in page.rows]
    return render(request, "governance/office/hand_over/one.html", {**context, "page": page, "lines": lines})


@require_safe
@readers
def printed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole list on paper, with room for two signatures and seals."""
    context = page_context(request, hand_over_or_404(request, pk))
    groups = [
        (kind, [item for item in context["items"] if item.kind == kind.kind]) for kind in context["kinds"]
    ]
    return render(request, "governance/office/hand_over/print.html", {**context, "groups": groups})


@require_safe
@readers
def as_json(request: HttpRequest, pk: UUID) -> JsonResponse:
    """The list in force in the very form that was hashed and signed, with its signatures."""
    hand_over = hand_over_or_404(request, pk)
    taken = get_object_or_404(hand_over.lists, number=hand_over.list_number)
    signatures = [
        {
            "side": row.side,
            "body": row.organisation.key,
            "hash": row.list_hash,
            "at": row.signed_at.isoformat(),
        }
        for row in taken.signatures.select_related("organisation")
    ]
    content = {
        "document": listing.document(hand_over, taken, listing.items_of(taken)),
        "sha256": taken.hash,
        "signatures": signatures,
    }
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})


def hand_over_or_404(request: HttpRequest, pk: UUID) -> HandOver:
    """One that the reader may see, with its bodies and its resolution."""
    found: HandOver = get_object_or_404(visible(request), pk=pk)
    return found


def visible(request: HttpRequest) -> Any:
    """Hand-overs that the reader may see."""
    rows = HandOver.objects.visible_to(actor_of(request))
    return rows.select_related("from_body", "to_body", "resolution")


def page_context(request: HttpRequest, hand_over: HandOver) -> dict[str, Any]:
    """What the page, the paper and the page of an answer 409 show of a hand-over."""
    now, today = clock.now(), clock.today()
    taken = listing.present_list(hand_over)
    items = listing.items_of(taken) if taken else []
    both = shown.sides(hand_over, taken)
    mine = hand_over.side_of(standing.delegation_of(actor_of(request)))
    has_begun = hand_over.begins_on is not None and hand_over.begins_on <= today
    follows = taken is not None and (has_begun or hand_over.stage == "done")
    followed = following.follow(taken, items, at=now) if taken and follows else []
    change = listing.changes(items, now) if taken and hand_over.is_open and not has_begun else None
    has_signed = any(side.key == mine and side.signature for side in both)
    return {
        **frame(request, MENU_KEY),
        **_card(hand_over),
        "taken": taken,
        "items": items,
        "kinds": shown.kind_counts(items),
        "explained": sum(item.explained_at is not None for item in items),
        "not_explained": sum(item.explained_at is None for item in items),
        "sides": both,
        "mine": mine,
        "next_step": shown.next_step(hand_over, both, today=today),
        "rests_on": shown.rests_on(hand_over),
        "called_off": shown.called_off(hand_over) if hand_over.stage == "called_off" else "",
        "followed": followed,
        "tally": following.tally(followed) if follows else None,
        "change": change,
        "responsible": shown.responsible_now(today),
        "may_list": (mine == "to" if hand_over.stage == "signed" else bool(mine))
        and hand_over.is_open
        and not has_begun,
        "may_sign": bool(mine) and hand_over.stage in ("listed", "half_signed") and not has_signed,
        "may_explain": mine == "to" and hand_over.stage in ("listed", "half_signed", "signed", "done"),
        "may_call_off": mine == "to" and hand_over.is_open and not has_begun,
    }


def _card(hand_over: HandOver) -> dict[str, Any]:
    return {
        "hand_over": hand_over,
        "tone": shown.TONES.get(hand_over.stage, "calm"),
        "is_late": hand_over.is_late(clock.today()),
    }
