"""Whoever has to be told of an edition: one row a receiver, in the transaction of its publication.

The rows are made inside the database, so that ten thousand cost hardly more than ten. An edition replaces what
waits of the ones before it: nobody gets a wrong text once its correction is out.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    F,
    IntegerField,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.expressions import Combinable

from huaihai.education import receivers
from huaihai.education.models import Delivery, DeliveryQuerySet, Edition
from huaihai.members.actors import Actor


def broadcast(edition: Edition, *, by: Actor, at: datetime) -> None:
    """Queue the edition for its subscribers and the press, and replace what waits of earlier ones."""
    of_publication = Delivery.objects.waiting().filter(edition__publication=edition.publication_id)
    of_publication.update(state=Delivery.State.SUPERSEDED, ended_at=at)
    channel, due_at, in_digest = F("channel"), F("to_due_at"), F("to_in_digest")
    subscribed = {"subscription": F("pk"), "channel": channel, "due_at": due_at, "in_digest": in_digest}
    _insert(receivers.subscriptions(edition), _row(edition, at) | subscribed)
    _insert(receivers.press(edition), _row(edition, at) | _for_the_press(at))


def under_embargo(edition: Edition, *, at: datetime) -> None:
    """Queue a copy in advance for the press: signed, and free from `edition.not_before` on.

    To be called whenever all signatures are there and the moment lies ahead, and when that moment is changed; who
    has this text with this moment already is told nothing again.
    """
    if edition.not_before is None or edition.not_before <= at:
        return
    rows = _told_to_the_press(edition).exclude(state=Delivery.State.SUPERSEDED)
    last: dict[Any, Delivery] = {row.press_id: row for row in rows}
    has_it = (Delivery.Notice.ADVANCE, edition.not_before, edition.text_hash)
    stale = [row.pk for row in last.values() if _told(row) != has_it]
    _supersede(stale, at)
    known = [press for press, row in last.items() if row.pk not in stale]
    row = _row(edition, at) | _for_the_press(at)
    row["notice"] = _words(Delivery.Notice.ADVANCE)
    row["embargo_at"] = _moment(edition.not_before)
    _insert(receivers.press(edition).exclude(pk__in=known), row)


def call_off(edition: Edition, *, at: datetime) -> None:
    """It does not go out after all (dropped, or sent back): tell whoever of the press has a copy."""
    holding: dict[Any, bool] = {}
    for row in _told_to_the_press(edition):
        if row.state == Delivery.State.SENT or row.effect_key:  # it left, or may have left
            holding[row.press_id] = row.notice == Delivery.Notice.ADVANCE
    _supersede([row.pk for row in _told_to_the_press(edition)], at)
    called = _row(edition, at) | _for_the_press(at)
    called["notice"] = _words(Delivery.Notice.CALLED_OFF)
    had = [press for press, has_it in holding.items() if has_it]
    _insert(receivers.press(edition).filter(pk__in=had), called)


def _told_to_the_press(edition: Edition) -> DeliveryQuerySet:
    """What was queued of this edition for the press, first to last."""
    return Delivery.objects.filter(edition=edition, press__isnull=False).order_by("pk")


def _told(row: Delivery) -> tuple[str, datetime | None, str]:
    return row.notice, row.embargo_at, row.text_hash


def _supersede(keys: list[int], at: datetime) -> None:
    waiting = Delivery.objects.waiting().filter(pk__in=keys)
    waiting.update(state=Delivery.State.SUPERSEDED, ended_at=at)


def _row(edition: Edition, at: datetime) -> dict[str, Combinable]:
    """What all rows of an edition have in common."""
    return {
        "edition": Value(edition.pk, output_field=UUIDField()),
        "notice": _words(Delivery.Notice.OUT),
        "text_hash": _words(edition.text_hash),
        "state": _words(Delivery.State.WAITING),
        "queued_at": _moment(at),
        "effect_key": _words(""),
        "attempts": Value(0, output_field=IntegerField()),
        "last_error": _words(""),
    }


def _for_the_press(at: datetime) -> dict[str, Combinable]:
    return {
        "press": F("pk"),
        "channel": _words(Delivery.Channel.PRESS),
        "due_at": _moment(at),
        "in_digest": Value(False, output_field=BooleanField()),
    }


def _insert(rows: QuerySet[Any], row: Mapping[str, Combinable]) -> None:
    """INSERT … SELECT: a delivery for each of the rows, none of which passes through this program."""
    names = {name: f"as_{name}" for name in row}
    chosen = rows.annotate(**{names[name]: value for name, value in row.items()}).values_list(*names.values())
    try:
        select, params = chosen.query.sql_with_params()
    except EmptyResultSet:  # the program knows already that there is nobody
        return
    meta: Any = Delivery._meta
    quote = connection.ops.quote_name
    columns = ", ".join(quote(meta.get_field(name).column) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(meta.db_table)} ({columns}) {select}", params)


def _words(text: str) -> Value:
    return Value(str(text), output_field=CharField())


def _moment(at: datetime) -> Value:
    return Value(at, output_field=DateTimeField())
