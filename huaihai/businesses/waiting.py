"""What waits of businesses for whoever keeps them in a city: who wants to join, what is to be corrected, reported."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huaihai.businesses.channel.facts import KEEPERS
from huaihai.businesses.models import Correction, Enrolment, ListedStall, PosterReport, PushInvitation
from huaihai.businesses.pledges.facts import codes_of
from huaihai.businesses.profile.verbs import CLOCK
from huaihai.desk.lives import Words
from huaihai.desk.waiting import Room, Source, Waiting, Whose, counted
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record.models import Clock

TO_THE_LIST = gettext_lazy("To the list")


@Room
def for_person(actor: Actor, now: datetime) -> Iterator[Source]:
    """One row a kind, each with its list."""
    city = actor.organisation
    if city is None or city.kind != Organisation.Kind.CITY or not actor.roles & KEEPERS:
        return
    yield _joining(actor)
    yield _stalls(actor)
    yield _corrections(city)
    yield _reports(city)
    yield _to_ask_again(actor, now)


def _joining(actor: Actor) -> Source:
    rows = Enrolment.objects.visible_to(actor).filter(stage="applied")
    yield rows
    n, newest = counted(rows, "applied_at")
    if n:
        words = ngettext("%(n)s business wants to join", "%(n)s businesses want to join", n)
        yield _row(f"enrolments:{newest}", words % {"n": n}, reverse("desk-joining"), count=n)


def _stalls(actor: Actor) -> Source:
    rows = ListedStall.objects.of_body(actor).filter(stage="listed")
    yield rows
    n, newest = counted(rows, "listed_at")
    if n:
        words = ngettext("%(n)s stall to confirm", "%(n)s stalls to confirm", n)
        yield _row(f"stalls:{newest}", words % {"n": n}, reverse("desk-stalls"), count=n)


def _corrections(city: Organisation) -> Source:
    rows = Correction.objects.filter(body=city).open()
    yield rows
    n, newest = counted(rows, "asked_at")
    if n:
        keys = [row.record_key for row in rows.only("pk")]
        due = Clock.objects.running().filter(subject__in=keys, name=CLOCK).aggregate(first=Min("due_on"))
        words = ngettext("%(n)s request to correct a fact", "%(n)s requests to correct a fact", n)
        title, url = words % {"n": n}, reverse("desk-corrections")
        yield _row(f"corrections:{newest}", title, url, on=due["first"], count=n)


def _reports(city: Organisation) -> Source:
    rows = PosterReport.objects.filter(
        poster__place__region_code__in=codes_of(str(city.region_code)), done_at=None
    )
    yield rows
    n, newest = counted(rows, "reported_at")
    if n:
        words = ngettext("%(n)s report about a poster", "%(n)s reports about posters", n)
        yield _row(f"poster-reports:{newest}", words % {"n": n}, reverse("desk-pledges"), count=n)


def _to_ask_again(actor: Actor, now: datetime) -> Source:
    """Businesses that were asked to join, and said when to ask them again."""
    due = PushInvitation.objects.of_body(actor).filter(next_on__lte=local_day(now))
    due = due.exclude(answer__in=(PushInvitation.Answer.NO, PushInvitation.Answer.WILL_JOIN))
    yield due
    n, newest = counted(due, "next_on")
    if n:
        words = ngettext("%(n)s business to ask again about joining", "%(n)s businesses to ask again", n)
        yield _row(f"push:{newest}", words % {"n": n}, reverse("desk-push"), on=local_day(now), count=n)


def _row(key: str, title: str, url: str, button: Words = TO_THE_LIST, **more: Any) -> Waiting:
    kind = pgettext_lazy("waiting", "Business")
    return Waiting(key, kind, title, url, button, whose=Whose.NOBODY, **more)
