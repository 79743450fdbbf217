"""What a page leaves behind in a browser, and what it keeps for its reader."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huaihai.cases.tests.consumers import opened
from huaihai.kit import clock, guards
from tests import cast
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Cast:
    cache.clear()
    settings.FILES = tmp_path / "files"
    monkeypatch.setattr(clock, "now", lambda: cast.TUESDAY)
    return cast.assemble()


def is_kept_nowhere(client: Client, name: str, *args: Any) -> bool:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.status_code
    return "no-store" in answer.headers.get("Cache-Control", "")


def test_the_browser_keeps_no_page_of_a_draft_or_case(client: Client, people: Cast) -> None:
    client.post(reverse("file-start"))
    assert is_kept_nowhere(client, "file-question", "story")
    case = cast.filed().case
    opened(client, case)
    assert is_kept_nowhere(client, "my-case", case.pk)


def test_the_browser_keeps_no_page_of_a_desk(client: Client, people: Cast) -> None:
    case = cast.filed().case
    cast.sign_in(client, people.accounts["wang"])
    assert is_kept_nowhere(client, "desk")
    assert is_kept_nowhere(client, "desk-case", case.pk)


def test_public_pages_may_be_kept_by_a_browser_without_a_session(client: Client, people: Cast) -> None:
    assert not is_kept_nowhere(client, "rights")


def send_without_token(client: Client, url: str, origin: str) -> str:
    """A form whose token is out of date, sent from a page of this origin; the page as it is opened next."""
    client.handler.enforce_csrf_checks = True
    answer = client.post(url, {"text": "门店说下周答复"}, headers={"Origin": origin})
    assert answer.status_code == 403
    return client.get(url).text


def test_what_an_officer_wrote_before_signing_in_again_elsewhere_is_kept(
    client: Client, people: Cast
) -> None:
    case = cast.filed().case
    cast.sign_in(client, people.accounts["wang"])
    url = reverse("desk-step", args=[case.pk, "calls"])
    assert "门店说下周答复" in send_without_token(client, url, "http://testserver")


def test_what_a_stranger_sends_is_not_kept(client: Client, people: Cast) -> None:
    case = cast.filed().case
    cast.sign_in(client, people.accounts["wang"])
    url = reverse("desk-step", args=[case.pk, "calls"])
    assert "门店说下周答复" not in send_without_token(client, url, "https://example.com")


def test_a_password_is_never_kept(client: Client, people: Cast) -> None:
    client.handler.enforce_csrf_checks = True
    typed = {"login": "wang", "password": cast.PASSWORD}
    answer = client.post(reverse("sign-in"), typed, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    assert guards.KEPT not in client.session
