"""Nothing that somebody sends makes a line of the log look like another one."""

import io
import logging
import logging.config
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from huaihai import settings
from huaihai.kit.log_lines import BESIDE

FORGED = "2026-11-30 10:00:00,000 INFO huaihai.members: administrator signed in"
BREAKS = ("\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the handler of the program writes."""
    held: Any = settings.LOGGING
    formatter = logging.config.DictConfigurator(held).configure_formatter(dict(held["formatters"]["line"]))
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize("gap", BREAKS)
def test_a_break_in_what_is_said_begins_no_line(gap: str, written: io.StringIO) -> None:
    logging.getLogger("huaihai.test").warning("name: %s", f"Li{gap}{FORGED}")
    lines = written.getvalue().splitlines()
    assert not [line for line in lines if line.startswith("2026-11-30 10:00")]
    assert [line.startswith(BESIDE) for line in lines[1:]] in ([True], [])  # below, or spelt


def test_neither_does_the_text_of_an_error(written: io.StringIO) -> None:
    try:
        raise ValueError(f"bad\n{FORGED}")
    except ValueError:
        logging.getLogger("huaihai.test").exception("failed")
    lines = written.getvalue().splitlines()
    assert len(lines) > 3
    assert all(line.startswith(BESIDE) for line in lines[1:])


@pytest.mark.parametrize("sign", ["\x1b[2J", "\x08", "\x00", "\u202e", "\x9b"])
def test_controls_of_a_terminal_are_spelt(sign: str, written: io.StringIO) -> None:
    logging.getLogger("huaihai.test").warning("name: %s", f"Li{sign}x")
    assert sign[0] not in written.getvalue()
    assert f"\\u{ord(sign[0]):04x}" in written.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("gap", [*BREAKS, "\x1b"])
def test_the_path_of_a_request_begins_none(gap: str, written: io.StringIO, client: Client) -> None:
    client.get(
        f"/nowhere/{quote(gap + FORGED)}/", HTTP_USER_AGENT="x", HTTP_REFERER=f"http://testserver/{FORGED}"
    )
    client.post("/nowhere/", HTTP_HOST=f"bad host {FORGED}")
    lines = written.getvalue().splitlines()
    assert lines
    assert not [line for line in lines if line.startswith("2026-11-30 10:00")]
