"""Signing in with two factors through the real pages."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huaihai.kit import clock
from huaihai.members import factors, powers, sessions
from huaihai.members.actors import CONSUMER_CASES
from huaihai.members.models import Account, Role
from tests.posts import PASSWORD, PROGRAM, SECRET, body, load_tree, post_at, sign_in, wrong_code

pytestmark = pytest.mark.django_db
MY_ACCOUNT = "/staff/account/"
PEOPLE, FIRST = "/staff/people/", "/office/"


@pytest.fixture(autouse=True)
def tree() -> None:
    cache.clear()
    load_tree()


def give_password(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("sign-in"), {"login": username, "password": password, **more})


def test_password_and_code_lead_in(client: Client) -> None:
    post = post_at("city:320300", Role.SYSTEM_ADMIN)
    first = give_password(client, post.account.username)
    assert first.url == reverse("mfa_authenticate")
    assert SESSION_KEY not in client.session
    second = client.post(first.url, {"code": factors.code_of(SECRET)})
    assert second.url == FIRST
    assert client.get(FIRST).status_code == 200


def test_where_one_wanted_to_go_is_where_one_gets(client: Client) -> None:
    account = post_at("city:320300").account
    give_password(client, account.username, next=MY_ACCOUNT)
    assert client.post(reverse("mfa_authenticate"), {"code": factors.code_of(SECRET)}).url == MY_ACCOUNT


def test_nobody_is_led_to_another_site(client: Client) -> None:
    account = post_at("city:320300", Role.SYSTEM_ADMIN).account
    give_password(client, account.username, next="https://example.com/")
    assert client.post(reverse("mfa_authenticate"), {"code": factors.code_of(SECRET)}).url == FIRST


def test_a_code_in_full_width_digits_is_understood(client: Client) -> None:
    account = post_at("city:320300").account
    give_password(client, account.username)
    wide = factors.code_of(SECRET).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert client.post(reverse("mfa_authenticate"), {"code": wide}).status_code == 302


def test_wrong_tries_from_one_network_stop_nobody_in_another_one(client: Client) -> None:
    account = post_at("city:320300").account
    url = reverse("sign-in")
    for number in range(25):
        client.post(url, {"login": f"nobody-{number}", "password": "wrong"}, REMOTE_ADDR="203.0.113.7")
    right = {"login": account.username, "password": PASSWORD}
    assert client.post(url, right, REMOTE_ADDR="203.0.113.7").status_code == 200
    assert client.post(url, right, REMOTE_ADDR="198.51.100.9").status_code == 302


def test_a_wrong_code_and_a_wrong_password_are_told_plainly(client: Client) -> None:
    account = post_at("city:320300").account
    assert "不对" in give_password(client, account.username, "wrong").text
    assert "不对" in give_password(client, "nobody", "wrong").text
    give_password(client, account.username)
    page = client.post(reverse("mfa_authenticate"), {"code": wrong_code()})
    assert "不对" in page.text
    assert SESSION_KEY not in client.session


def test_a_code_works_once(client: Client) -> None:
    account = post_at("city:320300", Role.SYSTEM_ADMIN).account
    code = factors.code_of(SECRET)
    give_password(client, account.username)
    client.post(reverse("mfa_authenticate"), {"code": code})
    other = Client()
    give_password(other, account.username)
    other.post(reverse("mfa_authenticate"), {"code": code})
    assert SESSION_KEY not in other.session


def test_guessing_is_slowed_down(client: Client) -> None:
    account = post_at("city:320300").account
    for _try in range(5):
        give_password(client, account.username, "wrong")
    assert "五分钟" in give_password(client, account.username).text


def test_without_a_second_factor_the_set_up_is_the_only_page(client: Client) -> None:
    account = post_at("city:320300", Role.SYSTEM_ADMIN, totp=None).account
    give_password(client, account.username)
    assert client.get(PEOPLE).url == reverse("factor-set-up")
    assert client.get(MY_ACCOUNT).url == reverse("factor-set-up")
    page = client.get(reverse("factor-set-up"))
    secret = "".join(re.findall(r'nobr">([A-Z2-7]{2,4})<', page.text))
    done = client.post(reverse("factor-set-up"), {"code": factors.code_of(secret)})
    assert done.url == reverse("recovery-codes")
    client.head(done.url)  # which nobody reads
    codes = re.findall(r'nobr">(\d{8})<', client.get(done.url).text)
    assert len(codes) == 10
    assert not re.search(r'nobr">\d{8}<', client.get(done.url).text)
    assert client.get(PEOPLE).status_code == 200


def test_a_recovery_code_leads_in_once(client: Client) -> None:
    account = post_at("city:320300", Role.SYSTEM_ADMIN).account
    code = factors.recovery_codes(account).get_unused_codes()[0]
    give_password(client, account.username)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert SESSION_KEY in client.session
    assert code not in factors.recovery_codes(account).get_unused_codes()


def test_a_session_that_showed_only_a_password_works_for_nobody(client: Client) -> None:
    account = post_at("city:320300", Role.SYSTEM_ADMIN).account
    client.force_login(account)
    assert client.get(PEOPLE).url == reverse("sign-in")
    assert SESSION_KEY not in client.session


def test_half_an_hour_without_a_click_ends_the_session(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, post_at("city:320300", Role.SYSTEM_ADMIN).account)
    assert client.get(PEOPLE).status_code == 200
    later = time.time() + sessions.IDLE + 1
    monkeypatch.setattr(sessions.time, "time", lambda: later)
    assert client.get(PEOPLE).url.startswith(reverse("sign-in"))
    assert "30 分钟" in client.get(reverse("sign-in")).text


def test_after_twelve_hours_one_signs_in_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(client, post_at("city:320300", Role.SYSTEM_ADMIN).account)
    began = time.time()
    for minute in range(0, 12 * 60, 25):
        monkeypatch.setattr(sessions.time, "time", lambda at=began + minute * 60: at)
        assert client.get(PEOPLE).status_code == 200
    monkeypatch.setattr(sessions.time, "time", lambda: began + sessions.LONGEST + 1)
    assert client.get(PEOPLE).url.startswith(reverse("sign-in"))


def test_what_was_typed_is_kept_when_the_session_has_run_out(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, post_at("city:320300", Role.SYSTEM_ADMIN).account)
    client.get(PEOPLE)
    later = time.time() + sessions.IDLE + 1
    monkeypatch.setattr(sessions.time, "time", lambda: later)
    answer = client.post(f"{PEOPLE}new/", {"username": "typed-before"})
    assert "kept=1" in answer.url
    assert "还在" in client.get(answer.url).text
    assert "typed-before" not in str(Session.objects.values())
    assert "kept_post" in client.session


def test_what_one_person_typed_is_not_shown_to_the_next(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, post_at("city:320300", Role.SYSTEM_ADMIN).account)
    client.get(PEOPLE)
    other = post_at("city:411400", Role.SYSTEM_ADMIN).account
    with monkeypatch.context() as later:
        at = time.time() + sessions.IDLE + 1
        later.setattr(sessions.time, "time", lambda: at)
        client.post(f"{PEOPLE}new/", {"username": "typed-before"})
    assert "kept_post" in client.session
    give_password(client, other.username)
    client.post(reverse("mfa_authenticate"), {"code": factors.code_of(SECRET)})
    assert "kept_post" not in client.session


def test_signing_out_keeps_the_consumers_own_case(client: Client) -> None:
    sign_in(client, post_at("city:320300").account)
    session = client.session
    session[CONSUMER_CASES] = {"0199f4d0-0000-7000-8000-000000000001": ""}
    session.save()
    client.post(reverse("sign-out"))
    assert SESSION_KEY not in client.session
    assert client.session[CONSUMER_CASES]


def test_nobody_can_sign_up(client: Client) -> None:
    assert client.get("/staff/signup/").status_code == 404


def test_a_closed_account_is_out_at_once(client: Client) -> None:
    account = post_at("city:320300", Role.SYSTEM_ADMIN).account
    sign_in(client, account)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert client.get(PEOPLE).url.startswith(reverse("sign-in"))


def test_the_demos_accounts_stand_only_in_the_demo(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = time.time()
    monkeypatch.setattr("time.time", lambda: moment)  # a code changes every half minute
    account = post_at("city:320300").account
    Account.objects.filter(pk=account.pk).update(is_demo=True)
    assert factors.demo_accounts() == []
    assert account.username not in client.get(reverse("sign-in")).text
    settings.DEMO = True
    (row,) = factors.demo_accounts()
    assert (row.username, row.body, row.code) == (account.username, "徐州市消保委", factors.code_of(SECRET))
    assert row.username in client.get(reverse("sign-in")).text


def test_an_account_of_the_demo_works_in_a_demo_alone(client: Client, settings: Any) -> None:
    """Everybody reads its password."""
    account = post_at("city:320300", Role.SYSTEM_ADMIN).account
    sign_in(client, account)
    Account.objects.filter(pk=account.pk).update(is_demo=True)
    assert client.get(FIRST).status_code == 302
    assert give_password(client, account.username).url == reverse("account_inactive")
    settings.DEMO = True
    assert give_password(Client(), account.username).url == reverse("mfa_authenticate")


def test_who_is_chosen_from_the_demos_list_types_nothing(client: Client, settings: Any) -> None:
    account = post_at("city:320300").account
    Account.objects.filter(pk=account.pk).update(is_demo=True)
    chosen, filled = f"{reverse('sign-in')}?as={account.username}", f'value="{factors.PASSWORD}"'
    assert filled not in client.get(chosen).text
    settings.DEMO = True
    assert filled in client.get(chosen).text
    assert filled not in client.get(reverse("sign-in")).text
    assert filled not in client.post(chosen, {"login": account.username, "password": factors.PASSWORD}).text

    second = give_password(client, account.username)
    page = client.get(second.url).text
    code = re.search(r'name="code"[^>]* value="(\d{6})"', page)
    assert code is not None
    client.post(second.url, {"code": code[1]})
    assert SESSION_KEY in client.session


def test_a_demo_code_may_be_used_again(settings: Any) -> None:
    account = post_at("city:320300", Role.SYSTEM_ADMIN).account
    Account.objects.filter(pk=account.pk).update(is_demo=True)
    settings.DEMO = True
    for client in (Client(), Client()):
        give_password(client, account.username)
        client.post(reverse("mfa_authenticate"), {"code": factors.code_of(SECRET)})
        assert SESSION_KEY in client.session


def test_the_secret_of_the_second_factor_lies_sealed() -> None:
    post_at("city:320300")
    assert SECRET not in str(Authenticator.objects.get().data)


def test_the_first_administrator_comes_in_by_a_link(client: Client) -> None:
    token = powers.make_first_administrator_link(by=PROGRAM, at=clock.now())
    answer = client.get(powers.path_of(token))
    assert token not in answer.url
    page = client.post(
        answer.url,
        {"username": "Bad Name", "display_name": "演示", "password": "short", "again": "other"},
    )
    assert page.status_code == 200
    assert not Account.objects.filter(username="Bad Name").exists()
    done = client.post(
        answer.url,
        {"username": "admin-1", "display_name": "演示", "password": PASSWORD, "again": PASSWORD},
    )
    assert done.url == reverse("factor-set-up")
    assert client.get(powers.path_of(token), follow=True).status_code == 410


def test_an_administrator_opens_an_account_and_hands_over_a_link(client: Client) -> None:
    sign_in(client, post_at("city:320300", Role.SYSTEM_ADMIN).account)
    answer = client.post(
        f"{PEOPLE}new/",
        {
            "username": "xz-new",
            "display_name": "演示 新人",
            "organisation": body("county:320302").pk,
            "role": "officer",
        },
    )
    page = client.post(f"{answer.url}password-link/").text
    link = re.search(r"http://testserver(/staff/start/[^<]+/)<", page)
    assert link
    newcomer = Client()
    start = newcomer.get(link.group(1))
    done = newcomer.post(start.url, {"password": PASSWORD, "again": PASSWORD})
    assert done.url == reverse("factor-set-up")


def test_an_administrator_finds_nobody_of_another_city(client: Client) -> None:
    sign_in(client, post_at("city:320300", Role.SYSTEM_ADMIN).account)
    stranger = post_at("city:411400").account
    assert client.get(f"{PEOPLE}{stranger.pk}/").status_code == 404
    assert client.post(f"{PEOPLE}{stranger.pk}/closure/").status_code == 404
    assert client.post(f"/staff/posts/{stranger.posts.get().pk}/end/").status_code == 404
    assert stranger.username not in client.get(PEOPLE).text


def test_somebody_with_two_posts_chooses_where_to_act_from(client: Client) -> None:
    first = post_at("city:320300", username="double")
    second = post_at("city:411400", username="double")
    sign_in(client, first.account)
    client.post(reverse("chosen-post"), {"post": second.pk})
    page = client.get(MY_ACCOUNT)
    assert page.wsgi_request.actor.organisation == second.organisation
    assert client.post(reverse("chosen-post"), {"post": "nonsense"}).status_code == 404


def test_changing_the_password_needs_the_old_one(client: Client) -> None:
    account = post_at("city:320300").account
    sign_in(client, account)
    url = reverse("account_change_password")
    new = "another four words here"
    assert client.post(url, {"current": "wrong", "password": new, "again": new}).status_code == 200
    assert client.post(url, {"current": PASSWORD, "password": new, "again": new}).url == MY_ACCOUNT
    assert Account.objects.get(pk=account.pk).check_password(new)
    assert client.get(MY_ACCOUNT).status_code == 200


def test_the_code_shown_is_the_present_one_and_not_one_about_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 59.0)
    assert factors.code_of("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") == "287082"  # RFC 6238, appendix B, at 59 s
