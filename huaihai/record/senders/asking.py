"""One question to a provider, whose answer is JSON. Words of requests stand in no log and in no error."""

import json
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from huaihai.record.senders.answers import Refused

SECONDS: Final = 10.0
MOST_BYTES: Final = 1_000_000


class _NoRedirects(HTTPRedirectHandler):
    """What is signed for one address is for no other."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


_opener = build_opener(_NoRedirects)


def ask(url: str, body: bytes | None, headers: Mapping[str, str]) -> dict[str, Any]:
    """The answer, whatever its status; without a body it is asked by GET. Raises OSError if there is none, Refused if
    it cannot be read."""
    request = Request(url, data=body, headers=dict(headers))  # noqa: S310 # of our settings
    try:
        answer = _read(request)
    except URLError as error:
        raise error.reason if isinstance(error.reason, OSError) else OSError("no answer") from None
    except HTTPException:
        raise ConnectionError("no answer") from None
    try:
        found = json.loads(answer)
    except ValueError:
        raise Refused("other", "no-json") from None
    if not isinstance(found, dict):
        raise Refused("other", "no-object")
    return found


def _read(request: Request) -> bytes:
    try:
        with _opener.open(request, timeout=SECONDS) as answer:
            return bytes(answer.read(MOST_BYTES))
    except HTTPError as error:  # its body says why
        with error:
            return error.read(MOST_BYTES)
