"""What every page for staff about an entry shows around its own matter, and a page on which one has a part in it."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from huaihai.brands import moving, powers, standing
from huaihai.brands import pages as brands_pages
from huaihai.brands.models import Entry, PairDecision
from huaihai.brands.office.forms import outcome_words
from huaihai.desk.asking import MakeForm, Question, ask
from huaihai.desk.frame import actor_of, frame
from huaihai.desk.lives import Words
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
FREE = "is_free"  # the field


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
        "sections": brands_pages.sections_of(brands_pages.OFFICE, request, entry),
        "waiting": waiting(actor, moving.open_decisions(entry)),
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


def take_part[R](
    request: HttpRequest,
    question: Question,
    *,
    form: MakeForm,
    act: Callable[[Any], R],
    done: Words | Callable[[R], str],
    to: str | Callable[[R], str],
    neighbours: bool = False,
) -> HttpResponse:
    """As `ask`, on a page about an entry (`entry` of its context); declaring and acting happen together or not at all.
    `neighbours`: people of the entry's own city may have a part too."""
    actor, entry = actor_of(request), question.context["entry"]
    may = may_declare(actor) if neighbours else is_outsider(actor, entry)
    must_declare = may and not has_declared(actor, entry)

    def made(*sent: Any) -> Any:
        held = form(*sent)
        if must_declare:
            held.fields[FREE] = _field()
        return held

    def acted(held: Any) -> R:
        with transaction.atomic():
            if must_declare:
                held.cleaned_data.pop(FREE)
                moving.declare(entry, has_conflict=False, by=actor, at=clock.now())
            return act(held)

    return ask(request, question, form=made, act=acted, done=done, to=to)


def _field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Neither I nor anybody close to me gains or loses by what is decided about this entry."),
        help_text=_(
            "Shares, work, family, friendship or quarrel with the business or one of its rivals. That you declared is "
            "public. If there is something, please declare it on the page of the entry instead."
        ),
        error_messages={
            "required": _(
                "Only who has declared to have no conflict of interest has a part in this decision."
            )
        },
    )
