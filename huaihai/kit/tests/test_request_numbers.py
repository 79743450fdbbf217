"""A number for each request, by which the log is searched."""

import json
import logging
import re

import pytest
from django.test import Client

from huaihai.kit import proxies, request_numbers
from huaihai.kit.log_lines import OneObject, OneRecord

OURS, UUID = "127.0.0.1", "6f1c1c5e-0d1f-4c3e-9a53-2b1d3c4e5f60"


@pytest.mark.django_db
def test_each_answer_has_one_of_its_own(client: Client) -> None:
    first, second = (client.get("/about/").headers["X-Request-Id"] for _ in range(2))
    assert first != second
    assert re.fullmatch(r"[0-9a-f]{16}", first)


@pytest.mark.django_db
def test_that_of_a_proxy_is_taken_if_it_can_only_be_chance(client: Client) -> None:
    assert client.get("/about/", HTTP_X_REQUEST_ID=UUID).headers["X-Request-Id"] == UUID
    for chosen in ("13800000001", "Li from Xuzhou", "a" * 31, f"{UUID}0"):
        assert client.get("/about/", HTTP_X_REQUEST_ID=chosen).headers["X-Request-Id"] != chosen


@pytest.mark.parametrize(("peer", "is_kept"), [(OURS, True), ("203.0.113.9", False)])
def test_a_stranger_numbers_nothing(peer: str, is_kept: bool) -> None:
    environ = {"REMOTE_ADDR": peer, "HTTP_X_REQUEST_ID": UUID}
    proxies.look_behind(environ)
    assert ("HTTP_X_REQUEST_ID" in environ) is is_kept
    assert environ["REMOTE_ADDR"] == peer


@pytest.mark.django_db
def test_every_line_that_is_logged_meanwhile_has_it(client: Client) -> None:
    number = client.get("/about/").headers["X-Request-Id"]
    record = logging.LogRecord("huaihai.test", logging.WARNING, "", 0, "line\nof %s", ("two",), None)
    request_numbers.AddsNumber().filter(record)
    assert OneRecord("%(message)s").format(record).splitlines()[0] == f"line [{number}]"
    line = OneObject().format(record)
    assert "\n" not in line
    said = json.loads(line)
    assert (said["text"], said["level"], said["request"]) == ("line\nof two", "WARNING", number)


def test_the_background_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_numbers, "_here", object())
    assert request_numbers.number() == ""
