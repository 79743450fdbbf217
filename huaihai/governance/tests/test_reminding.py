"""Reminders: what is urgent at once, the rest in a digest, three a day, nobody woken, nothing told twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai import reactions
from huaihai.desk.waiting import Source, Waiting, alone
from huaihai.governance.directory import verbs as directory_verbs
from huaihai.governance.models import Contact, Reminded, Reminders
from huaihai.governance.reminding import verbs
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Role
from huaihai.record import events
from huaihai.record.models import OutboxMessage
from tests.posts import AT, PROGRAM, SINCE, body, load_alliance, post_at, sign_in

pytestmark = pytest.mark.django_db
PHONE = "13800000001"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=clock.ZONE)
ROWS: list[Waiting] = []


@alone
def rows(_actor: Actor, _now: datetime) -> Source:
    yield None
    yield from ROWS


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    monkeypatch.setattr(reactions, "OFFICE_WAITING", (f"{__name__}.rows",))
    load_alliance()
    head = post_at("city:320300", Role.HEAD)
    stated = directory_verbs.Stated(Contact.Kind.PERSON, "手机", PHONE, account=head.account)
    directory_verbs.add(body("city:320300"), stated=stated, from_on=SINCE, by=PROGRAM, at=AT)
    OutboxMessage.objects.all().delete()
    ROWS.clear()
    yield head.account
    ROWS.clear()


def waits(key: str, *, days: int | None = 5, is_urgent: bool = False, day: datetime = MONDAY) -> None:
    on = None if days is None else (day + timedelta(days=days)).date()
    ROWS.append(Waiting(key, "签发", "演示标题", "/office/", "看", on=on, is_urgent=is_urgent))


def told(at: datetime) -> list[str]:
    """What a look at this moment tells."""
    before = set(OutboxMessage.objects.values_list("pk", flat=True))
    verbs.remind_all(at=at)
    return [one.text for one in OutboxMessage.objects.exclude(pk__in=before).order_by("created_at", "id")]


def test_the_morning_brings_one_digest_and_the_same_things_are_not_told_again(person: Account) -> None:
    waits("publication:1:sign", days=0)
    waits("case:2", days=-2)
    waits("duty:3", days=2)
    (text,) = told(MONDAY)
    assert "3 项" in text
    assert "逾期 1" in text
    assert "今天 1" in text
    assert "/office/ 防伪码" in text
    assert Reminded.objects.filter(account=person).count() == 3
    assert told(MONDAY + timedelta(hours=2)) == []


def test_before_the_hour_and_on_a_rest_day_there_is_no_digest(person: Account) -> None:
    waits("duty:3")
    assert told(MONDAY.replace(hour=7)) == []
    assert told(MONDAY - timedelta(days=1)) == []  # a Sunday
    assert len(told(MONDAY)) == 1


def test_what_is_urgent_is_told_at_once_with_its_link_and_named_only_where_the_alliance_wrote_it(
    person: Account,
) -> None:
    told(MONDAY)
    waits("publication:1:sign", days=1, is_urgent=True)
    waits("case:2", days=1, is_urgent=True)
    texts = told(MONDAY + timedelta(hours=1))
    assert len(texts) == 2
    assert sum("演示标题" in text for text in texts) == 1
    assert all("签发" in text and "/office/" in text for text in texts)


def test_three_a_day_and_what_is_due_today_beyond_them(person: Account) -> None:
    for number in range(5):
        waits(f"duty:{number}", days=1, is_urgent=True)
    assert len(told(MONDAY.replace(hour=7, minute=0) + timedelta(hours=2))) == verbs.MOST_A_DAY
    for number in range(5, 9):
        waits(f"duty:{number}", days=0, is_urgent=True)
    assert len(told(MONDAY + timedelta(hours=1))) == 5  # four, and the digest in which the rest stands
    tuesday = MONDAY + timedelta(days=1)
    assert told(tuesday)


def test_at_night_nobody_is_woken_but_by_what_ends_before_the_morning(person: Account) -> None:
    told(MONDAY)
    night = MONDAY.replace(hour=23)
    waits("publication:1", days=2, is_urgent=True)
    assert told(night) == []
    ROWS.append(
        Waiting(
            "publication:2",
            "签发",
            "警示",
            "/office/",
            "看",
            on=night.date(),
            at=night + timedelta(minutes=40),
            is_urgent=True,
        )
    )
    assert len(told(night + timedelta(minutes=10))) == 1
    assert len(told(MONDAY + timedelta(days=1))) >= 1


def test_without_news_what_waits_is_asked_once_an_hour_while_a_digest_may_come_and_never_in_quiet_hours(
    person: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[datetime] = []

    def rows_of(_account: Account, at: datetime) -> list[Waiting]:
        asked.append(at)
        return []

    monkeypatch.setattr(verbs, "_rows_of", rows_of)
    day = (AT + timedelta(days=1)).replace(hour=0)  # after all that was recorded
    for minutes in range(0, 24 * 60, 10):
        verbs.remind_all(at=day + timedelta(minutes=minutes))
    assert [at.hour for at in asked] == [
        0,
        *range(8, 21),
    ]  # the first look at anybody, then from the digest's hour on
    with transaction.atomic():
        events.write(subject="test:1", verb="test", by="test", at=day.replace(hour=23, minute=55))
    verbs.remind_all(at=day + timedelta(days=1))
    assert len(asked) == 15


def test_who_changes_how_they_are_reminded_is_looked_after_at_once(person: Account, client: Client) -> None:
    day = AT + timedelta(days=1)
    Reminders.objects.create(account=person, way="none", looked_at=day)
    waits("duty:3", is_urgent=True)
    sign_in(client, person)
    ways = {"way": "sms", "address": "", "digest_hour": "8", "quiet_from": "21", "quiet_until": "8"}
    client.post(reverse("my-reminders"), ways)
    assert told(day + timedelta(minutes=1))


def test_what_is_done_and_waits_anew_is_told_anew(person: Account) -> None:
    waits("duty:3")
    assert len(told(MONDAY)) == 1
    ROWS.clear()
    waits("duty:4")
    told(MONDAY + timedelta(days=1))
    assert set(Reminded.objects.values_list("key", flat=True)) == {"duty:4"}


@pytest.mark.parametrize(
    ("way", "address", "channel"),
    [("email", "demo@example.com", "email"), ("wework", "demo", "wework"), ("none", "", None)],
)
def test_each_way_goes_its_way(person: Account, way: str, address: str, channel: str | None) -> None:
    Reminders.objects.create(account=person, way=way, address=address)
    waits("duty:3")
    told(MONDAY)
    sent = [(one.channel, one.address) for one in OutboxMessage.objects.all()]
    assert sent == ([(channel, address)] if channel else [])


def test_who_has_no_mobile_in_the_directory_gets_none_and_is_told_so(person: Account, client: Client) -> None:
    Contact.objects.all().delete()
    waits("duty:3")
    assert told(MONDAY) == []
    sign_in(client, person)
    assert "没有您的手机号" in client.get(reverse("my-reminders")).content.decode()


def test_everybody_sets_their_own(person: Account, client: Client) -> None:
    sign_in(client, person)
    url = reverse("my-reminders")
    assert "尾号 0001" in client.get(url).content.decode()
    sent = {"way": "email", "address": "", "digest_hour": "9", "quiet_from": "20", "quiet_until": "7"}
    again = client.post(url, sent)
    assert again.status_code == 200
    assert "请填写您的邮箱" in again.content.decode()
    assert client.post(url, sent | {"address": "demo@example.com"}).status_code == 302
    own = Reminders.objects.get(account=person)
    assert (own.way, own.address, own.digest_hour, own.quiet_from, own.quiet_until) == (
        "email",
        "demo@example.com",
        9,
        20,
        7,
    )
    assert client.post(url, sent | {"way": "sms", "digest_hour": "25"}).status_code == 200


@given(start=st.integers(0, 23), end=st.integers(0, 23))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_quiet_span_has_its_own_length_whether_it_passes_midnight_or_not(start: int, end: int) -> None:
    own = Reminders(quiet_from=start, quiet_until=end)
    quiet = [hour for hour in range(24) if own.is_quiet(hour)]
    assert len(quiet) == (end - start) % 24
    assert end not in quiet
