"""Removal: the office drafts a motion, the alliance votes; what then ends by rule.

As long as the removal can be set aside they go on: an entry that comes back must not lose what was open about it.
Where the business leaves or the mark expires, that event itself ends them (`log.of_ending`).
"""

import hashlib
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.brands.conduct.forms import ReasonsForm
from huaihai.brands.conduct.stepping import PROGRAM, ends_suspension, public_words, stepping
from huaihai.brands.models import PanelSeat, Proceeding
from huaihai.brands.powers import Who, acts_for_office, require_office
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.verbs import page
from huaihai.governance import secretariat
from huaihai.governance.effects.effect import Effect, EffectForm, Facts
from huaihai.governance.models import Motion, Resolution
from huaihai.governance.motions import verbs
from huaihai.governance.secretariat import lock_alliance
from huaihai.governance.standing import delegation_of
from huaihai.kit import clock
from huaihai.kit.canonical import canonical
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record.models import Event

EFFECT = "brand-removal"
VOTED = Actor.system("vote")
DEAD = ("rejected", "withdrawn", "taken_over")


def end_others(removal: Proceeding, *, at: datetime) -> None:
    """End what else is open about the entry of this removal. The caller holds the entry's lock."""
    rows = Proceeding.objects.filter(entry=removal.entry_id).exclude(stage="ended").exclude(pk=removal.pk)
    for row in rows.select_related("entry__business", "entry__body", "entry__place").order_by("serial"):
        with stepping(
            row,
            "end without object",
            who=Who.RULE,
            noted="ended with removal",
            tells="dropped",
            by=PROGRAM,
            at=at,
        ) as step:
            step.row.outcome = Proceeding.Outcome.WITHOUT_OBJECT
            step.row.overdue_on = None
            PanelSeat.objects.filter(proceeding=row, left_at=None).update(left_at=at)


@page(
    "motion",
    "draft motion",
    gettext_lazy("Draft the removal"),
    gettext_lazy("The motion is drafted. Please table it."),
    form=ReasonsForm,
    lead=gettext_lazy(
        "The alliance decides about it by vote. The motion is written as a draft of your body."
    ),
    button=gettext_lazy("Draft the motion"),
    may=lambda actor, row: acts_for_office(actor) and row.kind == Proceeding.Kind.REMOVE,
    when=lambda row: not is_before_the_alliance(row, clock.today()),
    to=lambda made: reverse("office-motion", args=[made.pk]),
)
def draft_motion(
    proceeding: Proceeding, *, reasons: str, seen: int | None = None, by: Actor, at: datetime
) -> Motion:
    """The office drafts the motion to remove the entry; its body tables it as any other. Reasons are public.

    Raises NotAllowed, NotPossible (it was not heard yet, a motion is under way), Unfit, Moved.
    """
    require_office(by, at)
    body = delegation_of(by)
    if body is None:
        raise NotAllowed(_("Only who speaks for this body can do this."))
    said = public_words("reasons", reasons)
    with transaction.atomic():
        lock_alliance()  # before the entry: as a vote does that removes one
        with stepping(
            proceeding, "draft motion", who=Who.OFFICE, noted="removal drafted", by=by, at=at, seen=seen
        ) as step:
            _require_ready(step.row, local_day(at))
            step.row.reasons = said
            step.row.save(update_fields=["reasons"])  # the motion's effect is checked against the file
            step.row.motion = _motion(step.row, body, by=by, at=at)
            step.move.facts |= {"motion": step.row.motion.number, "reasons": said}
    assert proceeding.motion is not None  # noqa: S101 # it was just written
    return proceeding.motion


def _require_ready(row: Proceeding, on: date) -> None:
    if row.kind != Proceeding.Kind.REMOVE:
        raise NotPossible(_("Only a proceeding about a removal goes to the vote."))
    if is_before_the_alliance(row, on):
        raise NotPossible(_("A motion about this is under way already."))


def _motion(row: Proceeding, body: Organisation, *, by: Actor, at: datetime) -> Motion:
    with translation.override(settings.LANGUAGE_CODE):  # what the record keeps has one language
        title = _("Removal of %(number)s %(name)s") % {"number": row.entry.number, "name": row.entry.name}
    return verbs.draft(
        title=title[:120],
        text=row.reasons,
        proposed_by=body,
        held_effects=[{"kind": EFFECT, "facts": facts_of(row)}],
        by=by,
        at=at,
    )


def is_before_the_alliance(row: Proceeding, on: date) -> bool:
    """Whether a motion about it lives; a draft that a former secretariat left behind does not."""
    if row.motion is None or row.motion.stage in DEAD:
        return False
    return row.motion.stage != "draft" or row.motion.proposed_by == secretariat.secretariat_on(on)


def facts_of(row: Proceeding) -> dict[str, Any]:
    """What the vote is taken on."""
    return {
        "entry": str(row.entry_id),
        "proceeding": str(row.pk),
        "number": row.number,
        "hash": file_hash(row),
    }


def file_hash(row: Proceeding) -> str:
    """SHA-256 of the proceeding's file: its facts, what was said in it, and the reasons."""
    said = [one.fingerprint for one in row.statements.order_by("at", "pk")]
    held = [row.number, row.kind, row.trigger, row.facts, row.reasons, said]
    return hashlib.sha256(canonical(held)).hexdigest()


def remove(proceeding: Proceeding, *, resolution: Resolution, by: Actor, at: datetime) -> None:
    """The alliance has decided: the entry is removed, with public reasons. Raises NotPossible."""
    with stepping(
        proceeding, "decide", who=Who.VOTE, noted="", entry_verb="remove", tells="decided", by=by, at=at
    ) as step:
        step.entry.ended_at = at
        step.move.facts["resolution"] = resolution.number
        step.decide(Proceeding.Outcome.REMOVED, resolution.text)


def of_rejection(event: Event) -> None:
    """For `reactions.REACTIONS`: a motion was not carried. If it was about a removal, the proceeding ends."""
    if not event.subject.startswith("motion:"):
        return
    rows = Proceeding.objects.filter(motion=UUID(event.subject.removeprefix("motion:")), stage="deciding")
    row = rows.select_related("entry__business", "entry__body", "entry__place").first()
    if row is not None:
        _rejected(row, at=event.at)


def _rejected(row: Proceeding, *, at: datetime) -> None:
    """Nothing follows, and what only waited for the vote is restored."""
    with stepping(
        row,
        "drop",
        who=Who.VOTE,
        noted="removal rejected",
        entry_verb=ends_suspension(row),
        tells="dropped",
        by=VOTED,
        at=at,
    ) as step:
        step.decide(Proceeding.Outcome.DROPPED)
        step.move.facts |= {"motion": row.motion.number if row.motion else "", "rejected": True}


def _ready() -> list[tuple[str, Any]]:
    rows = Proceeding.objects.filter(kind=Proceeding.Kind.REMOVE, stage="deciding").exclude(reasons="")
    held = rows.select_related("entry").order_by("opened_at")[:200]
    return [("", "—"), *((str(row.pk), f"{row.number} {row.entry.name}") for row in held)]


class RemovalForm(EffectForm):
    """Which of the proceedings whose removal was drafted."""

    proceeding = forms.ChoiceField(
        label=gettext_lazy("Which proceeding"),
        help_text=gettext_lazy("The office drafts a removal on the page of its proceeding."),
        choices=_ready,
    )

    def facts(self) -> dict[str, Any]:
        return facts_of(_row(self.cleaned_data["proceeding"]))


def check(facts: Facts, _first: date) -> None:
    """The proceeding still waits for the vote, and its file still says what it said."""
    found = _found(facts)
    if found is None or found.stage != "deciding":
        raise Unfit("proceeding", _("This proceeding is not put to the vote any more."))
    if str(found.entry_id) != facts["entry"] or file_hash(found) != facts["hash"]:
        raise Unfit("proceeding", _("The file of this proceeding says something else by now."))


def carry_out(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """The entry is removed."""
    check(facts, resolution.in_force_from)
    remove(_row(facts["proceeding"]), resolution=resolution, by=by, at=now)


def say(facts: Facts) -> str:
    """The entry of proceeding 2026-7/1 is removed."""
    return _("The entry of proceeding %(number)s is removed (file fixed under %(hash)s…).") % {
        "number": facts["number"],
        "hash": facts["hash"][:12],
    }


def _found(facts: Facts) -> Proceeding | None:
    rows = Proceeding.objects.select_related("entry__business", "entry__body", "entry__place")
    found: Proceeding | None = rows.filter(pk=UUID(facts["proceeding"])).first()
    return found


def _row(key: str) -> Proceeding:
    found: Proceeding = Proceeding.objects.select_related("entry__business", "entry__body").get(pk=UUID(key))
    return found


REMOVES = Effect(
    kind=EFFECT,
    label=gettext_lazy("An entry of the three hearts is removed"),
    form=RemovalForm,
    check=check,
    carry_out=carry_out,
    say=say,
    about=lambda facts: ("brand-removal", facts["entry"]),
)
