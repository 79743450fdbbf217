"""What people see while the database does not answer."""

import pytest
from django.db import OperationalError
from django.test import Client


@pytest.mark.django_db
def test_without_a_database_the_page_says_when_to_try_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_answer(*_args: object, **_more: object) -> None:
        raise OperationalError("no primary")

    monkeypatch.setattr("huaihai.front.views.render", no_answer)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "20"
    assert "<h1" in answer.text
