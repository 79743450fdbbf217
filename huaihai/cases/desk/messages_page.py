"""Which messages about a case left, to whom, and whether they arrived."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huaihai.cases import calls
from huaihai.cases.desk.pages import situation_of
from huaihai.cases.situation import READING
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of
from huaihai.record import outbox
from huaihai.record.models import OutboxMessage
from huaihai.record.senders import words


@dataclass(frozen=True)
class Row:
    """One message, with the call in its place where it did not arrive; of a code only that there was one."""

    at: datetime
    whom: str
    way: str
    text: str
    state: words.State
    arrival_at: datetime | None
    call: words.State | None


@require_safe
@guards.staff(*READING)
def messages_of(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The newest first."""
    situation = situation_of(request, case_id)
    of_case = OutboxMessage.objects.filter(subject=situation.case.record_key)
    way = OutboxMessage.Channel
    keys = map(outbox.call_key, of_case.filter(channel=way.SMS).values_list("effect_key", flat=True))
    calls_instead = of_case.filter(channel=way.CALL, effect_key__in=list(keys))
    states = {call.effect_key: words.state(call) for call in calls_instead}
    found = of_case.exclude(effect_key__in=list(states)).order_by("-created_at", "-pk")
    page = page_of(found, request.GET.get("page"))
    context = {
        "case": situation.case,
        "rows": [_row(message, states.get(outbox.call_key(message.effect_key))) for message in page.rows],
        "page": page,
        "today": clock.today(),
    }
    return render(request, "cases/desk/messages.html", context)


def _row(message: OutboxMessage, call: words.State | None) -> Row:
    ways = {
        "sms": _("Text message"),
        "email": pgettext("channel", "E-mail"),
        "call": _("Call"),
        "wework": _("Work WeChat"),
        "wechat": _("WeChat"),
        "webhook": _("System of the business"),
    }
    hidden = outbox.holds_code(message) or message.channel == OutboxMessage.Channel.WEBHOOK
    text = _("Not shown here: it holds a code, or is for a program.") if hidden else message.text
    way, state = ways[message.channel], words.state(message)
    if calls.is_letter(message):
        is_sent = message.sent_at is not None
        told = pgettext("message", "sent by post") if is_sent else pgettext("message", "to be sent by post")
        way, state = _("Letter by post"), words.State(told, state.tone)
    return Row(message.created_at, _whom(message), way, text, state, message.arrival_at, call)


def _whom(message: OutboxMessage) -> str:
    own = outbox.own_key(message)
    if own.startswith(outbox.TO_STAFF):
        return _("the body in charge")
    is_letter = own.startswith("letter:") or message.channel == OutboxMessage.Channel.WEBHOOK
    return _("the business") if is_letter or calls.is_to_business(message) else _("the consumer")
