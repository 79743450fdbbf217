"""A warning that was taken back is gone from the kept pages within a minute."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client

from huaihai.education.tests.one_voice_cast import a_warning, a_withdrawal
from huaihai.kit import kept_pages
from huaihai.kit.tests.test_kept_pages import Reader

pytestmark = pytest.mark.django_db


def test_a_withdrawal_is_seen_within_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = [1_000.0]
    monkeypatch.setattr(kept_pages, "time", SimpleNamespace(monotonic=lambda: seconds[0]))
    warning, client = a_warning(), Reader()
    before = client.get(warning.get_absolute_url()).text
    a_withdrawal(warning)

    assert client.get(warning.get_absolute_url()).text == before
    assert "复检全部合格" not in before
    seconds[0] += kept_pages.LONGEST_SECONDS + 1
    assert "复检全部合格" in client.get(warning.get_absolute_url()).text


def test_who_has_a_session_sees_it_at_once() -> None:
    warning, client = a_warning(), Client()
    session, reader = client.session, Reader()
    session["something"] = "x"
    session.save()
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    reader.get(warning.get_absolute_url())
    reader.get(warning.get_absolute_url(), cookie=cookie)
    a_withdrawal(warning)
    assert "复检全部合格" in reader.get(warning.get_absolute_url(), cookie=cookie).text
