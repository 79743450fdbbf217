"""What has happened to a version, in words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.governance.models import AgreementVersion
from huaihai.kit import local_words, spoken
from huaihai.members.models import Organisation
from huaihai.record import events
from huaihai.record.models import Event

MOST = 60
WORDS: dict[str, Promise | str] = {
    "agreement begun": _("The draft was begun."),
    "agreement revised": _("The text was changed."),
    "agreement annex put": _("An annex was written."),
    "agreement annex dropped": _("An annex was taken out."),
    "agreement opened": _("It was opened for signing."),
    "agreement signed": _("%(body)s signed."),
    "agreement day set": _("It is in force from %(day)s."),
    "agreement withdrawn": _("It was withdrawn."),
}
NO_DAY = _("The day on which it is in force is open again.")


@dataclass(frozen=True)
class Entry:
    """One line of the timeline (kit/parts/timeline.html)."""

    title: str
    at: datetime
    text: str = ""
    is_now: bool = False


def record(version: AgreementVersion) -> list[Entry]:
    """The newest first, in two queries; the reason of a withdrawal with it."""
    rows = list(events.history(version.record_key).order_by("-number")[:MOST])
    keys = {event.facts["body"] for event in rows if "body" in event.facts}
    names = dict(Organisation.objects.filter(key__in=keys).values_list("key", "short_name"))
    return [
        Entry(_words(event, names), event.at, event.text, is_now=place == 0)
        for place, event in enumerate(rows)
    ]


def _words(event: Event, names: dict[str, str]) -> str:
    facts: dict[str, Any] = event.facts
    if event.verb == "agreement day set" and not facts["from"]:
        return str(NO_DAY)
    said = {
        "body": local_words.in_script(names.get(facts.get("body", ""), "")),
        "day": spoken.full_day(date.fromisoformat(facts["from"])) if facts.get("from") else "",
    }
    return str(WORDS.get(event.verb, event.verb)) % said
