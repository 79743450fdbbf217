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
    """One message; of a code only that there was one."""

    at: datetime
    whom: str
    way: str
    text: str
    state: words.State
    arrival_at: datetime | None


@require_safe
@guards.staff(*READING)
def messages_of(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The newest first."""
    situation = situation_of(request, case_id)
    found = OutboxMessage.objects.filter(subject=situation.case.record_key).order_by("-created_at", "-pk")
    page = page_of(found, request.GET.get("page"))
    context = {
        "case": situation.case,
        "rows": [_row(message) for message in page.rows],
        "page": page,
        "today": clock.today(),
    }
    return render(request, "cases/desk/messages.html", context)


def _row(message: OutboxMessage) -> Row:
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
    return Row(message.created_at, _whom(message), way, text, state, message.arrival_at)


def _whom(message: OutboxMessage) -> str:
    own = message.effect_key.removeprefix(outbox.FORGOTTEN).removeprefix(f"{message.subject}:")
    if own.startswith(outbox.TO_STAFF):
        return _("the body in charge")
    is_letter = own.startswith("letter:") or message.channel == OutboxMessage.Channel.WEBHOOK
    return _("the business") if is_letter or calls.is_to_business(message) else _("the consumer")
