"""What has happened to a meeting, a motion, minutes or a duty, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from huaihai.governance.models import Choice, Motion
from huaihai.governance.motions import counting
from huaihai.kit import clock, local_words, spoken
from huaihai.kit.clock import ZONE
from huaihai.members.models import Organisation
from huaihai.record import events
from huaihai.record.models import Event


def name_of(motion: Motion) -> str:
    """The title; of an amendment its number before it."""
    if not motion.is_amendment:
        return motion.title
    return _("Amendment %(number)s: %(title)s") % {"number": motion.number, "title": motion.title}


MOST = 80
MEETING: dict[str, Promise | str] = {
    "plan": _lazy("The meeting was planned."),
    "change": _lazy("Title, place or time were changed."),
    "set agenda": _lazy("Agenda: “%(item)s” was added."),
    "add paper": _lazy("The paper “%(paper)s” was added."),
    "invite": _lazy("All members were invited."),
    "open": _lazy("The meeting began."),
    "note coming": _lazy("%(body)s came."),
    "note leaving": _lazy("%(body)s left."),
    "adjourn": _lazy("The meeting was adjourned."),
    "close": _lazy("The meeting ended."),
    "cancel": _lazy("The meeting was cancelled."),
}
MOTION: dict[str, Promise | str] = {
    "draft": _lazy("The draft was begun."),
    "change": _lazy("The draft was changed."),
    "table": _lazy("The motion was tabled."),
    "amend": _lazy("An amendment was tabled: %(amendment)s."),
    "take over": _lazy("The amendment was taken over."),
    "open vote": _lazy("The vote was opened."),
    "vote": _lazy("%(body)s voted: %(choice)s."),
    "withdraw vote": _lazy("%(body)s took its vote back."),
    "carry": _lazy("Counted: carried, with %(votes)s for it."),
    "reject": _lazy("Counted: not carried, with %(votes)s for it."),
    "fall short": _lazy("Counted: no quorum."),
    "stop vote": _lazy("The vote was broken off."),
    "withdraw": _lazy("The motion was withdrawn."),
    "adopt": _lazy("Resolution %(resolution)s was adopted."),
    "seal": _lazy("The file of the resolution was sealed."),
}
MINUTES: dict[str, Promise | str] = {
    "draft minutes": _lazy("The minutes were filled in."),
    "write minutes": _lazy("The minutes were changed."),
    "approve minutes": _lazy("The minutes were approved."),
}
DUTY: dict[str, Promise | str] = {
    "set": _lazy("The duty was set, until %(day)s."),
    "do": _lazy("It was reported as done."),
    "drop": _lazy("It was dropped."),
    "open again": _lazy("It was opened again, until %(day)s."),
}
WORDS = {"meeting": MEETING, "motion": MOTION, "minutes": MINUTES, "duty": DUTY}
REMOVED = _lazy("Agenda: “%(item)s” was taken off.")
REWORDED = _lazy("It has the wording of amendment %(amendment)s now.")


@dataclass(frozen=True)
class Entry:
    """One line of the timeline (kit/parts/timeline.html)."""

    title: str
    at: datetime
    text: str = ""
    is_now: bool = False


def record(subject: str) -> list[Entry]:
    """The newest first, in two queries."""
    rows = list(events.history(subject).order_by("-number")[:MOST])
    names = _names(rows)
    return [
        Entry(_words(event, names), event.at, _reason(event), is_now=place == 0)
        for place, event in enumerate(rows)
    ]


def newest(row: Any) -> str:
    """What somebody did last to this row, and when, for a page that meets a newer version."""
    event = events.history(row.record_key).order_by("-number").first()
    if event is None:
        return ""
    return f"{spoken.moment(event.at, today=clock.today())}{_(': ')}{_words(event, _names([event]))}"


def terms_in_words(motion: Motion) -> str:
    """Under what rules this vote is counted."""
    terms = counting.Terms.from_json(motion.terms)
    said = {"quorum": str(terms.quorum), "majority": str(terms.majority)}
    if terms.weight == counting.WEIGHTY:
        return _("At least %(quorum)s of the members must take part, and at least %(majority)s of all "
                 "members must be for it.") % said  # fmt: skip
    return _("At least %(quorum)s of the members must take part, and more than %(majority)s of those "
             "present must be for it.") % said  # fmt: skip


def closing_moment(when: datetime) -> str:
    """27 November 2026 23:59."""
    local = when.astimezone(ZONE)
    return f"{spoken.full_day(local.date())} {local:%H:%M}"


def _names(rows: Iterable[Event]) -> dict[str, str]:
    keys = {str(event.facts["body"]) for event in rows if "body" in event.facts}
    if not keys:
        return {}
    return dict(Organisation.objects.filter(key__in=keys).values_list("key", "short_name"))


def _words(event: Event, names: Mapping[str, str]) -> str:
    kind = event.subject.partition(":")[0]
    facts: Mapping[str, Any] = event.facts
    words: Promise | str = WORDS.get(kind, {}).get(event.verb, event.verb)
    if event.verb == "set agenda" and "removed" in facts:
        words = REMOVED
    elif event.verb == "amend" and "reworded_by" in facts:
        words = REWORDED
    return str(words) % {
        "body": local_words.in_script(names.get(str(facts.get("body", "")), "")),
        "choice": Choice(facts["choice"]).label if facts.get("choice") in Choice.values else "",
        "item": facts.get("added", facts.get("removed", "")),
        "paper": facts.get("paper", ""),
        "amendment": facts.get("amendment", facts.get("reworded_by", "")),
        "resolution": facts.get("resolution", ""),
        "votes": facts.get("for", 0),
        "day": spoken.full_day(date.fromisoformat(facts["due"])) if facts.get("due") else "",
    }


def _reason(event: Event) -> str:
    return str(event.facts.get("reason", ""))
