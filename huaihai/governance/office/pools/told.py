"""The record of the pools in words."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from huaihai.governance.office.pools import wording
from huaihai.kit import local_words
from huaihai.members.models import Organisation
from huaihai.record.models import Event

WORDS = {
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


def entries(rows: Sequence[Event]) -> list[dict[str, Any]]:
    """The events as the timeline shows them: what, when, and a line more. One query for the bodies."""
    keys = {row.facts.get("body", "") for row in rows} - {""}
    bodies = {body.key: body for body in Organisation.objects.filter(key__in=keys)}
    return [
        {"at": row.at, "title": WORDS.get(row.verb, row.verb), "text": _more(row, bodies)} for row in rows
    ]


def _more(row: Event, bodies: dict[str, Organisation]) -> str:
    said = []
    body = bodies.get(row.facts.get("body", ""))
    if body is not None:
        said.append(local_words.in_script(body.short_name))
    if "minutes" in row.facts:
        said.append(wording.minutes_words(row.facts["minutes"]))
    if row.text:
        said.append(row.text)
    return " · ".join(said)
