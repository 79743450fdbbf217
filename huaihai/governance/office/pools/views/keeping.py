"""What an entry's own body does with it: pausing, days away, interests, the end of consent."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.governance.models import PoolEntry
from huaihai.governance.models.pools.lives import ENTRY
from huaihai.governance.office.frame import actor_of, readers
from huaihai.governance.office.pools import wording
from huaihai.governance.office.pools.asking import ask, how_it_stands, refused
from huaihai.governance.office.pools.steps import BACK_AGAIN, KEEPING, NO_INTEREST, Step
from huaihai.governance.office.pools.views.finding import kept_entry
from huaihai.kit import clock, spoken


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, entry_id: UUID, noun: str) -> HttpResponse:
    """One step of an entry."""
    if noun not in KEEPING:
        raise Http404
    return _step(request, kept_entry(request, entry_id), KEEPING[noun])


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def absence_end(request: HttpRequest, entry_id: UUID, absence_id: UUID) -> HttpResponse:
    """A time away is taken off again."""
    held = kept_entry(request, entry_id)
    absence = get_object_or_404(held.absences, pk=absence_id)
    today = clock.today()
    days = {
        "from": spoken.day(absence.from_on, today=today),
        "until": spoken.day(absence.until_on, today=today),
    }
    follows = _("From %(from)s to %(until)s. Afterwards these days can be promised again.") % days
    act = partial(BACK_AGAIN.act, absence_id=absence_id)
    return _step(request, held, replace(BACK_AGAIN, act=act, follows=follows))


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def conflict_end(request: HttpRequest, entry_id: UUID, conflict_id: UUID) -> HttpResponse:
    """An interest gets its last day."""
    held = kept_entry(request, entry_id)
    conflict = get_object_or_404(held.conflicts, pk=conflict_id)
    act = partial(NO_INTEREST.act, conflict_id=conflict_id)
    return _step(request, held, replace(NO_INTEREST, act=act, follows=wording.conflict_words(conflict)))


def _step(request: HttpRequest, held: PoolEntry, chosen: Step) -> HttpResponse:
    question = chosen.question(back_url=reverse("office-pool", args=[held.pk]), back=held.shown_as)
    if not ENTRY.can(chosen.verb, held.state):
        typed = chosen.form(request.POST, seen=held.version) if request.method == "POST" else None
        return refused(request, question, how_it_stands(held), typed)

    def act(form: Any) -> str:
        by = {"by": actor_of(request), "at": clock.now(), "seen": form.version_seen}
        chosen.act(held, **form.facts(), **by)
        return question.back_url

    return ask(request, question, lambda data: chosen.form(data, seen=held.version), act)
