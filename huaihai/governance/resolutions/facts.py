"""Resolutions as public pages show them: their state, the vote of each body, what changes, what follows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.governance import effects
from huaihai.governance.lives import DUTY
from huaihai.governance.models import Choice, Count, Duty, Motion, Resolution, Vote
from huaihai.kit import local_words
from huaihai.members import directory
from huaihai.members.models import Organisation
from huaihai.record import events

NEWEST_STEPS = 200  # of one motion's history; a vote of a hundred bodies has fewer
STATES: Mapping[str, tuple[Promise | str, str]] = {
    "waiting": (pgettext_lazy("resolution", "not in force yet"), ""),
    "in_force": (pgettext_lazy("resolution", "in force"), "ok"),
    "repealed": (pgettext_lazy("resolution", "repealed"), "calm"),
}
STEPS: Mapping[str, Promise | str] = {
    "table": gettext_lazy("The motion was tabled"),
    "amend": gettext_lazy("An amendment was proposed"),
    "open vote": gettext_lazy("The vote was opened"),
    "stop vote": gettext_lazy("The vote was broken off"),
    "fall short": gettext_lazy("No quorum: nothing was decided"),
    "carry": gettext_lazy("The votes were counted: carried"),
    "adopt": gettext_lazy("The resolution was written into the register"),
    "seal": gettext_lazy("The minutes were approved and the file was signed"),
}
REWORDED = gettext_lazy("An amendment became the text of the motion")
NO_VOTE: Mapping[bool, Promise | str] = {
    True: gettext_lazy("was there, did not vote"),
    False: gettext_lazy("did not take part"),
}
TONES = {Choice.FOR: "ok", Choice.AGAINST: "warn", Choice.ABSTAIN: "calm"}


@dataclass(frozen=True)
class State:
    """Whether it counts on a day, in words and tone."""

    words: Promise | str
    tone: str


@dataclass(frozen=True)
class BodyVote:
    """What one member said; `reason` as it was given."""

    body: str
    said: Promise | str
    tone: str
    reason: str


@dataclass(frozen=True)
class Change:
    """One thing that the resolution changes; `problem` says why it could not be carried out."""

    words: str
    problem: str


@dataclass(frozen=True)
class DutyRow:
    """Something somebody was asked to do."""

    row: Duty
    owner: str
    state: str
    tone: str
    ended_at: datetime | None


@dataclass(frozen=True)
class HistoryLine:
    """One line of the history."""

    title: Promise | str
    at: datetime


def state_of(resolution: Resolution, day: date) -> State:
    """In force, still to come, or repealed on this day."""
    return State(*STATES[resolution.state_on(day)])


def votes_of(motion: Motion, count: Count) -> list[BodyVote]:
    """Every body that was a member, in the alliance's order, also those that did not vote; in two queries."""
    rows = motion.votes.filter(round=count.round, withdrawn_at__isnull=True).select_related("organisation")
    votes = {vote.organisation.key: vote for vote in rows}
    members = Organisation.objects.filter(key__in=count.members).order_by("position", "path")
    return [_body_vote(body, votes.get(body.key), count) for body in members]


def changes_of(resolution: Resolution) -> list[Change]:
    """What it changes, a sentence each."""
    return [Change(_in_words(one), one.get("problem", "")) for one in resolution.effects]


def duties_of(resolution: Resolution, today: date) -> list[DutyRow]:
    """What follows from it, in one query."""
    rows: Iterable[Duty] = resolution.duties.select_related("owner")
    return [DutyRow(row, body_words(row.owner), *_duty_state(row, today), row.ended_at) for row in rows]


def history_of(motion: Motion) -> list[HistoryLine]:
    """What happened, newest first, in one query; single votes are in the table."""
    told = events.history(motion.record_key).filter(verb__in=list(STEPS)).order_by("-number")
    return [
        HistoryLine(REWORDED if "reworded_by" in event.facts else STEPS[event.verb], event.at)
        for event in told[:NEWEST_STEPS]
    ]


def body_words(body: Organisation) -> str:
    """The short name of a body; what the alliance itself owes, its secretariat does."""
    if body.key == directory.ROOT_KEY:
        return _("the alliance's secretariat")
    return local_words.in_script(body.short_name)


def _in_words(held: Mapping[str, Any]) -> str:
    effect = effects.known().get(held["kind"])
    if effect is None:  # decided when the program, or another version of it, knew this kind
        return _("A change of the kind “%(kind)s”, which this platform cannot put into words.") % held
    return effect.say(held["facts"])


def _body_vote(body: Organisation, vote: Vote | None, count: Count) -> BodyVote:
    name = local_words.in_script(body.name)
    if vote is None or body.key not in count.present:
        return BodyVote(name, NO_VOTE[body.key in count.present], "", "")
    return BodyVote(name, Choice(vote.choice).label, TONES[Choice(vote.choice)], vote.reason)


def _duty_state(duty: Duty, today: date) -> tuple[str, str]:
    if duty.is_late(today):
        return _("late"), "late"
    label = str(DUTY.stages[duty.stage])
    return label, "ok" if duty.stage == "done" else ""
