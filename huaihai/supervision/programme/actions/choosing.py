"""Choosing topics, sharing them out, and fixing the list for the vote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.governance.actions import motions
from huaihai.governance.actions.moving import lock, moving
from huaihai.governance.errors import NotAllowed, NotPossible, Unfit
from huaihai.governance.lives import OPEN_MOTIONS
from huaihai.governance.models import Motion
from huaihai.governance.standing import delegation_of
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision.actions.planning import CityPart
from huaihai.supervision.models import Programme, ProgrammeItem, ProgrammePart, Project, Topic
from huaihai.supervision.programme import content, powers
from huaihai.supervision.programme.lives import PROGRAMME, TOPIC

EFFECT = "programme"  # the kind of effect with which a resolution adopts a programme
MOST_ITEMS = 60


@dataclass(frozen=True)
class Task:
    """What is to be done about a topic: who leads (None: the alliance), when, who takes part for how much."""

    title: str
    why: str
    kind: str
    theme: str
    lead: Organisation | None
    starts_on: date
    ends_on: date
    parts: Sequence[CityPart]


def choose(topic: Topic, task: Task, *, seen: int | None = None, by: Actor, at: datetime) -> ProgrammeItem:
    """The topic is done this year, so. Raises NotAllowed, NotPossible, Unfit, Moved."""
    powers.require_office(by, on=local_day(at))
    with moving(topic.programme, "choose", PROGRAMME, by=by, at=at, seen=seen) as move:
        held = Topic.objects.select_for_update().get(pk=topic.pk)
        held.stage = TOPIC.after("choose", held.stage)
        if move.row.items.count() >= MOST_ITEMS:
            raise NotPossible(_("A programme has at most %(n)s topics.") % {"n": MOST_ITEMS})
        check(task, move.row.year)
        held.save(update_fields=["stage"])
        item = ProgrammeItem(programme=move.row, topic=held)
        write(item, task)
        move.facts |= {"topic": str(held.pk), "item": content.said(item)}
    return item


def reshape(item: ProgrammeItem, task: Task, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """It is done another way, before the vote. Raises NotAllowed, NotPossible, Unfit, Moved."""
    powers.require_office(by, on=local_day(at))
    with moving(item.programme, "choose", PROGRAMME, by=by, at=at, seen=seen) as move:
        held = _held(item)
        check(task, move.row.year)
        write(held, task)
        move.facts |= {"topic": str(held.topic_id), "item": content.said(held)}


def put_back(item: ProgrammeItem, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Not chosen after all; the topic is open again. Raises NotAllowed, NotPossible, Moved."""
    powers.require_office(by, on=local_day(at))
    with moving(item.programme, "choose", PROGRAMME, by=by, at=at, seen=seen) as move:
        _held(item)
        topic = Topic.objects.select_for_update().get(pk=item.topic_id)
        topic.stage = TOPIC.after("put back", topic.stage)
        topic.save(update_fields=["stage"])
        ProgrammeItem.objects.filter(pk=item.pk).delete()
        move.facts |= {"topic": str(topic.pk), "put_back": True}


def fix(programme: Programme, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The list is fixed with its fingerprint, ready for a motion. Raises NotAllowed, NotPossible, Moved."""
    powers.require_office(by, on=local_day(at))
    with moving(programme, "fix", PROGRAMME, by=by, at=at, seen=seen) as move:
        said = content.content_of(move.row)
        if not said["items"]:
            raise NotPossible(_("Nothing is chosen yet."))
        move.row.fixed, move.row.content_hash = said, content.fingerprint(said)
        move.facts |= {"hash": move.row.content_hash, "items": len(said["items"])}


def take_back(programme: Programme, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """It can be changed again; not while a motion about it is open. Raises NotAllowed, NotPossible, Moved."""
    powers.require_office(by, on=local_day(at))
    with moving(programme, "take back", PROGRAMME, by=by, at=at, seen=seen) as move:
        if motion := motion_about(move.row):
            raise NotPossible(_("Motion %(number)s is about this programme.") % {"number": motion.number})
        move.row.fixed, move.row.content_hash = {}, ""


def draft_motion(programme: Programme, *, by: Actor, at: datetime) -> Motion:
    """A draft motion with the list in words and the effect that adopts it. Raises NotAllowed, NotPossible, Unfit."""
    powers.require_office(by, on=local_day(at))
    body = delegation_of(by)
    if body is None:
        raise NotAllowed(_("Only who speaks for a member can draft a motion."))
    with transaction.atomic():
        held = lock(programme)
        if held.stage != "proposed" or motion_about(held):
            raise NotPossible(_("A motion needs a fixed list that no other motion is about."))
        return motions.draft(
            title=_("Programme of joint supervision for %(year)s") % {"year": held.year},
            text=content.motion_text(held),
            proposed_by=body,
            held_effects=[{"kind": EFFECT, "facts": facts_of(held)}],
            by=by,
            at=at,
        )


def facts_of(programme: Programme) -> dict[str, object]:
    """What the effect of a motion keeps."""
    return {"programme": str(programme.pk), "year": programme.year, "hash": programme.content_hash}


def motion_about(programme: Programme) -> Motion | None:
    """A motion on its way that would adopt it; drafts count too, so that there is one."""
    for motion in Motion.objects.filter(stage__in=("draft", *OPEN_MOTIONS)):
        if any(
            one["kind"] == EFFECT and one["facts"]["programme"] == str(programme.pk) for one in motion.effects
        ):
            return motion
    return None


def check(task: Task, year: int) -> None:
    """Raises Unfit for what does not fit together."""
    if not storable_name(task.title):
        raise Unfit("title", _("Please give it a title."))
    if task.kind not in Project.Kind.values or task.theme not in Project.Theme.values:
        raise Unfit("kind", _("Please choose from the list."))
    if task.starts_on.year != year:
        raise Unfit("starts_on", _("It has to begin in the programme's year."))
    if task.ends_on < task.starts_on:
        raise Unfit("ends_on", _("The last day is before the first."))
    if not task.parts or len({part.body.pk for part in task.parts}) != len(task.parts):
        raise Unfit("", _("Please tick at least one city."))


def write(item: ProgrammeItem, task: Task) -> None:
    """Store the item as the task says, with its parts. The programme is locked."""
    item.title, item.why = storable_name(task.title), storable(task.why)
    item.kind, item.theme, item.lead = task.kind, task.theme, task.lead
    item.starts_on, item.ends_on = task.starts_on, task.ends_on
    item.save()
    item.parts.all().delete()
    ProgrammePart.objects.bulk_create(
        ProgrammePart(item=item, body=part.body, share=part.share, budget_fen=part.budget_fen)
        for part in task.parts
    )


def _held(item: ProgrammeItem) -> ProgrammeItem:
    held = ProgrammeItem.objects.select_for_update().filter(pk=item.pk).first()
    if held is None:
        raise NotPossible(_("This topic is not chosen any more."))
    return held
