"""The person concerned and the head of the body are told of a post or a new second step."""

import pytest

from huaihai.governance.directory import verbs
from huaihai.governance.models import Contact
from huaihai.members import accounts, factors, powers
from huaihai.members.actors import Actor
from huaihai.members.models import PowerRequest, Role
from huaihai.record.models import OutboxMessage
from tests.posts import AT, PROGRAM, body, load_alliance, post_at

pytestmark = pytest.mark.django_db


def test_person_and_head_are_told_when_it_is_asked_for_and_when_it_is_given() -> None:
    load_alliance()
    xuzhou = body("city:320300")
    first = Actor.officer(post_at("alliance", Role.SYSTEM_ADMIN, username="first"))
    person, head = post_at("city:320300", username="wang").account, post_at("city:320300", Role.HEAD)
    for account, phone in ((person, "13800000001"), (head.account, "13800000002")):
        stated = verbs.Stated(Contact.Kind.PERSON, "手机", phone, account=account)
        verbs.add(xuzhou, stated=stated, from_on=AT.date(), by=PROGRAM, at=AT)

    asked = powers.make_link(account=person, with_new_factor=True, by=first, at=AT)
    assert isinstance(asked, PowerRequest)
    token = powers.confirm(request=asked, by=Actor.officer(head), at=AT)

    told = list(OutboxMessage.objects.all())
    assert sorted(message.address for message in told) == ["13800000001"] * 2 + ["13800000002"] * 2
    texts = {message.text.rpartition("防伪码")[0] for message in told}
    assert len(texts) == 2
    assert all("wang" in text and "演示" not in text and token not in text for text in texts)


def test_what_is_taken_away_and_a_new_device_are_told_too() -> None:
    load_alliance()
    county = body("county:320302")
    first = Actor.officer(post_at("alliance", Role.SYSTEM_ADMIN, username="first"))
    post, head = post_at("county:320302", username="wang"), post_at("city:320300", Role.HEAD)
    for account, phone, node in (
        (post.account, "13800000001", county),
        (head.account, "13800000002", body("city:320300")),
    ):
        stated = verbs.Stated(Contact.Kind.PERSON, "手机", phone, account=account)
        verbs.add(node, stated=stated, from_on=AT.date(), by=PROGRAM, at=AT)
    factors.add_passkey(post.account, {}, AT)
    accounts.end_post(post=post, last_on=AT.date(), by=first, at=AT)
    accounts.close_account(account=post.account, by=first, at=AT)

    told = list(OutboxMessage.objects.all())
    assert sorted(message.address for message in told) == ["13800000001"] * 3 + ["13800000002"] * 3
    texts = "".join(message.text for message in told)
    assert all(words in texts for words in ("新的登录方式", "已结束", "账号：已停用"))
