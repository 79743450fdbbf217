"""What may be a password. Rows V6.2 of docs/asvs.csv."""

import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from huaihai.members import factors
from huaihai.members.models import Account
from tests.posts import PASSWORD, SECRET, load_tree, post_at


@pytest.mark.parametrize(
    "password",
    [
        "四个词排成一行就好了真的",
        "correct horse battery staple",
        "aaaabbbbccccddddeeeeffff",
        "x" * 64 + "y" * 64,
        "徐州的春天比别处来得早一些些",
        "  spaces at both ends  ",
    ],
)
def test_a_password_is_long_and_may_hold_anything(password: str) -> None:
    validate_password(password)
    account = Account(username="someone")
    account.set_password(password)
    assert account.check_password(password)
    assert not account.check_password(
        password.swapcase() if password.swapcase() != password else f"{password} "
    )
    assert not account.check_password(password.strip() if password.strip() != password else password[:-1])


@pytest.mark.parametrize("password", ["eleven-char", "qwertyuiop123", "1234567890123"])
def test_what_is_short_or_known_is_no_password(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "huaihai-12315",
        "Xuzhou12315!",
        "徐州消费维权2026",
        "ＨＵＡＩＨＡＩ１２３１５",
        "officer-3203001",
        "weiquan-315-315",
    ],
)
def test_names_of_the_house_make_no_password(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, Account(username="officer-3203001"))
    assert "name_of_the_house" in {error.code for error in refused.value.error_list}


@pytest.mark.django_db
def test_a_password_field_hides_what_is_typed_and_lets_a_manager_fill_it() -> None:
    page = Client().get(reverse("sign-in")).text
    (field,) = re.findall(r'<input[^>]*name="password"[^>]*>', page)
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    assert "onpaste" not in page


@pytest.mark.django_db
def test_signing_in_changes_the_key_of_the_visit(client: Client) -> None:
    load_tree()
    account = post_at("city:320300").account
    client.get(reverse("sign-in"))
    session = client.session
    session["begun"] = True
    session.save()
    before = session.session_key
    client.post(reverse("sign-in"), {"login": account.username, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": factors.code_of(SECRET)})
    assert client.session.session_key != before
    assert before
    assert not client.session.exists(before)
