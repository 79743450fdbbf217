"""Wrong passwords and codes are written down without what was typed, and read as counts."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.kit import brakes, clock
from huaihai.kit.network import part_of
from huaihai.members import failures
from huaihai.members.models import Account, FailedSignIn, Role
from huaihai.record import due
from tests.posts import PASSWORD, forget_tries, load_tree, post_at, sign_in

pytestmark = pytest.mark.django_db
PHONE = "13800000001"  # typed into the wrong field


@pytest.fixture
def wang() -> Account:
    load_tree()
    forget_tries()
    return post_at("city:320300").account


def client_of(account: Account) -> Client:
    client = Client()
    sign_in(client, account)
    return client


def wrong(name: str, *, network: str = "203.0.113.7", times: int = 1) -> None:
    for _try in range(times):
        Client().post(
            reverse("sign-in"), {"login": name, "password": "a wrong password"}, REMOTE_ADDR=network
        )


def test_a_wrong_password_leaves_a_line_without_the_name(wang: Account) -> None:
    wrong(wang.username, times=2)
    wrong(PHONE, network="2001:db8:1:2:3::4")

    rows = list(FailedSignIn.objects.order_by("pk"))
    assert [(row.what, row.network) for row in rows] == [("password", "203.0.113.0/24")] * 2 + [
        ("password", "2001:db8:1::/48")
    ]
    for row in rows:
        assert wang.username not in str(vars(row))
        assert PHONE not in str(vars(row))
    assert rows[0].mark == rows[1].mark != rows[2].mark


def test_a_right_password_leaves_none_and_a_wrong_code_does(wang: Account) -> None:
    client = Client()
    client.post(reverse("sign-in"), {"login": wang.username, "password": PASSWORD})
    assert not FailedSignIn.objects.exists()

    client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert [row.what for row in FailedSignIn.objects.all()] == ["code"]


def test_the_security_administrator_reads_counts_by_day_and_account(wang: Account) -> None:
    wrong(wang.username, times=3)
    wrong(PHONE)
    wrong("nobody")
    watching = client_of(post_at("city:320300", Role.SECURITY_ADMIN).account)

    answer = watching.get(reverse("people"))

    found = [(line.username, line.passwords, line.codes) for line in answer.context["failed"]]
    assert found == [(wang.username, 3, 0), ("", 2, 0)]
    assert PHONE not in answer.text
    assert "203.0.113.0/24" in answer.text


def test_of_another_city_no_name_is_told_and_others_are_told_nothing(wang: Account) -> None:
    wrong(wang.username)
    elsewhere = client_of(post_at("city:341300", Role.SECURITY_ADMIN).account).get(reverse("people"))
    assert [line.username for line in elsewhere.context["failed"]] == [""]
    assert wang.username not in elsewhere.text

    system = client_of(post_at("city:320300", Role.SYSTEM_ADMIN).account).get(reverse("people"))
    assert "failed" not in system.context


def test_they_go_after_half_a_year(wang: Account) -> None:
    wrong(wang.username)
    now = clock.now()
    due.fall_due(at=now + failures.KEPT - timedelta(hours=1), brake=None)
    assert FailedSignIn.objects.exists()

    due.fall_due(at=now + failures.KEPT + timedelta(hours=1), brake=None)
    assert not FailedSignIn.objects.exists()


def test_whoever_hammers_fills_nothing(wang: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "ALL", brakes.Brake("few-failures", most=3, seconds=60))
    for number in range(6):
        failures.note(f"name {number}", "203.0.113.7", what="password")
    assert FailedSignIn.objects.count() == 3


@pytest.mark.parametrize(
    ("network", "part"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("nowhere", ""),
        ("", ""),
    ],
)
def test_only_a_part_of_the_network_is_kept(network: str, part: str) -> None:
    assert part_of(network) == part
