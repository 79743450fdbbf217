"""The record of the pools in words. Verbs of earlier versions keep theirs: their events are still read."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from huaihai.kit import local_words
from huaihai.members.models import Organisation
from huaihai.record import events

TITLES = {
    "enrol": _("It was entered."),
    "change": _("The entry was changed."),
    "be away": _("Days away were written down."),
    "be back": _("Days away were taken off."),
    "declare conflict": _("An interest was declared."),
    "end conflict": _("An interest ended."),
    "pause": _("It was paused."),
    "resume": _("It can be asked for again."),
    "withdraw consent": _("The consent was taken back; name and contact were erased."),
    "contact shown": _("Name and contact were shown."),
    "ask": _("The request was sent."),
    "grant": _("The request was granted."),
    "decline": _("The request was declined."),
    "offer": _("Somebody was offered."),
    "take up": _("The offer was accepted."),
    "turn down": _("The offer was not accepted."),
    "take back": _("The offer was taken back."),
    "call off": _("The help was called off."),
    "withdraw": _("The request was withdrawn."),
    "fall away": _("It fell away: the consent was withdrawn."),
    "lapse": _("Nobody answered in time."),
    "enter hours": _("Hours were written down."),
    "answer hours": _("Hours were answered."),
    "counter hours": _("A counter-entry was written."),
    "finish": _("The request is done."),
}
NEWEST = 30


def history(subject: str) -> Iterable[dict[str, Any]]:
    """The newest events as the timeline shows them: what, when, and which body looked. Two queries."""
    rows = list(events.history(subject).order_by("-number")[:NEWEST])
    keys = {row.facts.get("body", "") for row in rows} - {""}
    bodies = {body.key: body.short_name for body in Organisation.objects.filter(key__in=keys)}
    return [
        {
            "at": row.at,
            "title": TITLES.get(row.verb, row.verb),
            "text": local_words.in_script(bodies.get(row.facts.get("body", ""), "")),
        }
        for row in rows
    ]
