"""Signing a form with the code of the authenticator app."""

from typing import Any

import pytest
from allauth.core.context import request_context
from allauth.mfa import app_settings
from django import forms
from django.test import Client, RequestFactory
from django.urls import reverse

from huaihai.kit import brakes
from huaihai.kit.field_parts import error_links, field_part
from huaihai.kit.models import BrakeCount
from huaihai.members import factors
from huaihai.members.forms import SignedForm
from huaihai.members.models import Account
from tests.posts import PASSWORD, SECRET, load_tree, post_at, wrong_code

pytestmark = pytest.mark.django_db
NOON = 1_795_579_200.0  # a whole half minute


class HandOverForm(SignedForm):
    """A form of another room."""

    remark = forms.CharField(max_length=10)


@pytest.fixture
def wang() -> Account:
    load_tree()
    return post_at("city:320300").account


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    def stand(seconds: float) -> None:
        monkeypatch.setattr("time.time", lambda: NOON + seconds)

    stand(0)
    return stand


def signed(account: Account, code: str, remark: str = "all here") -> HandOverForm:
    return HandOverForm({"remark": remark, "code": code}, account=account)


def test_the_code_on_the_phone_signs(wang: Account, at: Any) -> None:
    assert signed(wang, factors.code_of(SECRET)).is_valid()


def test_a_code_in_full_width_digits_or_with_a_space_signs(wang: Account, at: Any) -> None:
    wide = factors.code_of(SECRET).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert factors.code_fits(wang, f"{wide[:3]} {wide[3:]}")


def test_each_code_signs_once_for_as_long_as_it_would_be_taken(wang: Account, at: Any) -> None:
    at(30)
    code = factors.code_of(SECRET)
    at(0)  # the telephone is half a minute ahead
    assert factors.code_fits(wang, code)
    for seconds in (1, 31, 61, 89):
        at(seconds)
        assert not factors.code_fits(wang, code), seconds
    assert factors.code_fits(wang, factors.code_of(SECRET))


def test_the_code_of_signing_in_does_not_sign_and_the_other_way_round(
    wang: Account, at: Any, client: Client
) -> None:
    def come_in(code: str) -> int:
        client.post(reverse("sign-in"), {"login": wang.username, "password": PASSWORD})
        return int(client.post(reverse("mfa_authenticate"), {"code": code}).status_code)

    first = factors.code_of(SECRET)
    assert come_in(first) == 302
    at(31)
    assert not factors.code_fits(wang, first)
    second = factors.code_of(SECRET)
    assert factors.code_fits(wang, second)
    client.post(reverse("sign-out"))
    at(62)
    assert come_in(second) == 200
    assert come_in(factors.code_of(SECRET)) == 302


def test_another_persons_code_does_not_sign(wang: Account, at: Any) -> None:
    other = post_at("city:411400", totp="GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").account
    assert not factors.code_fits(other, factors.code_of(SECRET))


def test_a_recovery_code_does_not_sign_and_is_not_used_up(wang: Account, at: Any) -> None:
    code = factors.recovery_codes(wang).get_unused_codes()[0]
    assert not factors.code_fits(wang, code)
    assert code in factors.recovery_codes(wang).get_unused_codes()


def test_without_an_authenticator_nobody_signs() -> None:
    load_tree()
    assert not factors.code_fits(post_at("city:320300", totp=None).account, factors.code_of(SECRET))


@pytest.mark.parametrize("code", ["", " ", "12345", "abcdef", "\0", "٣٢١٠٠٠", "9" * 5000, "-1"])
def test_what_is_no_code_gets_a_message(wang: Account, at: Any, code: str) -> None:
    form = signed(wang, code)
    assert not form.is_valid()
    assert form.errors["code"]


def test_after_five_wrong_codes_the_right_one_waits_five_minutes(wang: Account, at: Any) -> None:
    for _try in range(5):
        assert "不对" in str(signed(wang, wrong_code()).errors["code"])
    form = signed(wang, factors.code_of(SECRET))
    assert "五分钟" in str(form.errors["code"])
    at(301)
    assert signed(wang, factors.code_of(SECRET)).is_valid()


def test_wrong_codes_while_signing_slow_sign_in_down_too(wang: Account, at: Any, client: Client) -> None:
    client.post(reverse("sign-in"), {"login": wang.username, "password": PASSWORD})
    with request_context(RequestFactory().post("/")):
        for _try in range(5):
            factors.code_fits(wang, wrong_code())
    page = client.post(reverse("mfa_authenticate"), {"code": factors.code_of(SECRET)})
    assert "五分钟" in page.text


def test_a_right_code_takes_the_wrong_ones_back(wang: Account, at: Any) -> None:
    for minute in range(3):
        at(minute * 30)
        for _try in range(4):
            assert not factors.code_fits(wang, wrong_code())
        assert factors.code_fits(wang, factors.code_of(SECRET))


def test_a_mistake_elsewhere_does_not_use_the_code_up(wang: Account, at: Any) -> None:
    code = factors.code_of(SECRET)
    form = signed(wang, code, remark="much too long for the field")
    assert list(form.errors) == ["remark"]
    assert signed(wang, code).is_valid()


def test_the_code_comes_last_and_is_not_shown_again(wang: Account, at: Any) -> None:
    form = signed(wang, wrong_code())
    assert list(form.fields) == ["remark", "code"]
    part = field_part(form["code"])
    assert part.value == ""
    assert part.label == "验证器应用上的动态码"
    assert "one-time-code" in part.attributes
    assert [link.anchor for link in error_links(form)] == ["id_code"]


def test_the_demo_tells_the_code_and_takes_it_again(wang: Account, at: Any, settings: Any) -> None:
    assert factors.code_of(SECRET) not in str(HandOverForm(account=wang).fields["code"].help_text)
    settings.DEMO = True
    assert factors.code_of(SECRET) not in str(HandOverForm(account=wang).fields["code"].help_text)
    wang.is_demo = True
    code = factors.code_of(SECRET)
    assert code in str(HandOverForm(account=wang).fields["code"].help_text)
    assert signed(wang, code).is_valid()
    assert signed(wang, code).is_valid()


def test_what_is_used_up_is_forgotten_when_nobody_could_use_it(wang: Account, at: Any) -> None:
    code = factors.code_of(SECRET)
    assert factors.code_fits(wang, code)
    held = BrakeCount.objects.filter(key__startswith=factors.ONCE.name)
    assert held.exists()
    at(app_settings.TOTP_PERIOD * 3 + 1)
    brakes.sweep()
    assert not held.exists()
