"""Ways by which an administrator, alone or with a colleague of the same role, might come near a case, a code, a vote
or a payment; each was written down first, and is tried here.

Doors that are shut are in `test_administrator_doors`; here: becoming somebody (posts, links, factors), the second
person (who says yes), and the code anew (what a session alone does not do).
"""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Case
from huaihai.governance.directory import verbs as directory
from huaihai.governance.models import Contact
from huaihai.kit import clock
from huaihai.members import accounts, factors, powers
from huaihai.members.actors import POST, Actor
from huaihai.members.errors import MembersError
from huaihai.members.models import Account, OneTimeLink, PowerRequest, Role
from tests.posts import PASSWORD, PROGRAM, body, post_at, sign_in, wrong_code
from tests.security.administrators import (
    CITY,
    LEAD,
    NAMES,
    House,
    assemble,
    body_id,
    what_is_held,
)
from tests.security.test_administrator_doors import BESIDE, DOORS

pytestmark = pytest.mark.django_db
type Way = Callable[[House], None]


@pytest.fixture
def house() -> House:
    return assemble()


def new_account(
    house: House, by: str, name: str = "puppet", role: Role = Role.HEAD, key: str = LEAD
) -> PowerRequest:
    """An account that an administrator opens for somebody who does not exist."""
    typed = {"username": name, "display_name": "演示", "organisation": body_id(key), "role": role}
    house.browser(by).post(reverse("person-new"), typed)
    found: PowerRequest = PowerRequest.objects.get(account__username=name)
    return found


def confirm(house: House, by: str, asked: PowerRequest) -> Any:
    return house.browser(by).post(reverse("power-confirmation", args=[asked.pk]), follow=True)


def link_in(page: Any) -> str:
    found = re.search(r"/staff/start/([\w-]{20,})", page.content.decode())
    return found[1] if found else ""


# Becoming somebody ---------------------------------------------------------------------------------------------------


def gives_oneself_a_post(role: Role, key: str = LEAD) -> Way:
    def way(house: House) -> None:
        own = house.administrators["system"]
        typed = {"organisation": body_id(key), "role": role}
        house.browser("system").post(reverse("person-posts", args=[own.pk]), typed)
        assert not PowerRequest.objects.exists()

    return way


def a_colleague_gives_the_post(house: House) -> None:
    """One asks for the other, who then says yes for himself; or the one who asked does."""
    for role in (Role.OFFICER, Role.AUDITOR, Role.SECURITY_ADMIN):
        other = house.administrators["colleague"]
        typed = {"organisation": body_id(LEAD), "role": role}
        house.browser("system").post(reverse("person-posts", args=[other.pk]), typed)
    for asked in PowerRequest.objects.all():
        confirm(house, "colleague", asked)
        confirm(house, "system", asked)


def a_puppet_is_confirmed_by_its_maker(house: House) -> None:
    assert not link_in(confirm(house, "system", new_account(house, "system")))


def a_puppet_is_confirmed_by_the_colleague(house: House) -> None:
    assert not link_in(confirm(house, "colleague", new_account(house, "system")))


def a_puppet_is_confirmed_by_the_other_kind_of_the_same_body(house: House) -> None:
    assert not link_in(confirm(house, "security", new_account(house, "system")))


def heads_are_removed_first(house: House) -> None:
    """Without a head two administrators of one body would have to be enough: but there was one once."""
    client = house.browser("system")
    for head in Account.objects.filter(posts__role=Role.HEAD):
        client.post(reverse("post-end", args=[head.posts.get(role=Role.HEAD).pk]))
        client.post(reverse("person-closure", args=[head.pk]))
    asked = new_account(house, "system")
    assert not link_in(confirm(house, "colleague", asked))
    assert not link_in(confirm(house, "security", asked))
    asked.delete()
    Account.objects.filter(posts__role=Role.HEAD).update(is_active=True)
    for post in house.head.posts.model.objects.filter(role=Role.HEAD):
        post.until_on = None
        post.save()


def a_head_is_the_administrators_own_second_account(house: House) -> None:
    for account in (house.administrators["system"], house.head):
        stated = directory.Stated(Contact.Kind.PERSON, "手机", "13800000007", account=account)
        Contact.objects.create(
            organisation=body(LEAD),
            kind=stated.kind,
            label=stated.label,
            account=account,
            private_phone=stated.phone,
            from_on=clock.today(),
        )
    asked = new_account(house, "system")
    client = Client()
    sign_in(client, house.head)
    assert not link_in(client.post(reverse("power-confirmation", args=[asked.pk]), follow=True))


def a_new_password_alone_opens_the_desk(house: House) -> None:
    """The password of a head is renewed by one; the second step still stops whoever typed it."""
    page = house.browser("system").post(reverse("person-password-link", args=[house.head.pk]))
    thief, token = Client(), link_in(page)
    assert token
    thief.get(powers.path_of(token))
    thief.post(reverse("start"), {"password": PASSWORD, "again": PASSWORD})
    thief.post(reverse("sign-in"), {"login": house.head.username, "password": PASSWORD})
    for code in (wrong_code(), "", "0"):
        thief.post(reverse("mfa_authenticate"), {"code": code})
    assert thief.get(reverse("desk")).status_code == 302
    assert thief.get(reverse("factor-set-up")).status_code == 302


def a_new_second_step(names: tuple[str, ...]) -> Way:
    def way(house: House) -> None:
        for account in (house.head, house.officer):
            page = house.browser("system").post(
                reverse("person-password-link", args=[account.pk]), {"with_new_factor": "1"}, follow=True
            )
            assert not link_in(page)
        for name in names:
            for asked in PowerRequest.objects.all():
                assert not link_in(confirm(house, name, asked))
        assert factors.is_set_up(house.head)

    return way


def confirms_for_an_honest_head_and_keeps_the_link(house: House) -> None:
    account = powers.take_in(
        username="li-new",
        display_name="演示",
        organisation=body(LEAD),
        role=Role.OFFICER,
        by=Actor.officer(house.head.posts.get(role=Role.HEAD)),
        at=clock.now(),
    )
    token = link_in(confirm(house, "system", account.power_requests.get()))
    assert token
    thief = Client()
    thief.get(powers.path_of(token))
    for word in ("", "0", "00000-00000", "fffff-fffff", token[:10]):
        answer = thief.post(reverse("start"), {"word": word, "password": PASSWORD, "again": PASSWORD})
        assert answer.status_code == 200
    assert reverse("sign-in") in thief.get(reverse("office")).headers["Location"]
    assert not Account.objects.get(pk=account.pk).has_usable_password()
    account.posts.all().delete()  # what the two gave honestly is no gain of the one


def asks_an_honest_head_and_has_the_word(house: House) -> None:
    asked = new_account(house, "system", role=Role.OFFICER)
    token = powers.confirm(
        request=asked, by=Actor.officer(house.head.posts.get(role=Role.HEAD)), at=clock.now()
    )
    client = house.browser("system")
    assert powers.word_of(asked, clock.now()) in client.get(reverse("people-waiting")).text
    for name in ("people-waiting", "people", "system-audit", "system", "my-account"):
        assert token not in client.get(reverse(name)).text
    stored = OneTimeLink.objects.get()
    for guess in (stored.fingerprint, stored.fingerprint[:32], str(stored.pk), str(asked.pk)):
        thief = Client()
        thief.get(powers.path_of(guess))
        assert thief.get(reverse("start")).status_code == 410
    asked.account.posts.all().delete()


def uses_a_link_a_second_time(house: House) -> None:
    page = house.browser("system").post(reverse("person-password-link", args=[house.head.pk]))
    token = link_in(page)
    powers.set_new_password(token=token, password=PASSWORD, at=clock.now())
    with pytest.raises(MembersError):
        powers.set_new_password(token=token, password="another four words", at=clock.now())


def uses_a_link_of_yesterday(house: House) -> None:
    token = powers.make_link(
        account=house.head,
        with_new_factor=False,
        by=house.actor("system"),
        at=clock.now() - timedelta(days=2),
    )
    assert isinstance(token, str)
    with pytest.raises(MembersError):
        powers.set_new_password(token=token, password=PASSWORD, at=clock.now())


def opens_a_first_administrator_with_another_link(house: House) -> None:
    token = link_in(house.browser("system").post(reverse("person-password-link", args=[house.head.pk])))
    with pytest.raises(MembersError):
        powers.become_first_administrator(
            token=token, username="root", display_name="x", password=PASSWORD, at=clock.now()
        )
    with pytest.raises(MembersError):
        powers.make_first_administrator_link(by=house.actor("system"), at=clock.now())


def acts_from_somebody_elses_post(house: House) -> None:
    client, post = house.browser("system"), house.officer.posts.get()
    assert client.post(reverse("chosen-post"), {"post": str(post.pk)}).status_code == 404
    session = client.session
    session[POST] = str(post.pk)
    session.save()


def gives_a_post_straight_in_the_code(house: House) -> None:
    """Past the pages: the verbs themselves refuse."""
    for role in (Role.OFFICER, Role.HEAD):
        for account in (house.administrators["system"], house.administrators["colleague"]):
            with pytest.raises(MembersError):
                accounts.open_post(
                    account=account,
                    organisation=body(LEAD),
                    role=role,
                    from_on=clock.today(),
                    by=house.actor("system"),
                    at=clock.now(),
                )


def holds_two_administrator_roles(house: House) -> None:
    account = house.administrators["system"]
    for role in (Role.SECURITY_ADMIN, Role.AUDITOR):
        with pytest.raises(MembersError):
            accounts.open_post(
                account=account,
                organisation=body(CITY),
                role=role,
                from_on=clock.today(),
                by=PROGRAM,
                at=clock.now(),
            )


def confirms_by_reading_the_address(house: House) -> None:
    asked = new_account(house, "system")
    for name in NAMES:
        assert house.browser(name).get(reverse("power-confirmation", args=[asked.pk])).status_code == 405


def confirms_for_another_city(house: House) -> None:
    asked = new_account(house, "system")
    other = post_at("city:321300", Role.SECURITY_ADMIN, username="suqian").account
    client = Client()
    sign_in(client, other)
    assert client.post(reverse("power-confirmation", args=[asked.pk])).status_code == 404
    Authenticator.objects.filter(user=other).delete()
    other.posts.all().delete()


def asks_again_and_again_until_somebody_errs(house: House) -> None:
    client = house.browser("system")
    new_account(house, "system")
    puppet = Account.objects.get(username="puppet")
    for _time in range(3):
        client.post(
            reverse("person-posts", args=[puppet.pk]), {"organisation": body_id(LEAD), "role": "head"}
        )
    assert PowerRequest.objects.count() == 1


# The code anew -------------------------------------------------------------------------------------------------------


def a_session_left_open(house: House) -> Client:
    cache.clear()
    client = house.browser("system")
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time() - 3600}]
    session.save()
    return client


def acts_from_a_screen_left_open(house: House) -> None:
    client = a_session_left_open(house)
    typed = {"username": "puppet", "display_name": "x", "organisation": body_id(LEAD), "role": "head"}
    client.post(reverse("person-new"), typed)
    client.post(reverse("person-posts", args=[house.officer.pk]), typed)
    client.post(reverse("person-password-link", args=[house.officer.pk]))
    client.post(reverse("person-closure", args=[house.officer.pk]))
    client.post(reverse("post-end", args=[house.officer.posts.get().pk]))
    assert not Account.objects.filter(username="puppet").exists()
    assert not PowerRequest.objects.exists()
    assert not OneTimeLink.objects.exists()
    assert Account.objects.get(pk=house.officer.pk).is_active


def uses_a_recovery_code_for_an_act(house: House) -> None:
    client = a_session_left_open(house)
    code = factors.recovery_codes(house.administrators["system"]).get_unused_codes()[0]
    client.post(reverse("person-closure", args=[house.officer.pk]), {"code": code})
    assert Account.objects.get(pk=house.officer.pk).is_active


def adds_a_passkey_to_a_session_left_open(house: House) -> None:
    client = a_session_left_open(house)
    client.post(reverse("passkey-new"), {"credential": "{}"})
    assert not Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).exists()


def removes_somebody_elses_passkey(house: House) -> None:
    kept = Authenticator.objects.create(
        user=house.head, type=Authenticator.Type.WEBAUTHN, data={"name": "", "credential": {}}
    )
    assert house.browser("system").post(reverse("passkey-end", args=[kept.pk])).status_code == 404
    assert Authenticator.objects.filter(pk=kept.pk).exists()


def takes_a_table_from_a_screen_left_open(house: House) -> None:
    answer = a_session_left_open(house).get(f"{reverse('system-bodies')}?as=csv")
    assert answer.headers["Content-Type"].startswith("text/html")


WAYS: dict[str, Way] = {
    "gives oneself the post of an officer": gives_oneself_a_post(Role.OFFICER),
    "gives oneself the post of a head": gives_oneself_a_post(Role.HEAD),
    "gives oneself the post of an auditor": gives_oneself_a_post(Role.AUDITOR, "alliance"),
    "gives oneself the alliance desk": gives_oneself_a_post(Role.SECRETARIAT),
    "has a new second step made alone": a_new_second_step(("system",)),
    "has a new second step made with a colleague": a_new_second_step(("colleague",)),
    "has a new second step made within one body": a_new_second_step(("security",)),
} | {
    way.__name__.replace("_", " "): way
    for way in (
        a_colleague_gives_the_post,
        a_puppet_is_confirmed_by_its_maker,
        a_puppet_is_confirmed_by_the_colleague,
        a_puppet_is_confirmed_by_the_other_kind_of_the_same_body,
        heads_are_removed_first,
        a_head_is_the_administrators_own_second_account,
        a_new_password_alone_opens_the_desk,
        confirms_for_an_honest_head_and_keeps_the_link,
        asks_an_honest_head_and_has_the_word,
        uses_a_link_a_second_time,
        uses_a_link_of_yesterday,
        opens_a_first_administrator_with_another_link,
        acts_from_somebody_elses_post,
        gives_a_post_straight_in_the_code,
        holds_two_administrator_roles,
        confirms_by_reading_the_address,
        confirms_for_another_city,
        asks_again_and_again_until_somebody_errs,
        acts_from_a_screen_left_open,
        uses_a_recovery_code_for_an_act,
        adds_a_passkey_to_a_session_left_open,
        removes_somebody_elses_passkey,
        takes_a_table_from_a_screen_left_open,
    )
}


@pytest.mark.parametrize("way", WAYS)
def test_a_way_leads_nowhere(house: House, way: str) -> None:
    before = what_is_held(house)
    WAYS[way](house)
    assert what_is_held(house) == before
    for name in NAMES:
        assert not Case.objects.visible_to(house.actor(name)).exists()


def test_forty_ways_are_written_down() -> None:
    assert len(DOORS) + len(BESIDE) + len(WAYS) >= 40
