"""Two people at the same moment: one counts. Both databases."""

from collections.abc import Callable
from functools import partial

import pytest

from huaihai.businesses.channel import verbs as channel_verbs
from huaihai.businesses.models import Business, Enrolment, Representative
from huaihai.businesses.people import verbs as people_verbs
from huaihai.businesses.tests.channel_scene import applied, joined, manager_of, officer
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.members.models import Account
from tests.posts import AT, load_tree
from tests.threads import each_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def both(act: Callable[[int], str]) -> list[str]:
    """What two threads that start together answer."""
    return sorted(each_at_once(*(partial(act, number) for number in (0, 1))))


def test_two_officers_confirm_at_once_and_one_counts() -> None:
    load_tree()
    by = officer()
    held = [applied().enrolment, applied(contact_phone="13900000002").enrolment]

    def confirm(which: int) -> str:
        try:
            channel_verbs.confirm(Enrolment.objects.get(pk=held[which].pk), seen=0, by=by, at=AT)
        except (Moved, NotPossible):
            return "late"
        return "counts"

    def confirm_first(_number: int) -> str:
        return confirm(0)

    assert both(confirm_first) == ["counts", "late"]
    Enrolment.objects.filter(pk=held[0].pk).update(stage="left", left_on=AT.date())
    held[0] = applied(contact_phone="13900000003").enrolment
    assert both(confirm) == ["counts", "late"]  # two applications of one business
    assert Enrolment.objects.live().count() == Business.objects.count() == 1
    assert Account.objects.filter(username__startswith="b-").count() == 1


def test_a_double_click_sends_one_application() -> None:
    load_tree()

    def send(_number: int) -> str:
        try:
            return "new" if applied(key="one").code else "known"
        except Unfit:
            return "refused"

    assert both(send) == ["known", "new"]
    assert Enrolment.objects.count() == 1


def test_two_managers_who_end_each_other_leave_one() -> None:
    load_tree()
    enrolment = joined()
    assert enrolment.business is not None
    first = Representative.objects.get()
    by = manager_of(enrolment)
    role = Representative.Role.MANAGER
    second = people_verbs.invite(enrolment.business, name="演示同事", role=role, by=by, at=AT).representative
    pair = [first, second]

    def end_the_other(number: int) -> str:
        own, other = pair[number], pair[1 - number]
        try:
            acting = Actor.business(own.account, {own.business_id})
            people_verbs.end(Representative.objects.get(pk=other.pk), by=acting, at=AT)
        except (NotAllowed, NotPossible):
            return "late"
        return "ended"

    assert both(end_the_other) == ["ended", "late"]
    assert Representative.objects.filter(until_on=None).count() == 1
