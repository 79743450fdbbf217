"""What an entry's own body does with it: pausing, days away, interests, the end of consent."""

from dataclasses import replace
from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.governance.models import PoolEntry
from huaihai.governance.models.pools.lives import ENTRY
from huaihai.governance.office.asking import ask, asking
from huaihai.governance.office.frame import actor_of, readers
from huaihai.governance.office.pools import wording
from huaihai.governance.office.pools.steps import BACK_AGAIN, KEEPING, NO_INTEREST, Step, how_it_stands
from huaihai.governance.office.pools.views.finding import kept_entry
from huaihai.kit import clock, spoken


@readers
@asking
def step(request: HttpRequest, entry_id: UUID, noun: str) -> HttpResponse:
    """One step of an entry."""
    if noun not in KEEPING:
        raise Http404
    return _step(request, kept_entry(request, entry_id), KEEPING[noun])


@readers
@asking
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
@asking
def conflict_end(request: HttpRequest, entry_id: UUID, conflict_id: UUID) -> HttpResponse:
    """An interest gets its last day."""
    held = kept_entry(request, entry_id)
    conflict = get_object_or_404(held.conflicts, pk=conflict_id)
    act = partial(NO_INTEREST.act, conflict_id=conflict_id)
    return _step(request, held, replace(NO_INTEREST, act=act, follows=wording.conflict_words(conflict)))


def _step(request: HttpRequest, held: PoolEntry, chosen: Step) -> HttpResponse:
    question = chosen.question(
        back=reverse("office-pool", args=[held.pk]),
        back_label=held.shown_as,
        closed="" if ENTRY.can(chosen.verb, held.state) else how_it_stands(held),
    )
    return ask(
        request,
        question,
        form=partial(chosen.form, seen=held.version),
        act=lambda form: chosen.act(
            held, **form.facts(), by=actor_of(request), at=clock.now(), seen=form.version_seen
        ),
        done=chosen.done,
        to=question.back,
    )
