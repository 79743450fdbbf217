"""Who took which table along, as one event: known by what the answer is, so that no list can be forgotten."""

import re

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from huaihai.kit import clock
from huaihai.kit.csv_text import TableFile
from huaihai.kit.ids import new_id
from huaihai.record import events

EXPORTED = "exported"
NOT_NARROWING = ("as", "page", "before", "after", "sort", "ticked")
NAME = re.compile(r"[a-z][a-z_-]{0,30}")  # of a field: what else somebody writes into an address stays there


def note(request: HttpRequest, response: HttpResponse) -> None:
    """Which list, by the name of its address, how many rows, and the names (no values) of what it was narrowed by."""
    if isinstance(response, TableFile) and response.is_noted:
        return
    match = request.resolver_match
    named = (name for name, value in request.GET.items() if value and NAME.fullmatch(name))
    asked = sorted(set(named).difference(NOT_NARROWING))
    if request.method == "POST" and request.POST.getlist("row"):
        asked.append("ticked")
    facts = {
        "list": match.url_name if match else "",
        "rows": response.rows if isinstance(response, TableFile) else None,
        "asked": asked,
    }
    by = request.actor.key  # type: ignore[attr-defined]  # set by members.sessions
    with transaction.atomic():  # a chain of its own: nobody waits for another's table
        events.write(subject=f"export:{new_id()}", verb=EXPORTED, by=by, at=clock.now(), facts=facts)
