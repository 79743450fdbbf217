"""What stands on the first page is told: at eight of a working day everybody knows everything that waits."""

from datetime import date, datetime, time
from uuid import UUID

import pytest

from huaihai.desk import waiting
from huaihai.governance.models import Contact, Reminded, Reminders
from huaihai.governance.reminding import verbs
from huaihai.kit import clock
from huaihai.kit.clock import local_day, local_moment
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Post, Role
from huaihai.record.models import OutboxMessage

pytestmark = pytest.mark.django_db
OF_EACH_ROLE = 2
NUMBER = "1380000{:04d}"


def eight(on: date) -> datetime:
    return local_moment(on, time(8))


@pytest.fixture
def people() -> list[Account]:
    """Some of each role, with a mobile in the directory; nobody else is looked after."""
    today = clock.today()
    found: dict[UUID, Post] = {}
    held = Post.objects.held_on(today).select_related("account", "organisation").order_by("account__username")
    for role in Role.values:
        for post in held.filter(role=role, account__is_active=True)[:OF_EACH_ROLE]:
            found.setdefault(post.account_id, post)
    Account.objects.exclude(pk__in=found).update(is_active=False)
    Contact.objects.filter(kind=Contact.Kind.PERSON).delete()
    for place, post in enumerate(found.values()):
        Contact.objects.create(
            organisation=post.organisation,
            kind=Contact.Kind.PERSON,
            label="手机",
            account=post.account,
            private_phone=NUMBER.format(place),
            from_on=today,
        )
    Reminders.objects.all().delete()
    Reminded.objects.all().delete()
    OutboxMessage.objects.all().delete()
    return [post.account for post in found.values()]


def keys_of(account: Account, at: datetime) -> set[str]:
    actors = Actor.all_of(account, on=local_day(at))
    return {row.key for actor in actors for row in waiting.of(actor, at).to_do}


def told(account: Account) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(subject=account.record_key).order_by("created_at", "pk"))


def test_at_eight_everybody_was_told_of_everything_that_waits(people: list[Account]) -> None:
    at = eight(clock.today())
    assert at.weekday() < 5

    verbs.remind_all(at=at)

    silent = {}
    for account in people:
        known = set(Reminded.objects.filter(account=account).values_list("key", flat=True))
        if lacking := keys_of(account, at) - known:
            silent[account.username] = lacking
        messages = told(account)
        assert bool(messages) == bool(known), account.username
        assert all(one.address for one in messages)
    assert silent == {}
    assert sum(bool(told(account)) for account in people) > len(people) / 2
