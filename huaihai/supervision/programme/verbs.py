"""A year's programme: opened, scored by the cities, its topics chosen, fixed for the vote, adopted, made projects."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import begin, lock, moving
from huaihai.desk.verbs import page
from huaihai.governance import membership
from huaihai.governance.lives import OPEN_MOTIONS
from huaihai.governance.models import Motion, Resolution
from huaihai.governance.models.planning import FIRST_YEAR, LAST_YEAR
from huaihai.governance.motions import verbs as motions_verbs
from huaihai.governance.secretariat import lock_alliance
from huaihai.governance.standing import delegation_of
from huaihai.kit import clock
from huaihai.kit.canonical import digest
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.supervision import verbs as supervision_verbs
from huaihai.supervision.forms import CityPart
from huaihai.supervision.models import Programme, Project, Topic, TopicScore
from huaihai.supervision.programme import content, powers
from huaihai.supervision.programme.forms import LEAST, MOST, Task, TaskForm
from huaihai.supervision.programme.life import PROGRAMME, TOPIC


def runs_it(actor: Actor, _row: object) -> bool:
    """Whether the actor acts as the office today."""
    return powers.is_office(actor, on=clock.today())


def open_programme(
    *, year: int, proposals_until: date, scores_until: date, by: Actor, at: datetime
) -> Programme:
    """The programme of a year, collecting topics and scores. Raises NotAllowed, Unfit, NotPossible (there is one)."""
    today = local_day(at)
    powers.require_office(by, on=today)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unfit("year", _("This year cannot be right here."))
    if proposals_until < today:
        raise Unfit("proposals_until", _("Please give a day from today on."))
    if scores_until <= proposals_until:
        raise Unfit("scores_until", _("Scoring ends after the last day for topics."))
    with transaction.atomic():
        lock_alliance()  # two who open the same year meet here
        if Programme.objects.filter(year=year).exists():
            raise NotPossible(_("There is a programme for this year already."))
        made = Programme(year=year, proposals_until=proposals_until, scores_until=scores_until, opened_at=at)
        begin(made, "open", PROGRAMME, by=by, at=at, year=year)
    return made


def score(programme: Programme, given: Mapping[Topic, int], *, by: Actor, at: datetime) -> None:
    """What the actor's city gives these topics, 1 to 5; what it gave before is replaced, and nobody sees the others'.

    Raises NotAllowed, NotPossible, Unfit (its field is the topic's id).
    """
    body = powers.require_city(by, on=local_day(at))
    with moving(programme, "score", PROGRAMME, by=by, at=at) as move:
        move.stays = True
        if local_day(at) > move.row.scores_until:
            raise NotPossible(_("The time for scoring is over."))
        open_now = {topic.pk for topic in move.row.topics.select_for_update().filter(stage="open")}
        for topic, points in given.items():
            if topic.pk not in open_now:
                raise NotPossible(_("This topic is not scored."))
            if points not in range(LEAST, MOST + 1):
                raise Unfit(str(topic.pk), _("Please give a number from 1 to 5."))
            TopicScore.objects.update_or_create(
                topic=topic, body=body, defaults={"points": points, "at": at, "by": by.key}
            )
        scores = {str(topic.pk): points for topic, points in given.items()}
        move.facts |= {"city": body.key, "scores": scores}


@page(
    "scored",
    "end scoring",
    gettext_lazy("End scoring"),
    gettext_lazy("Scoring has ended. Next comes the choice."),
    form=None,
    tone="plain",
    may=runs_it,
)
def end_scoring(programme: Programme, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """All scores are shown; next comes the choice. All that came in was looked at.

    Raises NotAllowed, NotPossible, Moved.
    """
    powers.require_office(by, on=local_day(at))
    with moving(programme, "end scoring", PROGRAMME, by=by, at=at, seen=seen) as move:
        if waiting := move.row.topics.filter(stage="waiting").count():
            raise NotPossible(
                _("%(n)s proposals of the public wait to be looked at. Please do that first.")
                % {"n": waiting}
            )
        if not move.row.topics.filter(stage="open").exists():
            raise NotPossible(_("There is no topic to score yet."))


EFFECT = "programme"  # the kind of effect with which a resolution adopts a programme
MOST_ITEMS = 60


@page(
    "choice",
    "choose",
    gettext_lazy("Choose it"),
    gettext_lazy("The topic is chosen."),
    form=TaskForm,
    options=lambda _actor, topic: {
        "bodies": membership.members_on(clock.today()),
        "initial": {"kind": topic.kind, "theme": topic.theme},
    },
    lead=lambda topic: topic.title,
    may=runs_it,
    to=lambda topic: topic.programme.office_url,
)
def choose(topic: Topic, task: Task, *, seen: int | None = None, by: Actor, at: datetime) -> Topic:
    """The topic is done this year, so. Raises NotAllowed, NotPossible, Unfit, Moved."""
    powers.require_office(by, on=local_day(at))
    with moving(topic.programme, "choose", PROGRAMME, by=by, at=at, seen=seen) as move:
        held = _locked(topic)
        held.stage = TOPIC.after("choose", held.stage)
        if len(content.chosen(move.row)) >= MOST_ITEMS:
            raise NotPossible(_("A programme has at most %(n)s topics.") % {"n": MOST_ITEMS})
        _check(task, move.row.year)
        held.kind, held.theme, held.lead = task.kind, task.theme, task.lead
        held.starts_on, held.ends_on = task.starts_on, task.ends_on
        held.save()
        move.facts |= {"topic": str(held.pk), "item": content.terms_of(held)}
    topic.__dict__.update(held.__dict__)
    return topic


@page(
    "putting-back",
    "put back",
    gettext_lazy("Take it out"),
    gettext_lazy("Saved."),
    form=None,
    carries_version=False,
    tone="plain",
    may=runs_it,
    to=lambda topic: topic.programme.office_url,
)
def put_back(topic: Topic, *, by: Actor, at: datetime) -> Topic:
    """Not chosen after all; the topic is open again. Raises NotAllowed, NotPossible."""
    powers.require_office(by, on=local_day(at))
    with moving(topic.programme, "choose", PROGRAMME, by=by, at=at) as move:
        held = _locked(topic)
        held.stage = TOPIC.after("put back", held.stage)
        held.save(update_fields=["stage"])
        move.facts |= {"topic": str(held.pk), "put_back": True}
    return topic


def fix(programme: Programme, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The list is fixed with its fingerprint, ready for a motion. Raises NotAllowed, NotPossible, Moved."""
    powers.require_office(by, on=local_day(at))
    with moving(programme, "fix", PROGRAMME, by=by, at=at, seen=seen) as move:
        said = content.content_of(move.row)
        if not said["items"]:
            raise NotPossible(_("Nothing is chosen yet."))
        move.row.fixed, move.row.content_hash = said, digest(said)
        move.facts |= {"hash": move.row.content_hash, "items": len(said["items"])}


def motion_about(programme: Programme) -> Motion | None:
    """A motion on its way that would adopt it; drafts count too, so that there is one."""
    for motion in Motion.objects.filter(stage__in=("draft", *OPEN_MOTIONS)):
        if any(
            one["kind"] == EFFECT and one["facts"]["programme"] == str(programme.pk) for one in motion.effects
        ):
            return motion
    return None


def is_without_motion(programme: Programme) -> bool:
    """Whether the list is fixed, and no motion is about it yet."""
    return programme.stage == "proposed" and motion_about(programme) is None


@page(
    "vote",
    "",
    gettext_lazy("Put the list to the vote"),
    gettext_lazy("The list is fixed and the motion is drafted. Table it when it reads well."),
    form=None,
    may=runs_it,
    when=lambda programme: programme.stage == "choosing" or is_without_motion(programme),
    to=lambda motion: reverse("office-motion", args=[motion.pk]),
)
def put_to_vote(programme: Programme, *, seen: int | None = None, by: Actor, at: datetime) -> Motion:
    """The list is fixed, unless it is already, and a motion about it drafted. Raises as both, and Moved."""
    with transaction.atomic():
        if programme.stage != "proposed":
            fix(programme, seen=seen, by=by, at=at)
        return draft_motion(programme, by=by, at=at)


@page(
    "taking-back",
    "take back",
    gettext_lazy("Take the list back"),
    gettext_lazy("The list can be changed again."),
    form=None,
    tone="plain",
    may=runs_it,
    when=is_without_motion,
    to=lambda programme: programme.office_url,
)
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
        return motions_verbs.draft(
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


def adopt(programme: Programme, *, resolution: Resolution, by: Actor, at: datetime) -> Programme:
    """In force by this resolution; topics that were not chosen are answered so. Called by the effect alone."""
    with moving(programme, "adopt", PROGRAMME, by=by, at=at) as move:
        move.row.resolution, move.row.adopted_on = resolution, resolution.adopted_on
        left = move.row.topics.filter(stage="open").update(stage=TOPIC.after("decline", "open"))
        move.facts |= {"resolution": resolution.number, "hash": move.row.content_hash, "not_chosen": left}
    return programme


def open_project(topic: Topic, *, by: Actor, at: datetime) -> Project:
    """The chosen topic becomes a project of who leads it. Raises NotAllowed, NotPossible (there is one), Unfit."""
    with moving(topic.programme, "open project", PROGRAMME, by=by, at=at) as move:
        move.stays = True
        held = _locked(topic)
        if held.stage != "chosen" or held.project_id is not None:
            raise NotPossible(_("The project of this topic is open already."))
        held.project = supervision_verbs.open_project(
            kind=held.kind,
            title=held.title,
            theme=held.theme,
            question=held.why,
            lead=held.lead,
            year=move.row.year,
            starts_on=held.starts_on,
            ends_on=held.ends_on,
            cities=[CityPart(held.lead)] if held.lead else (),
            by=by,
            at=at,
        )
        held.save(update_fields=["project"])
        move.facts |= {"item": str(held.pk), "project": held.project.number}
    topic.__dict__.update(held.__dict__)
    return held.project


def _check(task: Task, year: int) -> None:
    """Raises Unfit for what does not fit together."""
    if task.kind not in Project.Kind.values or task.theme not in Project.Theme.values:
        raise Unfit("kind", _("Please choose from the list."))
    if task.starts_on.year != year:
        raise Unfit("starts_on", _("It has to begin in the programme's year."))
    if task.ends_on < task.starts_on:
        raise Unfit("ends_on", _("The last day is before the first."))


def _locked(topic: Topic) -> Topic:
    rows = Topic.objects.select_for_update(of=("self",))
    return rows.select_related("lead", "project", "programme").get(pk=topic.pk)
