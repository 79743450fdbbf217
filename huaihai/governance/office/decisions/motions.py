"""Motions: all of them by stage, and one with its text, amendments and votes."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import show
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.governance import effects, membership, standing
from huaihai.governance.lives import MOTION, OPEN_MOTIONS
from huaihai.governance.models import Motion
from huaihai.governance.office.decisions import reading, told, wording
from huaihai.kit import clock
from huaihai.kit.paging import page_of

MENU = "motions"
FILTERS: dict[str, tuple[Promise | str, Q]] = {
    "": (pgettext_lazy("motions", "Open"), Q(stage__in=OPEN_MOTIONS)),
    "voting": (_lazy("Being voted on"), Q(stage="voting")),
    "draft": (pgettext_lazy("motions", "Our drafts"), Q(stage="draft")),
    "carried": (pgettext_lazy("motions", "Carried"), Q(stage="carried")),
    "ended": (_lazy("Not carried or taken back"), Q(stage__in=["rejected", "withdrawn", "taken_over"])),
    "all": (pgettext_lazy("motions", "All"), Q()),
}
NEW_VOTE_STAGES = ("tabled", "short")


@readers
@require_safe
def all_motions(request: HttpRequest) -> HttpResponse:
    """Those of one stage, the newest first."""
    actor = actor_of(request)
    body = standing.delegation_of(actor)
    asked = request.GET.get("stage", "")
    chosen = asked if asked in FILTERS else ""
    page = page_of(reading.motions_for(actor).filter(FILTERS[chosen][1]), request.GET.get("page"))
    return show(
        request,
        "governance/office/decisions/motions.html",
        current=MENU,
        page=page,
        rows=reading.rows_of(page.rows, body),
        filters=[(key, label) for key, (label, _condition) in FILTERS.items()],
        chosen=chosen,
        may_propose=body is not None and membership.is_member(body, on=clock.today()),
    )


@readers
@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about one motion, and what can be done now."""
    actor, now = actor_of(request), clock.now()
    motion = motion_or_404(request, pk)
    body = standing.delegation_of(actor)
    row = reading.with_amendments([motion], actor, body)[0]
    rounds = reading.rounds_of(motion)
    current = rounds[0] if rounds and rounds[0].is_open else None
    if current is not None:
        current.silent = reading.silent_in(current, now)
    parent = motion.amends
    is_over = motion.voting_closes_at is not None and motion.voting_closes_at < now
    return show(
        request,
        "governance/office/decisions/motion.html",
        current=MENU,
        motion=motion,
        row=row,
        tone=row.tone,
        is_weighty=effects.any_is_weighty(motion.effects),
        effects=list(zip(effects.in_words(motion.effects), motion.effects, strict=True)),
        difference=wording.difference(parent.text, motion.text) if parent and _is_undecided(motion) else None,
        amendments=[
            (
                below,
                wording.difference(motion.text, below.motion.text) if _is_undecided(below.motion) else None,
            )
            for below in row.amendments
        ],
        rounds=rounds,
        open_round=current,
        quorum=reading.quorum_of_vote(motion, current, now) if current else None,
        terms=told.terms_in_words(motion) if motion.terms else "",
        is_over=is_over,
        may_end=current is not None and (motion.meeting is not None or is_over or not current.silent),
        agenda=list(motion.agenda_items.select_related("meeting").order_by("-meeting__begins_at")[:5]),
        resolution=getattr(motion, "resolution", None),
        minutes=motion.minutes,
        can=_can(request, row),
        record=told.record(motion.record_key),
    )


def motion_or_404(request: HttpRequest, pk: UUID) -> Motion:
    """One that the reader may see."""
    rows = reading.motions_for(actor_of(request)).select_related(
        "proposed_by", "amends__proposed_by", "meeting", "resolution"
    )
    return get_object_or_404(rows, pk=pk)


def _is_undecided(motion: Motion) -> bool:
    return motion.stage in ("draft", *OPEN_MOTIONS)


def _can(request: HttpRequest, row: reading.MotionRow) -> dict[str, Any]:
    """Which buttons the page shows; the actions refuse anyway."""
    actor, today, motion = actor_of(request), clock.today(), row.motion
    body = standing.delegation_of(actor)
    is_member = body is not None and membership.is_member(body, on=today)
    is_own = body is not None and body == motion.proposed_by
    is_office = acts_as_office(request)
    is_open = motion.stage == "voting"
    parent = motion.amends
    return {
        "change": is_own and MOTION.can("change", motion.stage),
        "table": is_own and MOTION.can("table", motion.stage),
        "withdraw": is_own and MOTION.can("withdraw", motion.stage),
        "amend": is_member and parent is None and MOTION.can("amend", motion.stage),
        "take_over": parent is not None
        and body is not None
        and body == parent.proposed_by
        and MOTION.can("take over", motion.stage),
        "open": is_office and row.may_open,
        "count": is_office and is_open,
        "vote": is_member and is_open and row.own is None,
        "take_back": is_member and is_open and row.own is not None,
        "set_duty": is_office and motion.stage == "carried",
    }
