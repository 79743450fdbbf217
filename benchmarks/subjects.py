"""What is measured: pages and acts, what grows behind each, and how much longer the big world may take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from benchmarks.filling import HOUR, NOW, World
from huaihai.education.models import Delivery
from huaihai.education.sending import verbs as sending_verbs
from huaihai.education.tests import one_voice_cast
from huaihai.governance.models import Motion
from huaihai.governance.tests import deciding
from tests.posts import PROGRAM

type Act = Callable[[], Any]
HEAD = "head"  # of the body that is the secretariat
OK, REDIRECT = 200, 302
# The big world holds ten times the past. The limits leave room for a busy machine and for deeper indexes.
FLAT = 1.5  # must not grow
READ = 2.5  # every row that there is is read or counted, a small part of the page
QUEUED = 10.0  # one row more for each of ten times as many


@dataclass(frozen=True)
class Subject:
    """`prepare` makes what the act needs, untimed; `limit` is the most that big may take of small. The answer has
    this status and holds these words: a page without its rows would be quick."""

    name: str
    grows: str
    prepare: Callable[[World], Act]
    limit: float = FLAT
    status: int = OK
    holds: str = ""


def page(name: str, *args: Any, who: str = "", **query: str) -> Callable[[World], Act]:
    """Looking at the page of this name."""

    def prepare(world: World) -> Act:
        client = world.browsers[who] if who else Client()
        url = reverse(name, args=args)
        return lambda: client.get(url, query)

    return prepare


def casting(world: World) -> Act:
    motion = _opened(world)
    client, url = world.browsers[HEAD], reverse("office-motion-vote", args=[motion.pk])
    typed = {"choice": "for", "reason": "", "text_seen": motion.document_hash}
    return lambda: _to(client.post(url, typed), reverse("office-motion-own-vote", args=[motion.pk]))


def counting(world: World) -> Act:
    motion = _opened(world)
    for body in world.ten.bodies:
        deciding.say(world.ten, motion, body, at=NOW - HOUR)
    motion.refresh_from_db()
    client, url = world.browsers[HEAD], reverse("office-motion-count", args=[motion.pk])
    return lambda: _to(client.post(url, {"seen": motion.version}), reverse("office-motion", args=[motion.pk]))


def queueing(world: World) -> Act:
    """The part of a publication that makes a delivery for every subscriber."""
    edition = one_voice_cast.a_warning(slug="another", at=NOW).editions.get()
    Delivery.objects.filter(edition=edition).delete()

    def queue() -> HttpResponse:
        sending_verbs.broadcast(edition, by=PROGRAM, at=NOW)
        return HttpResponse("queued")

    return queue


def receipts(world: World) -> Act:
    client, url = world.browsers[HEAD], reverse("publication-receipts", args=[world.warning.pk])
    return lambda: client.get(url)


def _opened(world: World) -> Motion:
    motion = deciding.tabled(world.ten, at=NOW - 3 * HOUR)
    deciding.in_writing(world.ten, motion, at=NOW - 2 * HOUR)
    return motion


def _to(answer: HttpResponseBase, url: str) -> HttpResponseBase:
    """It was done, and led there. Raises RuntimeError if not."""
    led_to = answer.headers.get("Location", "")
    if not led_to.startswith(url):
        raise RuntimeError(f"answered {answer.status_code}, led to {led_to or 'nowhere'}, not to {url}")
    return answer


DECISIONS = "resolutions"
SUBJECTS = (
    Subject("office, what waits", DECISIONS, page("office", who=HEAD), holds="待办 4"),
    Subject("office, meetings", "meetings", page("office-meetings", who=HEAD), holds="年度会议"),
    Subject("office, motions", DECISIONS, page("office-motions", who=HEAD), holds="待议"),
    Subject("office, duties", "duties done", page("office-duties", who=HEAD), holds="待办 4"),
    Subject("the alliance, in public", DECISIONS, page("alliance"), holds="共同提示"),
    Subject("register of resolutions", DECISIONS, page("resolutions"), holds="共同提示"),
    Subject("register, two words", DECISIONS, page("resolutions", q="共同 提示"), READ, holds="共同提示"),
    Subject("casting a vote", DECISIONS, casting, status=REDIRECT),
    Subject("counting a vote", DECISIONS, counting, status=REDIRECT),
    Subject("roster tonight", "days behind us", page("office-roster", who=HEAD), holds="演示 head"),
    Subject(
        "directory, by digits",
        "old numbers",
        page("office-directory", who=HEAD, q="0516700"),
        holds="05167000",
    ),
    Subject("a warning is queued", "subscribers", queueing, QUEUED, holds="queued"),
    Subject("receipts of a warning", "receivers", receipts, READ, holds="电水壶"),
    Subject("pools, a word", "entries", page("office-pools", who=HEAD, q="律师"), READ, holds="律师"),
)
BY_NAME = {subject.name: subject for subject in SUBJECTS}
