"""Motions and amendments, up to the vote."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import begin, lock, moving
from huaihai.desk.verbs import page
from huaihai.governance import effects, forms, membership, rules, standing
from huaihai.governance.lives import MOTION
from huaihai.governance.models import Motion
from huaihai.governance.secretariat import next_serial
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

type Effects = Sequence[Mapping[str, Any]]


def draft(
    *,
    title: str,
    text: str,
    proposed_by: Organisation,
    grounds: str = "",
    weight: Motion.Weight = Motion.Weight.ORDINARY,
    in_force_from: date | None = None,
    held_effects: Effects = (),
    by: Actor,
    at: datetime,
) -> Motion:
    """A member body starts a motion; only it sees the draft. Raises NotAllowed, Unfit."""
    _may_propose(by, proposed_by, at=at)
    effects.check_all(held_effects, in_force_from or local_day(at))
    with transaction.atomic():
        year = local_day(at).year
        motion = Motion(
            year=year,
            serial=next_serial(Motion, year),
            title=title,
            text=text,
            grounds=grounds,
            proposed_by=proposed_by,
            weight=weight,
            in_force_from=in_force_from,
            effects=list(held_effects),
            created_at=at,
        )
        begin(motion, "draft", MOTION, by=by, at=at, body=proposed_by.key)
    return motion


def is_mover(by: Actor, motion: Motion) -> bool:
    """Whether the actor speaks for the body that moved it."""
    return standing.speaks_for(by, motion.proposed_by)


def majorities(*_about: Any) -> dict[str, Any]:
    """What each weight means, under each choice."""
    today = clock.today()
    ordinary = rules.in_force(rules.ORDINARY_MAJORITY, on=today).value
    weighty = rules.in_force(rules.WEIGHTY_MAJORITY, on=today).value
    return {
        "majorities": {
            Motion.Weight.ORDINARY: _("More than %(share)s of those present must be for it.")
            % {"share": ordinary},
            Motion.Weight.WEIGHTY: _("At least %(share)s of all members must be for it.")
            % {"share": weighty},
        }
    }


def _as_drafted(_by: Actor, motion: Motion) -> dict[str, Any]:
    names = ("title", "text", "grounds", "weight", "in_force_from")
    return {"initial": {name: getattr(motion, name) for name in names}}


@page(
    "text",
    "change",
    _lazy("Change the draft"),
    _lazy("The draft is saved."),
    form=forms.MotionForm,
    options=_as_drafted,
    button=_lazy("Save"),
    template="governance/office/decisions/draft.html",
    context=majorities,
    may=is_mover,
)
def change(
    motion: Motion,
    *,
    title: str,
    text: str,
    grounds: str,
    weight: Motion.Weight,
    in_force_from: date | None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Other words in a draft. Raises NotAllowed, NotPossible, Moved."""
    _own(by, motion)
    with moving(motion, "change", MOTION, by=by, at=at, seen=seen) as move:
        row = move.row
        row.title, row.text, row.grounds = title, text, grounds
        row.weight, row.in_force_from = weight, in_force_from


def add_effect(
    motion: Motion, *, kind: str, facts: Mapping[str, Any], seen: int | None = None, by: Actor, at: datetime
) -> None:
    """What would change if the motion is carried. Raises NotAllowed, NotPossible, Moved, Unfit."""
    _own(by, motion)
    with moving(motion, "change", MOTION, by=by, at=at, seen=seen) as move:
        one = {"kind": kind, "facts": dict(facts)}
        move.row.effects = [*move.row.effects, one]
        effects.check_all(move.row.effects, move.row.in_force_from or local_day(at))
        move.facts["effect"] = one


def remove_effect(motion: Motion, *, place: int, seen: int | None = None, by: Actor, at: datetime) -> None:
    """One change less; `place` counts from 0. Raises NotAllowed, NotPossible, Moved, Unfit."""
    _own(by, motion)
    with moving(motion, "change", MOTION, by=by, at=at, seen=seen) as move:
        if not 0 <= place < len(move.row.effects):
            raise Unfit("", _("This change is no longer in the motion."))
        move.facts["removed"] = move.row.effects[place]
        move.row.effects = [one for at_place, one in enumerate(move.row.effects) if at_place != place]


@page(
    "tabling",
    "table",
    _lazy("Table the motion"),
    _lazy("The motion is tabled."),
    lead=_lazy("All members read it from then on. Its words can then only be changed by an amendment."),
    template="governance/office/decisions/whole_motion.html",
    context=lambda _by, motion: {"effects": effects.in_words(motion.effects)},
    may=is_mover,
    tone="seal",
)
def table(motion: Motion, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The motion is before the alliance; all may read it. Raises NotAllowed, NotPossible, Moved."""
    _own(by, motion)
    with moving(motion, "table", MOTION, by=by, at=at, seen=seen) as move:
        move.facts["title"] = motion.title


def amend(
    motion: Motion, *, text: str, grounds: str, proposed_by: Organisation, by: Actor, at: datetime
) -> Motion:
    """Another wording for a motion that is tabled: voted on before it, or taken over by who moved it.

    Raises NotAllowed, NotPossible, Unfit.
    """
    _may_propose(by, proposed_by, at=at)
    if motion.is_amendment:
        raise NotPossible(_("An amendment cannot be amended. Please propose one of your own."))
    if text == motion.text:
        raise Unfit("text", _("This is the present wording. Please change it."))
    with transaction.atomic():
        year = local_day(at).year
        serial = next_serial(Motion, year)  # before the motion: see `moving.lock`
        with moving(motion, "amend", MOTION, by=by, at=at) as move:
            move.stays = True
            amendment = Motion(
                year=year,
                serial=serial,
                title=motion.title,
                text=text,
                grounds=grounds,
                proposed_by=proposed_by,
                amends=move.row,
                created_at=at,
            )
            begin(amendment, "draft", MOTION, by=by, at=at, body=proposed_by.key)
            table(amendment, by=by, at=at)
            move.facts["amendment"] = amendment.number
    return amendment


def take_over(amendment: Motion, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Who moved the motion makes the other wording its own; no vote is needed.

    Raises NotAllowed, NotPossible, Moved.
    """
    parent = amendment.amends
    if parent is None:
        raise NotPossible(_("This is no amendment."))
    _own(by, parent)
    with transaction.atomic():
        lock(parent)
        with moving(amendment, "take over", MOTION, by=by, at=at, seen=seen):
            reword(parent, amendment, by=by, at=at)


def reword(parent: Motion, amendment: Motion, *, by: Actor, at: datetime) -> None:
    """The motion has the amendment's wording from now on. Raises NotPossible."""
    with moving(parent, "amend", MOTION, by=by, at=at) as move:
        move.row.text = amendment.text
        move.facts["reworded_by"] = amendment.number


@page(
    "withdrawal",
    "withdraw",
    _lazy("Take the motion back"),
    _lazy("The motion is taken back."),
    lead=_lazy("It is not voted on any more, and neither are its amendments. This cannot be undone."),
    may=is_mover,
    tone="late",
)
def withdraw(motion: Motion, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Who moved it takes it back, with its amendments. Raises NotAllowed, NotPossible, Moved."""
    _own(by, motion)
    with moving(motion, "withdraw", MOTION, by=by, at=at, seen=seen):
        if motion.amendments.filter(stage="voting").exists():
            raise NotPossible(_("An amendment is being voted on. Please wait for the result."))
        for amendment in motion.amendments.filter(stage__in=["tabled", "short"]):
            with moving(amendment, "withdraw", MOTION, by=by, at=at) as move:
                move.facts["with"] = motion.number


def _may_propose(by: Actor, body: Organisation, *, at: datetime) -> None:
    if not standing.speaks_for(by, body):
        raise NotAllowed(_("Only who speaks for this body can do this."))
    if not membership.is_member(body, on=local_day(at)):
        raise NotAllowed(_("Only members of the alliance can do this."))


def _own(by: Actor, motion: Motion) -> None:
    if not is_mover(by, motion):
        raise NotAllowed(_("Only the body that moved it can do this."))
