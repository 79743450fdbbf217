"""Over HTTP: who asks without end waits, a large request is refused, and nothing that is asked is logged."""

import io
import json
import logging
from typing import Any

import anyio
import pytest
from starlette.testclient import TestClient

from huaihai.education.assistants import on_port, server, tools
from huaihai.education.assistants.on_port import Braked


def answered(braked: Braked, client: str = "192.0.2.7") -> int:
    """The status of one request."""
    seen: list[int] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            seen.append(message["status"])

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    scope = {"type": "http", "method": "POST", "headers": [], "client": (client, 1)}
    anyio.run(braked, scope, receive, send)
    return seen[0]


async def inner(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})


def test_a_network_waits_after_its_share_and_another_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_port, "MOST", 3)
    braked = Braked(inner)
    assert [answered(braked) for _ in range(4)] == [200, 200, 200, 429]
    assert answered(braked, "192.0.2.200") == 429  # of the same network
    assert answered(braked, "198.51.100.1") == 200


def test_what_fails_inside_says_nothing_of_what_was_asked(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_name: str, _values: Any) -> Any:
        raise RuntimeError("13800138000")

    monkeypatch.setattr(server, "call", fails)
    monkeypatch.setattr(server, "close_old_connections", lambda: None)
    with caplog.at_level(logging.DEBUG):
        answer = server._answer("find_problem", {"sentence": "13800138000"})
    assert answer.is_error
    assert "13800138000" not in str(answer) + caplog.text
    assert "RuntimeError" in caplog.text


def test_every_tool_is_said_to_read_only() -> None:
    ask: Any = server._listed
    listed = anyio.run(ask, None, None)
    assert [tool.name for tool in listed.tools] == list(tools.TOOLS)
    assert all(tool.annotations and tool.annotations.read_only_hint for tool in listed.tools)


def test_it_answers_under_its_own_names_alone_and_takes_no_large_request(
    caplog: pytest.LogCaptureFixture,
) -> None:
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "t", "version": "1"},
        },
    }
    accepts = {"Accept": "application/json, text/event-stream"}
    with TestClient(on_port.application("127.0.0.1", 8010), base_url="http://127.0.0.1:8010") as client:
        good = client.post("/mcp", json=hello, headers=accepts)
        strange = client.post("/mcp", json=hello, headers=accepts | {"Host": "evil.example"})
        with caplog.at_level(logging.DEBUG):
            unread = client.post("/mcp", json={"method": ["13800138000"], "id": {}}, headers=accepts)
            logging.getLogger("mcp.server.any").error("13800138000")  # as the SDK does of what it cannot read
        large = client.post("/mcp", json=hello | {"id": "a" * on_port.BIGGEST}, headers=accepts)
    assert good.json()["result"]["serverInfo"]["name"]
    assert unread.status_code == 400
    assert "13800138000" not in caplog.text
    assert (good.status_code, strange.status_code, large.status_code) == (200, 421, 413)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        (r'"a\ud800b"', "a\ufffdb"),
        (r'"a\udc00"', "a\ufffd"),
        (r'"\ud83d\ude00"', "\U0001f600"),
        (r'"\\ud800"', r"\ud800"),
        (r'"\n\u4e2d"', "\n中"),
    ],
)
def test_half_a_character_in_a_line_is_replaced(line: str, read: str) -> None:
    whole = server.WholeLines(io.BytesIO(line.encode()))
    assert json.loads(whole.readline()) == read
