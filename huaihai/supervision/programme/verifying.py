"""Comparing programmes with the record: the list that was voted on, what was changed since, and every city's score."""

from collections.abc import Iterator
from typing import Any

from huaihai.record import events
from huaihai.supervision.models import Programme, ProgrammeItem, TopicScore
from huaihai.supervision.programme import content
from huaihai.supervision.verifying import Finding


def findings() -> Iterator[Finding]:
    """Everything that does not fit, year by year."""
    for programme in Programme.objects.select_related("resolution").order_by("year"):
        for what, wrong in _of_year(programme):
            yield Finding(str(programme.year), what, wrong)


def _of_year(programme: Programme) -> Iterator[tuple[str, str]]:
    if (broken := events.broken_at(programme.record_key)) is not None:
        yield f"event {broken}", "does not fit the chain"
    yield from _list(programme)
    scores, items = _told(programme)
    for row in TopicScore.objects.filter(topic__programme=programme).select_related("body"):
        if scores.pop((str(row.topic_id), row.body.key), None) != row.given:
            yield f"score of {row.body.key} for {row.topic_id}", "was altered"
    for topic, city in scores:
        yield f"score of {city} for {topic}", "is recorded and not there any more"
    if programme.stage == "adopted":
        yield from _items(programme, items)


def _list(programme: Programme) -> Iterator[tuple[str, str]]:
    if not programme.content_hash:
        return
    if content.fingerprint(programme.fixed) != programme.content_hash:
        yield "the list that was fixed", "does not fit its hash"
    if programme.resolution is not None:
        hashes = {one["facts"].get("hash") for one in programme.resolution.effects}
        if programme.content_hash not in hashes:
            yield "the list that was fixed", "is not the one that the resolution adopted"


def _told(programme: Programme) -> tuple[dict[tuple[str, str], Any], dict[str, Any]]:
    """What the record says last: of scores by topic and city, of items that were changed by their id."""
    scores: dict[tuple[str, str], Any] = {}
    items: dict[str, Any] = {}
    for event in events.history(programme.record_key).iterator():
        if event.verb == "score":
            scores[event.facts["topic"], event.facts["city"]] = event.facts["given"]
        elif event.verb == "change":
            items[event.facts["item"]] = event.facts["after"]
    return scores, items


def _items(programme: Programme, changed: dict[str, Any]) -> Iterator[tuple[str, str]]:
    voted = {one["topic"]: one for one in programme.fixed.get("items", ())}
    for item in content.items_of(programme):
        recorded = changed.get(str(item.pk), voted.pop(str(item.topic_id), None))
        voted.pop(str(item.topic_id), None)
        if recorded != _now(item):
            yield f"item {item.pk}", "was altered"
    for topic in voted:
        yield f"item of topic {topic}", "was voted on and is not there any more"


def _now(item: ProgrammeItem) -> dict[str, Any]:
    said = content.said(item)
    return {**said, "is_dropped": True} if item.is_dropped else said
