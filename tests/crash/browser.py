"""A browser as small as it can be: it keeps cookies, and sends a form again until it is answered."""

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

CSRF = "crash0crash0crash0crash0crash0ab"  # as many characters as Django's own
PATIENCE = 180.0  # seconds in which somebody sends again
BUSY = (502, 503, 504)  # of the program, or of a proxy before it
waited: list[float] = []  # seconds until each answer, with all that was sent again for it


class NoAnswer(Exception):
    """The other side hung up, or is not there."""


@dataclass
class Answer:
    status: int
    address: str  # where it leads
    text: str


@dataclass
class Browser:
    """One person's, at a port that may be another one after each start of the server."""

    cookies: dict[str, str]
    port: int = 0
    sent: int = field(default=0, init=False)

    def get(self, address: str) -> Answer:
        return self._ask("GET", address, b"", "")

    def post(self, address: str, form: dict[str, str], *, file: bytes = b"") -> Answer:
        rows = {"csrfmiddlewaretoken": CSRF, **form}
        if not file:
            return self._ask("POST", address, urlencode(rows).encode(), "application/x-www-form-urlencoded")
        return self._ask("POST", address, *_multipart(rows, file))

    def _ask(self, method: str, address: str, body: bytes, kind: str) -> Answer:
        self.sent += 1
        cookies = "; ".join(f"{name}={value}" for name, value in {"csrftoken": CSRF, **self.cookies}.items())
        headers = {"Cookie": cookies, "Accept": "text/html"} | ({"Content-Type": kind} if kind else {})
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request(method, address, body or None, headers)
            found = line.getresponse()
            text = found.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer from error
        finally:
            line.close()
        for name, value in found.getheaders():
            if name.lower() == "set-cookie":
                key, _equals, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return Answer(found.status, urlsplit(found.getheader("Location") or "").path, text)


def again(ask: Callable[[], Answer]) -> Answer:
    """What a person does: try once more in a moment, until there is an answer."""
    began = time.monotonic()
    until = began + PATIENCE
    while True:
        try:
            answer = ask()
            if answer.status not in BUSY or time.monotonic() > until:
                waited.append(time.monotonic() - began)
                return answer
        except NoAnswer:
            if time.monotonic() > until:
                raise
        time.sleep(0.1)


def _multipart(rows: dict[str, str], file: bytes) -> tuple[bytes, str]:
    mark = uuid4().hex
    begins = f"--{mark}\r\nContent-Disposition: form-data; name="
    parts = [f'{begins}"{name}"\r\n\r\n{value}\r\n' for name, value in rows.items()]
    parts.append(f'{begins}"upload"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n')
    body = "".join(parts).encode() + file + f"\r\n--{mark}--\r\n".encode()
    return body, f"multipart/form-data; boundary={mark}"
