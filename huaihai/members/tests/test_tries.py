"""Guessing a password or a code: bounded by name, network and browser, and nobody is kept out by strangers."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.urls import reverse

from huaihai.kit import brakes, clock
from huaihai.members import factors, powers, tries
from huaihai.members.models import Account, Role
from tests.posts import PASSWORD, PROGRAM, SECRET, load_tree, post_at, wrong_code

pytestmark = pytest.mark.django_db
type Stand = Callable[[float], None]


@pytest.fixture
def wang() -> Account:
    load_tree()
    return post_at("city:320300", Role.SYSTEM_ADMIN).account


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Stand:
    def stand(seconds: float) -> None:
        monkeypatch.setattr("time.time", lambda: 1_795_579_200.0 + seconds)

    stand(0)
    return stand


def from_network(number: int) -> str:
    return f"203.0.{number // 200}.{number % 200 + 1}"


def wrong(client: Client, name: str, *, times: int = 1, network: str = "203.0.113.7") -> Any:
    for _try in range(times):
        answer = client.post(reverse("sign-in"), {"login": name, "password": "wrong"}, REMOTE_ADDR=network)
    return answer


def right(client: Client, name: str, *, network: str) -> bool:
    """Whether name and password lead on to the code."""
    typed = {"login": name, "password": PASSWORD}
    return client.post(reverse("sign-in"), typed, REMOTE_ADDR=network).status_code == 302


def come_in(client: Client, account: Account, *, network: str = "198.51.100.9") -> None:
    assert right(client, account.username, network=network)
    client.post(reverse("mfa_authenticate"), {"code": factors.code_of(SECRET)}, REMOTE_ADDR=network)
    assert SESSION_KEY in client.session
    client.post(reverse("sign-out"))


def test_five_wrong_passwords_stop_the_network_and_nobody_elsewhere(wang: Account) -> None:
    wrong(Client(), wang.username, times=5)

    assert not right(Client(), wang.username, network="203.0.113.7")
    assert right(Client(), wang.username, network="198.51.100.9")


def test_upper_case_and_spaces_are_no_other_name(wang: Account) -> None:
    for name in (
        wang.username.upper(),
        f" {wang.username} ",
        wang.username,
        wang.username.title(),
        wang.username,
    ):
        wrong(Client(), name)
    assert not right(Client(), wang.username, network="203.0.113.7")


def test_a_name_that_nobody_has_is_braked_like_one_that_somebody_has(wang: Account) -> None:
    pages = [wrong(Client(), name, times=6).text for name in (wang.username, "nobody")]
    assert [("五分钟" in page) for page in pages] == [True, True]


def test_a_distributed_attack_meets_a_bound_that_known_browsers_do_not_meet(wang: Account) -> None:
    known = Client()
    come_in(known, wang)
    most = tries.PASSWORDS.elsewhere.most
    for number in range(most + 5):
        wrong(Client(), wang.username, network=from_network(number))
    brakes.forget()

    assert not right(Client(), wang.username, network="192.0.2.77")
    assert right(known, wang.username, network="192.0.2.77")


def test_a_link_makes_the_browser_known(wang: Account) -> None:
    for number in range(tries.PASSWORDS.elsewhere.most + 1):
        wrong(Client(), wang.username, network=from_network(number))
    browser = Client()
    assert not right(browser, wang.username, network="192.0.2.77")

    token = powers.make_password_link(account=wang, by=PROGRAM, at=clock.now(), with_new_factor=False)
    start = browser.get(powers.path_of(token))
    browser.post(start.url, {"password": PASSWORD, "again": PASSWORD})

    assert right(browser, wang.username, network="192.0.2.77")


def test_a_known_browser_has_five_tries_too(wang: Account) -> None:
    known = Client()
    come_in(known, wang)
    for number in range(5):
        wrong(known, wang.username, network=from_network(number))
    assert not right(known, wang.username, network="192.0.2.77")
    assert right(Client(), wang.username, network="192.0.2.77")


def test_a_cookie_is_good_for_its_names_alone_and_cannot_be_made_up(wang: Account) -> None:
    known, other = Client(), post_at("city:411400").account
    come_in(known, wang)
    held = known.cookies[tries.COOKIE].value
    assert wang.username not in held

    wrong(Client(), other.username, times=5)
    assert not right(known, other.username, network="203.0.113.7")
    wrong(Client(), wang.username, times=5)
    known.cookies[tries.COOKIE] = held[:-2] + ("AA" if held[-2:] != "AA" else "BB")
    assert not right(known, wang.username, network="203.0.113.7")


def test_several_people_share_a_browser(wang: Account) -> None:
    shared, other = Client(), post_at("city:411400").account
    come_in(shared, wang)
    come_in(shared, other)
    for account in (wang, other):
        wrong(Client(), account.username, times=5)
        assert right(shared, account.username, network="203.0.113.7")


def test_wrong_codes_elsewhere_do_not_stop_the_owner(wang: Account, at: Stand) -> None:
    thief = Client()  # who has the password
    assert right(thief, wang.username, network="203.0.113.7")
    for _try in range(6):
        page = thief.post(reverse("mfa_authenticate"), {"code": wrong_code()}, REMOTE_ADDR="203.0.113.7")
    assert "五分钟" in page.text
    come_in(Client(), wang)


def test_codes_guessed_from_everywhere_meet_a_bound_a_day(wang: Account, at: Stand) -> None:
    known = Client()
    come_in(known, wang)
    told = 0
    for number in range(40):
        thief, network = Client(), from_network(number)
        assert right(thief, wang.username, network=network)
        page = thief.post(reverse("mfa_authenticate"), {"code": wrong_code()}, REMOTE_ADDR=network).text
        told += "五分钟" in page
    assert told == 40 - tries.CODES.elsewhere.most
    at(60)
    come_in(known, wang)


def test_a_code_is_taken_once_by_all_processes_together(wang: Account, at: Stand) -> None:
    code = factors.code_of(SECRET)
    assert factors.is_first_use(wang, code)
    brakes.forget()
    assert not factors.is_first_use(wang, code)
    at(89)
    assert not factors.is_first_use(wang, code)
    at(91)
    assert factors.is_first_use(wang, code)


def test_a_stolen_session_does_not_guess_the_password(wang: Account, client: Client, at: Stand) -> None:
    come_in(client, wang)
    at(31)
    assert right(client, wang.username, network="198.51.100.9")
    client.post(reverse("mfa_authenticate"), {"code": factors.code_of(SECRET)})
    new = "another four words here"
    typed = {"password": new, "again": new}
    for _try in range(5):
        client.post(reverse("account_change_password"), {"current": "wrong", **typed})
    page = client.post(reverse("account_change_password"), {"current": PASSWORD, **typed})
    assert "五分钟" in page.text
    assert Account.objects.get(pk=wang.pk).check_password(PASSWORD)


def counted(done: Callable[..., Any], worked: list[str]) -> Callable[..., Any]:
    """Notes each time that it is done."""

    def doing(*args: Any, **more: Any) -> Any:
        worked.append("argon2")
        return done(*args, **more)

    return doing


@pytest.mark.parametrize("kind", ["known", "unknown", "closed", "without a password"])
def test_whether_a_name_is_known_takes_as_long(
    kind: str, wang: Account, settings: Any, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    if kind == "without a password":
        wang.set_unusable_password()
    else:
        wang.set_password(PASSWORD)
    wang.is_active = kind != "closed"
    wang.save()
    worked: list[str] = []
    for name in ("encode", "verify"):
        monkeypatch.setattr(Argon2PasswordHasher, name, counted(getattr(Argon2PasswordHasher, name), worked))

    with django_assert_num_queries(
        6
    ):  # network, name here, name anywhere; the account; failures: of today, this one
        page = wrong(Client(), "nobody" if kind == "unknown" else wang.username)

    assert "不对" in page.text
    assert len(worked) == 1
