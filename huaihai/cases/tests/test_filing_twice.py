"""The button pressed twice, two answers under way at once: one case, one receipt."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from huaihai.cases.consumer.filing import steps
from huaihai.cases.models import Case
from huaihai.kit import clock
from huaihai.members.actors import CONSUMER_CASES
from tests import cast


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_case_and_show_its_code(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    cache.clear()
    settings.FILES = tmp_path / "files"
    monkeypatch.setattr(clock, "now", lambda: cast.TUESDAY)
    cast.assemble()
    draft = cast.draft()
    browser = Client()
    session = browser.session
    session[CONSUMER_CASES], session[steps.CURRENT] = [str(draft.pk)], str(draft.pk)
    session.save()
    browser.cookies["sessionid"] = session.session_key or ""
    ready, answers = threading.Barrier(2), []

    def press() -> None:
        window = Client()
        window.cookies["sessionid"] = session.session_key or ""
        ready.wait(timeout=10)
        try:
            response = window.post(reverse("file-check"), {"key": "one-key", "draft": steps.token(draft)})
            answers.append((response.status_code, response.url))
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _n in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join(timeout=30)

    assert answers == [(302, reverse("file-receipt"))] * 2
    assert Case.objects.count() == 1
    assert 'id="code"' in browser.get(reverse("file-receipt")).text
