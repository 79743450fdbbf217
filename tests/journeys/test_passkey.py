"""A device instead of a code: a passkey is made, signs in, and is asked for before an act; all under the site's CSP."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from huaihai.members import factors
from huaihai.members.models import Account, PowerRequest, Role
from huaihai.record.models import Event
from tests.posts import PASSWORD, SECRET, forget_tries, load_tree, post_at

from .conftest import DESK, OpenPage
from .counting import press

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def with_device(page: Page) -> None:
    """A phone that says yes by itself, as a finger on its screen would."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def give_password(page: Page, name: str) -> None:
    page.goto("/staff/sign-in/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    press(page)


def test_a_device_signs_in_and_says_yes_before_an_act(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_tree()
    head = post_at("city:320300", Role.HEAD, username="head").account
    forget_tries()
    page = open_page("/staff/sign-in/", size=DESK)
    with_device(page)
    give_password(page, "head")
    page.fill("[name=code]", factors.code_of(SECRET))
    press(page)

    page.goto("/staff/account/passkeys/new/")
    page.locator("form[data-passkey] button").click()
    expect(page.locator("h1")).to_contain_text("我的账号")
    assert Authenticator.objects.filter(user=head, type=Authenticator.Type.WEBAUTHN).count() == 1
    assert Event.objects.filter(verb="passkey added").exists()

    page.context.clear_cookies()
    give_password(page, "head")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url("**/office/")

    monkeypatch.setattr(factors, "FRESH_FOR", 0.0)  # the last minutes are over
    page.goto("/staff/people/new/")
    page.fill("[name=username]", "li-new")
    page.fill("[name=display_name]", "演示")
    press(page)
    expect(page.locator("[name=code]")).to_be_visible()
    assert not Account.objects.filter(username="li-new").exists()
    page.locator("form[data-passkey] button").click()
    expect(page.locator("h1")).to_contain_text("li-new")
    assert PowerRequest.objects.get().asked_by == head


def test_without_javascript_the_code_is_enough(open_page: OpenPage) -> None:
    load_tree()
    post_at("city:320300", Role.HEAD, username="head")
    forget_tries()
    page = open_page("/staff/sign-in/", javascript=False)
    give_password(page, "head")
    expect(page.locator("form[data-passkey]")).to_have_count(0)
    page.fill("[name=code]", factors.code_of(SECRET))
    press(page)
    page.goto("/staff/account/passkeys/new/")
    expect(page.locator("[data-no-passkey]")).to_be_visible()
