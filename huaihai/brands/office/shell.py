"""What every page for staff about an entry shows around its own matter."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from huaihai.brands import powers, sections, standing
from huaihai.brands.actions import pairing
from huaihai.brands.models import Entry, PairDecision
from huaihai.brands.office.forms import outcome_words
from huaihai.desk.frame import actor_of, frame
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.supervision.powers import works

MENU_KEY = "brands"
TONES = {
    "held": "ok",
    "suspended": "late",
    "removed": "late",
    "notice": "warn",
    "voting": "warn",
    "listed": "info",
}


def entry_or_404(request: HttpRequest, pk: UUID) -> Entry:
    """The entry with this id, if the reader may see it. Raises Http404."""
    rows = Entry.objects.visible_to(actor_of(request)).select_related("business", "place", "body", "criteria")
    found: Entry | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def shell(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """Context of an entry's page: the frame, `entry`, `tone`, `has_title`, `sections`, `waiting` (decisions that wait
    for a second voice, each with its words and whether the reader may answer), `own_declaration`, `is_outsider`."""
    actor = actor_of(request)
    return frame(request, MENU_KEY) | {
        "entry": entry,
        "tone": TONES.get(entry.stage, "calm"),
        "has_title": standing.has_title(entry, clock.today()),
        "sections": sections.sections_of(sections.OFFICE, request, entry),
        "waiting": waiting(actor, pairing.open_decisions(entry)),
        "own_declaration": powers.declaration_of(entry, actor.account_id),
        "is_outsider": is_outsider(actor, entry),
    }


def waiting(actor: Actor, decisions: Iterable[PairDecision]) -> list[tuple[PairDecision, str, bool]]:
    """What waits for its second voice, in words, and whether the reader may give it."""
    return [(one, outcome_words(one), _may_answer(actor, one)) for one in decisions]


def has_declared(actor: Actor, entry: Entry) -> bool:
    """Whether the reader has declared anything about a conflict of interest."""
    return powers.declaration_of(entry, actor.account_id) is not None


def is_free(actor: Actor, entry: Entry) -> bool:
    """Whether the reader has declared to have no conflict of interest."""
    declared = powers.declaration_of(entry, actor.account_id)
    return declared is not None and not declared.has_conflict


def may_declare(actor: Actor) -> bool:
    """Whether the actor is staff of some city: of the entry's own one too, for a visit is made with somebody else."""
    return works(actor) and actor.account_id is not None and actor.organisation is not None


def is_outsider(actor: Actor, entry: Entry) -> bool:
    """Whether the actor is staff of another city, who may have a part in deciding about this entry."""
    city = powers.city_of(actor)
    return city is not None and actor.account_id is not None and city != entry.body


def _may_answer(actor: Actor, decision: PairDecision) -> bool:
    city = actor.organisation.city if actor.organisation is not None else None
    return city is not None and city not in (decision.proposed_for, decision.entry.body)
