"""What the log over all events proves, and who keeps its heads (huaihai/record/log)."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.kit import guards
from huaihai.kit.network import whole
from huaihai.record.log import kept
from huaihai.record.models import LogWitness


@dataclass(frozen=True)
class WitnessRow:
    """Who keeps heads of the log, and the last one they cosigned; `at` None: none yet."""

    name: str
    body: str
    size: int
    at: datetime | None


@require_safe
@guards.same_for_all
def page(request: HttpRequest) -> HttpResponse:
    """The newest head, what is covered by witnesses, where programs find it all."""
    head = kept.head()
    witnesses = _witnesses()
    context = {
        "head": head,
        "key": kept.keys(head.origin)[0].vkey if head else "",
        "witnesses": witnesses,
        "covered": max((row for row in witnesses if row.at), key=lambda row: row.size, default=None),
        "address": whole(request, request.path),
    }
    return render(request, "governance/public/decisions/log.html", context)


def _witnesses() -> list[WitnessRow]:
    bodies = {city.code: city.body_short for city in alliance.load().cities}
    return [
        WitnessRow(row.name, bodies.get(row.body) or _("another keeper"), row.size, row.cosigned_at)
        for row in LogWitness.objects.all()
    ]
