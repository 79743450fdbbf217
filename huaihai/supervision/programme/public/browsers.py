"""One browser supports a topic once: a number drawn by chance in its session, kept here as a blind index alone."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.http import HttpRequest

from huaihai.kit import sealing
from huaihai.supervision.models import Topic, TopicSupport

SUPPORTER = "topic_supporter"  # session key


def browser_of(request: HttpRequest) -> str:
    """The blind index of this browser; drawn now if it has none."""
    if SUPPORTER not in request.session:
        request.session[SUPPORTER] = uuid4().hex
    return _blind(request)


def supported(request: HttpRequest, topics: Sequence[Topic]) -> set[UUID]:
    """Which of these topics this browser supports; one query, none for a browser that supported nothing."""
    if SUPPORTER not in request.session:
        return set()
    rows = TopicSupport.objects.filter(browser=_blind(request), topic__in=list(topics))
    return set(rows.values_list("topic_id", flat=True))


def _blind(request: HttpRequest) -> str:
    return sealing.blind(request.session[SUPPORTER], purpose="topic-support")
