"""Access tokens of WeChat's servers: asked for once, kept by the process until shortly before they end."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from huaihai.record.senders import asking
from huaihai.record.senders.answers import Refused

EARLY: Final = 300.0  # seconds before its end
OLD: Final = frozenset({40001, 40014, 42001})  # codes that say that a token is another's, or has ended
JSON: Final = {"Content-Type": "application/json"}
_held: dict[str, tuple[str, float]] = {}
_lock = threading.Lock()


def with_token(
    account: str,
    fetch: Callable[[], dict[str, Any]],
    url: str,
    asked: Mapping[str, Any],
    reasons: Mapping[int, str],
) -> dict[str, Any]:
    """The answer to a question that needs a token. One that has ended before its time is asked for once more.
    `fetch` asks for a token. Raises Refused, OSError."""
    body = spelt(asked)
    for is_last in (False, True):
        token = _token(account, fetch, reasons, is_new=is_last)
        answer = asking.ask(f"{url}?access_token={token}", body, JSON)
        if is_last or answer.get("errcode") not in OLD:
            break
    _look(answer, reasons)
    return answer


def spelt(asked: Mapping[str, Any]) -> bytes:
    """As it is sent."""
    return json.dumps(asked, ensure_ascii=False).encode()


def _token(
    account: str, fetch: Callable[[], dict[str, Any]], reasons: Mapping[int, str], *, is_new: bool
) -> str:
    with _lock:
        token, until = _held.get(account, ("", 0.0))
        if token and not is_new and time.monotonic() < until:
            return token
        answer = fetch()
        _look(answer, reasons)
        token = str(answer.get("access_token", ""))
        if not token:
            raise Refused("key", "no-token")
        _held[account] = token, time.monotonic() + float(answer.get("expires_in", 0)) - EARLY
        return token


def _look(answer: Mapping[str, Any], reasons: Mapping[int, str]) -> None:
    code = answer.get("errcode", 0)
    if code != 0:
        raise Refused("key" if code in OLD else reasons.get(code, "other"), code)
