"""Motions: all by stage, one with its text, amendments and votes; written, tabled, amended, taken over, withdrawn."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, how_it_stands, show
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.desk.lists import Choice, List, Options, button
from huaihai.desk.lives import Moved, NotAllowed
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.desk.verbs import ConfirmForm, Desk
from huaihai.governance import effects, forms, history, membership, standing
from huaihai.governance.lives import MOTION, OPEN_MOTIONS
from huaihai.governance.models import Motion
from huaihai.governance.motions import facts, verbs, voting
from huaihai.kit import clock, local_words, spoken
from huaihai.members.models import Organisation

MENU = "motions"
STAGES: Options = {
    "": (pgettext_lazy("motions", "Open"), Q(stage__in=OPEN_MOTIONS)),
    "voting": (_lazy("Being voted on"), Q(stage="voting")),
    "draft": (pgettext_lazy("motions", "Our drafts"), Q(stage="draft")),
    "carried": (pgettext_lazy("motions", "Carried"), Q(stage="carried")),
    "ended": (_lazy("Not carried or taken back"), Q(stage__in=["rejected", "withdrawn", "taken_over"])),
    "all": (pgettext_lazy("motions", "All"), Q()),
}


@readers
@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about one motion, and what can be done now."""
    actor, now = actor_of(request), clock.now()
    motion = motion_or_404(request, pk)
    body = standing.delegation_of(actor)
    row = facts.with_amendments([motion], actor, body)[0]
    rounds = facts.rounds_of(motion)
    current = rounds[0] if rounds and rounds[0].is_open else None
    if current is not None:
        current.silent = facts.silent_in(current, now)
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
        difference=facts.difference(parent.text, motion.text) if parent and _is_undecided(motion) else None,
        amendments=[
            (
                below,
                facts.difference(motion.text, below.motion.text) if _is_undecided(below.motion) else None,
            )
            for below in row.amendments
        ],
        rounds=rounds,
        open_round=current,
        quorum=facts.quorum_of_vote(motion, current, now) if current else None,
        terms=history.terms_in_words(motion) if motion.terms else "",
        is_over=is_over,
        may_end=current is not None and (motion.meeting is not None or is_over or not current.silent),
        agenda=list(motion.agenda_items.select_related("meeting").order_by("-meeting__begins_at")[:5]),
        resolution=getattr(motion, "resolution", None),
        minutes=motion.minutes,
        can=_can(request, row),
        record=history.record(motion.record_key),
    )


def motion_or_404(request: HttpRequest, pk: UUID) -> Motion:
    """One that the reader may see."""
    rows = facts.motions_for(actor_of(request)).select_related(
        "proposed_by", "amends__proposed_by", "meeting", "resolution"
    )
    return get_object_or_404(rows, pk=pk)


def _is_undecided(motion: Motion) -> bool:
    return motion.stage in ("draft", *OPEN_MOTIONS)


def _can(request: HttpRequest, row: facts.MotionRow) -> dict[str, Any]:
    """Which buttons the page shows; the actions refuse anyway."""
    body, motion = standing.delegation_of(actor_of(request)), row.motion
    is_own = body is not None and body == motion.proposed_by
    is_office = acts_as_office(request)
    is_open = motion.stage == "voting"
    parent = motion.amends
    return {
        "change": is_own and MOTION.can("change", motion.stage),
        "table": is_own and MOTION.can("table", motion.stage),
        "withdraw": is_own and MOTION.can("withdraw", motion.stage),
        "amend": row.is_member and parent is None and MOTION.can("amend", motion.stage),
        "take_over": parent is not None
        and body is not None
        and body == parent.proposed_by
        and MOTION.can("take over", motion.stage),
        "open": is_office and row.may_open,
        "count": is_office and is_open,
        "vote": row.may_vote,
        "take_back": row.is_member and is_open and row.own is not None,
        "set_duty": is_office and motion.stage == "carried",
    }


def address(motion: Motion) -> str:
    """The page of the motion."""
    return reverse("office-motion", args=[motion.pk])


MOTIONS = Desk[Motion](
    "office-motion",
    verbs=(voting.stop, verbs.table, verbs.change, voting.open_in_writing, verbs.withdraw),
    find=motion_or_404,
    home=address,
    called=lambda motion: f"{motion.number} {motion.title}",
    life=MOTION,
    not_now=how_it_stands,
    now=history.newest,
    current=MENU,
    thing="motion",
)


def _may_propose(request: HttpRequest) -> bool:
    body = standing.delegation_of(actor_of(request))
    return body is not None and membership.is_member(body, on=clock.today())


def _what(row: facts.MotionRow) -> Cell:
    lines = [row.motion.number]
    if row.motion.amends:
        lines.append(_("another wording for %(number)s") % {"number": row.motion.amends.number})
    return Cell(row.motion.title, address(row.motion), lines=lines)


def _state(row: facts.MotionRow) -> Cell:
    motion, count, lines = row.motion, row.count, []
    if motion.stage == "voting" and motion.voting_closes_at:
        until = spoken.moment(motion.voting_closes_at, today=clock.today())
        lines.append(_("until %(moment)s") % {"moment": until})
    if count:
        votes = {"votes": count.votes_for, "against": count.votes_against, "abstained": count.abstentions}
        lines.append(_("for %(votes)s, against %(against)s, abstained %(abstained)s") % votes)
    if hasattr(motion, "resolution"):
        lines.append(_("Resolution %(number)s") % {"number": motion.resolution.number})
    return Cell(tags=(Tag(motion.stage_label, row.tone),), lines=lines)


def _own_vote(row: facts.MotionRow) -> Cell:
    if row.may_vote:
        url = reverse("office-motion-vote", args=[row.motion.pk])
        return Cell(pgettext("button", "Vote"), url, aloud=row.motion.title)
    return Cell(row.own.get_choice_display() if row.own else None)


LIST = List[facts.MotionRow](
    _lazy("Motions and votes"),
    current=MENU,
    rows=lambda request: facts.motions_for(actor_of(request)),
    prepared=lambda request, rows: facts.rows_of(rows, standing.delegation_of(actor_of(request))),
    columns=(
        Column(_lazy("Motion"), _what, sort=("year", "serial")),
        Column(_lazy("Moved by"), lambda row: local_words.in_script(row.motion.proposed_by.short_name)),
        Column(_lazy("State"), _state),
        Column(_lazy("Your body"), _own_vote),
    ),
    choices=(Choice("stage", _lazy("Which motions"), STAGES),),
    buttons=button("office-motion-new", _lazy("Write a motion"), _may_propose),
    empty=_lazy("There is no motion of this kind."),
    file="motions",
)


@readers
@asking
def new(request: HttpRequest) -> HttpResponse:
    """A new motion of the reader's body."""
    body = standing.delegation_of(actor_of(request))
    question = Question(
        current=MENU,
        title=_lazy("Write a motion"),
        button=_lazy("Save the draft"),
        back=reverse("office-motions"),
        back_label=_("Motions and votes"),
        lead=_lazy("Only your body sees the draft. Next you can add what it changes, then you table it."),
        is_shown=_may_propose(request),
        context=verbs.majorities(),
        template="governance/office/decisions/draft.html",
    )
    return ask(
        request,
        question,
        form=partial(forms.MotionForm, seen=0),
        act=lambda form: verbs.draft(
            **form.facts(), proposed_by=_speaking(body), by=actor_of(request), at=clock.now()
        ),
        done=_lazy("The draft is saved. Only your body sees it."),
        to=address,
    )


def _speaking(body: Organisation | None) -> Organisation:
    if body is None:
        raise NotAllowed(_("Only who speaks for this body can do this."))
    return body


@readers
@asking
def amendment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another wording is proposed."""
    motion = motion_or_404(request, pk)
    if motion.is_amendment:
        raise Http404
    return ask(
        request,
        MOTIONS.question(
            actor_of(request),
            motion,
            "amend",
            _lazy("Propose another wording"),
            button=_lazy("Table the amendment"),
            lead=_lazy(
                "Whoever moved the motion can take it over. Otherwise it is voted on before the motion."
            ),
            is_shown=_may_propose(request),
        ),
        form=partial(forms.AmendmentForm, seen=motion.version, initial={"text": motion.text}),
        act=lambda form: _amend(request, motion, form),
        done=_lazy("The amendment is tabled."),
        to=address,
    )


@readers
@asking
def taking_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who moved the motion makes the other wording its own."""
    motion = motion_or_404(request, pk)
    parent = motion.amends
    if parent is None:
        raise Http404
    return ask(
        request,
        MOTIONS.question(
            actor_of(request),
            motion,
            "take over",
            _lazy("Take this wording over"),
            lead=_lazy("Your motion has this wording at once; no vote on it is needed."),
            is_shown=standing.speaks_for(actor_of(request), parent.proposed_by),
            template="governance/office/decisions/taking_over.html",
            context={"difference": facts.difference(parent.text, motion.text)},
        ),
        form=partial(ConfirmForm, seen=motion.version),
        act=lambda form: verbs.take_over(
            motion, seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_lazy("The motion has this wording now."),
        to=address(parent),
    )


def _amend(request: HttpRequest, motion: Motion, form: Any) -> Motion:
    body = standing.delegation_of(actor_of(request))
    if body is None:
        raise NotAllowed(_("Only who speaks for this body can do this."))
    if form.version_seen != motion.version:  # the wording below it may be another one now
        raise Moved(motion)
    words = form.facts()
    return verbs.amend(
        motion,
        text=words["text"],
        grounds=words["grounds"],
        proposed_by=body,
        by=actor_of(request),
        at=clock.now(),
    )
