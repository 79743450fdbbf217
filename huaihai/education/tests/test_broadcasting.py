"""Who is told of an edition, and what replaces what."""

import time
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huaihai.education.models import Delivery, Publication, Subscription
from huaihai.education.sending import receivers
from huaihai.education.sending import verbs as sending_verbs
from huaihai.education.subscribing import verbs as subscribing_verbs
from huaihai.education.subscribing.verbs import Wish
from huaihai.education.tests.cast import AT, BY
from huaihai.education.tests.one_voice_cast import a_warning, a_withdrawal, an_update
from huaihai.education.tests.subscribers import journalist, subscriber, subscribers
from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from tests.effort import IS_LONG, examples
from tests.posts import body, load_tree

db = pytest.mark.django_db
ANYBODY = Actor.public()
MANY = examples(600, long=10_000)
A_SECOND = 10_000
LATER = timedelta(hours=1)


def told(publication: Publication) -> Counter[tuple[str, str]]:
    """How many deliveries of each edition are in which state."""
    rows = Delivery.objects.filter(edition__publication=publication)
    return Counter(rows.values_list("edition__purpose", "state"))


@db
def test_who_asked_for_the_kind_the_city_and_the_topic_or_a_word_of_it_is_told() -> None:
    fits = [
        subscriber("all@example.com"),
        subscriber("13800000001", Wish(("warning",), cities=("city:320300",))),
        subscriber("topic@example.com", Wish(("warning",), topics=("G04", "G01"))),
        subscriber("word@example.com", Wish(("warning",), topics=("G04",), words=("ds-15",))),
        subscriber("code@example.com", Wish(("warning",), words=("6901234567892",))),
    ]
    subscriber("kind@example.com", Wish(("tip",)))
    subscriber("city@example.com", Wish(("warning",), cities=("city:411400",)))
    subscriber("word2@example.com", Wish(("warning",), words=("电饭锅",)))
    Subscription.objects.filter(pk=subscriber("new@example.com").pk).update(confirmed_at=None)
    publication = a_warning()
    asked = set(Delivery.objects.values_list("subscription", flat=True))
    assert asked == {one.pk for one in fits}
    assert {row.text_hash for row in Delivery.objects.all()} == {publication.editions.get().text_hash}


@db
def test_a_text_without_cities_and_topics_is_for_all_and_urgent_danger_waits_for_no_digest() -> None:
    subscriber(wish=Wish(("warning",), cities=("city:411400",), topics=("G04",), rhythm="weekly"))
    a_warning(cities=(), topics=(), is_urgent=True)
    assert Delivery.objects.get().due_at == AT


@db
def test_ten_thousand_a_second_are_queued_and_with_as_many_queries_as_a_hundred() -> None:
    publication, costs = a_warning(), []
    for more in (100, MANY - 100):
        edition = publication.editions.get()
        subscribers(more)
        Delivery.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            begun = time.perf_counter()
            sending_verbs.broadcast(edition, by=BY, at=AT)
            taken = time.perf_counter() - begun
        costs.append((len(asked), Delivery.objects.count()))
    assert costs == [(5, 100), (5, MANY)]
    assert not IS_LONG or MANY / taken > A_SECOND  # where nothing else runs


@db
def test_an_update_replaces_what_waits_reaches_who_had_the_first_and_not_who_left() -> None:
    had, waits, left = (subscriber(f"{name}@example.com") for name in ("had", "waits", "left"))
    publication = a_warning()
    Delivery.objects.exclude(subscription=had).update(due_at=AT + timedelta(days=1))
    sending_verbs.send_due(at=AT)
    # wants no more warnings, but has a wrong one
    subscribing_verbs.change(had, Wish(("tip",)), by=ANYBODY, at=AT)
    subscribing_verbs.end(left, by=ANYBODY, at=AT)
    left.refresh_from_db()
    assert (left.address, left.address_index, left.interests.count()) == ("", "", 0)
    an_update(publication)
    first = {("first", "sent"): 1, ("first", "superseded"): 1, ("first", "stopped"): 1}
    assert told(publication) == first | {("update", "waiting"): 2}
    assert {row.subscription_id for row in Delivery.objects.waiting()} == {had.pk, waits.pk}
    sending_verbs.send_due(at=AT + timedelta(hours=3))
    a_withdrawal(publication)
    sending_verbs.send_due(at=AT + timedelta(hours=5))
    assert told(publication)["withdrawal", "sent"] == 2


@db
def test_a_digest_waits_for_its_hour_but_a_correction_of_what_was_sent_does_not() -> None:
    daily = subscriber("d@example.com", Wish(("warning",), rhythm="daily"))
    weekly = subscriber("w@example.com", Wish(("warning",), rhythm="weekly"))
    publication = a_warning()
    due = {row.subscription_id: row.due_at for row in Delivery.objects.all()}
    assert due[daily.pk] == datetime(2026, 11, 27, 8, tzinfo=ZONE)
    assert due[weekly.pk] == datetime(2026, 11, 30, 8, tzinfo=ZONE)
    sending_verbs.send_due(at=datetime(2026, 11, 27, 8, tzinfo=ZONE))
    at = datetime(2026, 11, 27, 10, tzinfo=ZONE)
    an_update(publication, at=at)
    again = {row.subscription_id: row for row in Delivery.objects.waiting()}
    assert (again[daily.pk].due_at, again[daily.pk].in_digest) == (at, False)
    assert again[weekly.pk].due_at == datetime(2026, 11, 30, 8, tzinfo=ZONE)


def test_no_text_message_in_the_night_and_addresses_are_shown_masked() -> None:
    evening = datetime(2026, 11, 26, 22, 0, tzinfo=ZONE)
    assert receivers.after_the_night(evening) == datetime(2026, 11, 27, 8, 0, tzinfo=ZONE)
    assert receivers.after_the_night(evening - timedelta(hours=20)) == datetime(2026, 11, 26, 8, tzinfo=ZONE)
    assert receivers.after_the_night(AT) == AT
    assert receivers.masked("13800001234") == "138****1234"
    assert receivers.masked("liming@example.com") == "li***@example.com"
    assert (receivers.masked("li@example.com"), receivers.masked("")) == ("l***@example.com", "")


@db
def test_the_press_has_it_under_embargo_hears_of_changes_and_when_it_is_out() -> None:
    load_tree()
    here, _elsewhere = (
        journalist(cities=[body("city:320300")]),
        journalist("别处", email="other@example.com", cities=[body("city:411400")]),
    )
    publication = a_warning(signed_by=())
    edition = publication.editions.get()
    Delivery.objects.all().delete()  # as if it were still being signed
    edition.not_before = AT + timedelta(days=1)
    sending_verbs.under_embargo(edition, at=AT)
    sending_verbs.under_embargo(edition, at=AT)
    assert [row.press for row in Delivery.objects.all()] == [here]
    sending_verbs.send_due(at=AT)
    edition.not_before = AT + timedelta(days=2)
    sending_verbs.under_embargo(edition, at=AT + LATER)
    sending_verbs.call_off(edition, at=AT + LATER)  # the change had not left: it never does
    sending_verbs.under_embargo(edition, at=AT + LATER)
    sending_verbs.send_due(at=AT + LATER)
    sending_verbs.broadcast(edition, by=BY, at=AT + timedelta(days=2))
    rows = Delivery.objects.order_by("pk").values_list("notice", "state")
    assert list(rows) == [
        ("advance", "sent"),
        ("advance", "superseded"),
        ("called_off", "superseded"),
        ("advance", "sent"),
        ("out", "waiting"),
    ]
