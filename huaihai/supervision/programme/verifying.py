"""Comparing programmes with the record: the list that was voted on, and every city's score."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from huaihai.kit.canonical import digest
from huaihai.record import events
from huaihai.supervision.models import Programme, TopicScore
from huaihai.supervision.programme import content
from huaihai.supervision.verifying import Finding


def findings() -> Iterator[Finding]:
    """Everything that does not fit, year by year."""
    for programme in Programme.objects.select_related("resolution").order_by("year"):
        for what, wrong in _of_year(programme):
            yield Finding(str(programme.year), what, wrong)


def _of_year(programme: Programme) -> Iterator[tuple[str, str]]:
    yield from _list(programme)
    scores = _recorded_scores(programme)
    for row in TopicScore.objects.filter(topic__programme=programme).select_related("body"):
        if scores.pop((str(row.topic_id), row.body.key), None) != row.points:
            yield _score(row.body.key, row.topic_id), _("was altered")
    for topic, city in scores:
        yield _score(city, topic), _("is recorded and not there any more")
    if programme.stage == "adopted":
        yield from _items(programme)


def _score(city: str, topic: object) -> str:
    return _("score of %(city)s for %(topic)s") % {"city": city, "topic": topic}


def _list(programme: Programme) -> Iterator[tuple[str, str]]:
    if not programme.content_hash:
        return
    if digest(programme.fixed) != programme.content_hash:
        yield _("the list that was fixed"), _("does not fit its hash")
    if programme.resolution is not None:
        hashes = {one["facts"].get("hash") for one in programme.resolution.effects}
        if programme.content_hash not in hashes:
            yield _("the list that was fixed"), _("is not the one that the resolution adopted")


def _recorded_scores(programme: Programme) -> dict[tuple[str, str], int]:
    """What the record says last of scores, by topic and city."""
    scores: dict[tuple[str, str], int] = {}
    for event in events.history(programme.record_key).filter(verb="score").iterator():
        city = event.facts["city"]
        scores |= {(topic, city): points for topic, points in event.facts.get("scores", {}).items()}
    return scores


def _items(programme: Programme) -> Iterator[tuple[str, str]]:
    voted = {one["topic"]: one for one in programme.fixed.get("items", ())}
    for topic in content.chosen(programme):
        if voted.pop(str(topic.pk), None) != content.terms_of(topic):
            yield _("topic %(key)s") % {"key": topic.pk}, _("was altered")
    for key in voted:
        yield _("topic %(key)s") % {"key": key}, _("was voted on and is not chosen any more")
