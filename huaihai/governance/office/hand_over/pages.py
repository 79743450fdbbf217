"""The pages of the hand-over: whose turn it is, one hand-over with its list, and the list as it was signed."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huaihai.desk.frame import actor_of, frame, readers
from huaihai.governance import rotation, standing, turns
from huaihai.governance.actions.hand_over import next_turn
from huaihai.governance.hand_over.kinds import KINDS
from huaihai.governance.models import HandOver, SecretariatTerm
from huaihai.kit import clock, local_words, spoken
from huaihai.members.models import Account, Organisation
from huaihai.record import events

MENU_KEY = "hand-over"
SHOWN = 12
TONES = {"planned": "", "listed": "warn", "half_signed": "warn", "signed": "ok"}


@dataclass(frozen=True)
class Side:
    """One of the two bodies, and its signature under the list in force."""

    key: str
    label: str
    body: Organisation
    signed_at: datetime | None
    person: str


@require_safe
@readers
def overview(request: HttpRequest) -> HttpResponse:
    """Who is the secretariat, who comes next, what is under way, and what was."""
    today = clock.today()
    rows = visible(request)
    under_way = rows.under_way(today).first()
    turn = next_turn(today)
    is_office = standing.is_office(actor_of(request), on=today)
    context = {
        **frame(request, MENU_KEY),
        "term": rotation.term_on(today),
        "under_way": card(under_way) if under_way else None,
        "turn": turn,
        "may_plan": under_way is None and turn is not None and turn.is_agreed and is_office,
        "rota": turns.turns_after(today)[:SHOWN],
        "terms": SecretariatTerm.objects.select_related("organisation").order_by("-from_on")[:SHOWN],
        "earlier": rows.exclude(pk=under_way.pk if under_way else None)[:SHOWN],
    }
    return render(request, "governance/office/hand_over/overview.html", context)


@require_safe
@readers
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One hand-over: how it stands, what to do next, and its list, also on paper."""
    context = page_context(request, hand_over_or_404(request, pk))
    return render(request, "governance/office/hand_over/one.html", context)


@require_safe
@readers
def as_json(request: HttpRequest, pk: UUID) -> JsonResponse:
    """The list in force in the very form that was hashed and signed, with its signatures."""
    row = hand_over_or_404(request, pk)
    if not row.hash:
        raise Http404
    signatures = [
        {"side": side.key, "body": side.body.key, "hash": row.hash, "at": side.signed_at.isoformat()}
        for side in _sides(row)
        if side.signed_at
    ]
    content = {"document": row.document, "sha256": row.hash, "signatures": signatures}
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})


def hand_over_or_404(request: HttpRequest, pk: UUID) -> HandOver:
    """One that the reader may see, with its bodies and its resolution."""
    found: HandOver = get_object_or_404(visible(request), pk=pk)
    return found


def visible(request: HttpRequest) -> Any:
    """Hand-overs that the reader may see."""
    rows = HandOver.objects.visible_to(actor_of(request))
    return rows.select_related("from_body", "to_body", "resolution")


def page_context(request: HttpRequest, row: HandOver) -> dict[str, Any]:
    """What the page, the form of a signature and the page of an answer 409 show of a hand-over."""
    today = clock.today()
    both = _sides(row)
    mine = row.side_of(standing.delegation_of(actor_of(request)))
    lines = row.document.get("open", [])
    return {
        **frame(request, MENU_KEY),
        **card(row),
        "kinds": [(KINDS.get(kind, kind), list(group)) for kind, group in groupby(lines, _kind_of)],
        "count": len(lines),
        "made_at": datetime.fromisoformat(row.document["made_at"]) if row.hash else None,
        "sides": both,
        "mine": mine,
        "next_step": _next_step(row, both, today=today),
        "rests_on": _rests_on(row),
        "why_called_off": _why_called_off(row) if row.stage == "called_off" else "",
        "may_list": bool(mine) and row.stage in ("planned", "listed", "half_signed"),
        "may_sign": bool(mine) and row.stage in ("listed", "half_signed") and not row.has_signed(mine),
        "may_call_off": mine == "to" and row.is_under_way(today),
    }


def card(row: HandOver) -> dict[str, Any]:
    """A hand-over with its colour, and whether its day has passed."""
    return {
        "hand_over": row,
        "tone": TONES.get(row.stage, "calm"),
        "is_late": row.is_late(clock.today()),
        "is_open": row.is_under_way(clock.today()),
    }


def _kind_of(line: dict[str, Any]) -> str:
    line["last_on"] = date.fromisoformat(line["due_on"]) if line["due_on"] else None
    return str(line["kind"])


def _sides(row: HandOver) -> list[Side]:
    """Who hands over and who takes over, with their signatures."""
    return [
        Side(
            "from",
            pgettext("hand-over", "hands over"),
            row.from_body,
            row.from_signed_at,
            _person(row.from_signed_by),
        ),
        Side(
            "to",
            pgettext("hand-over", "takes over"),
            row.to_body,
            row.to_signed_at,
            _person(row.to_signed_by),
        ),
    ]


def _person(key: str) -> str:
    found = Account.objects.filter(pk=key.removeprefix("account:")).first() if key else None
    return found.shown_name if found else ""


def _next_step(row: HandOver, both: list[Side], *, today: date) -> str:
    """What happens next, and whose turn it is."""
    words = {
        "from": _name(row.from_body),
        "to": _name(row.to_body),
        "day": spoken.day(row.begins_on or row.on, today=today),
        "who": next((_name(side.body) for side in both if side.signed_at is None), ""),
    }
    sentences = {
        "planned": _("Next: make the list. It gathers by itself what is open; either body can do it."),
        "listed": _("Next: %(from)s goes through the list with %(to)s, and both sign it."),
        "half_signed": _("Next: %(who)s still has to sign the list."),
        "signed": _("Both sides have signed. On %(day)s at 00:00 %(to)s becomes the secretariat.")
        if row.is_under_way(today)
        else _("%(to)s has been the secretariat since %(day)s."),
        "called_off": _("This hand-over was called off. The office stayed with %(from)s."),
    }
    return sentences[row.stage] % words


def _rests_on(row: HandOver) -> str:
    if row.resolution is not None:
        return _("resolution %(number)s") % {"number": row.resolution.number}
    return local_words.in_script(row.source)


def _why_called_off(row: HandOver) -> str:
    """The words of the body, or the resolution that names another one."""
    event = events.history(row.record_key).filter(verb="call off").last()
    if event is None:
        return ""
    number = str(event.facts.get("resolution", "")).removeprefix("resolution:")
    return _("resolution %(number)s") % {"number": number} if number else event.text


def _name(body: Organisation) -> str:
    return local_words.in_script(body.short_name)
