"""A browser as small as it can be, over TLS that it checks: it keeps cookies and fills in the forms of a page."""

import base64
import hmac
import html
import re
import socket
import ssl
import struct
import time
from collections import Counter
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPSConnection
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Final
from urllib.parse import urlencode, urljoin, urlsplit

HERE: Final = ("127.0.0.1", 443)
OK, REDIRECTS = 200, (301, 302, 303)
MARK: Final = "a1b2c3d4e5f6a7b8"  # between the parts of a form with a file
PERIOD: Final = 30  # seconds of a code
type Values = dict[str, str]
by_hand: Counter[str] = Counter()  # what people type: commands, fields and letters


class _Forms(HTMLParser):
    """Each form that posts: where to, and what it would send untouched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, Values, set[str]]] = []  # address, values, names
        self._is_open, self._in = False, ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_open = at.get("method") == "post"
            if self._is_open:
                self.found.append((at.get("action", ""), {}, set()))
        if not self._is_open:
            return
        _address, values, names = self.found[-1]
        name, kind = at.get("name", ""), at.get("type", "text")
        if tag in ("input", "select", "textarea") and name:
            names.add(name)
            self._in = name if tag != "input" else ""
            if tag == "input" and (kind not in ("radio", "checkbox") or "checked" in at):
                values[name] = at.get("value", "on" if kind == "checkbox" else "")
        elif tag == "option" and ("selected" in at or self._in not in values):
            values[self._in] = at.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_open = False


class Browser:
    """One person's. `page` is the page that is open, as it came."""

    def __init__(self, host: str, authority: Path) -> None:
        self.host, self.address, self.page = host, "/", ""
        self._trusts = ssl.create_default_context(cafile=authority)
        self._cookies: Values = {}

    @property
    def words(self) -> str:
        """What stands on the page that is open."""
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", self.page)).split())

    def go(self, address: str, form: Values | None = None, *, photo: bytes = b"") -> "Browser":
        """Open it, or send a form there, and follow where that leads. Raises AssertionError unless it is a page."""
        self.address = urljoin(self.address, urlsplit(address)._replace(scheme="", netloc="").geturl())
        line = self._line()
        line.request("GET" if form is None else "POST", self.address, *self._sent(form, photo))
        answer = line.getresponse()
        self.page = answer.read().decode(errors="replace")
        line.close()
        for _name, value in filter(lambda one: one[0].lower() == "set-cookie", answer.getheaders()):
            self._cookies |= {key: one.value for key, one in SimpleCookie(value).items()}
        if answer.status in REDIRECTS:
            return self.go(answer.headers["Location"])
        assert answer.status == OK, f"{self.address}: {answer.status} {self.words[:300]}"
        return self

    def send(
        self,
        field: str,
        given: Values | None = None,
        *,
        photo: bytes = b"",
        may_fail: bool = False,
        **typed: str,
    ) -> "Browser":
        """The form of this page that has the field, with what is typed. Raises AssertionError if it is refused."""
        before, typed = self.address, typed | (given or {})
        forms = _Forms(self.page).found
        fits = [(to, held) for to, held, names in forms if field in names]
        assert fits, f"{before}: no form has {field}: {[sorted(names) for _to, _held, names in forms]}"
        address, values = fits[0]
        by_hand.update(fields=len(typed), letters=sum(map(len, typed.values())))
        self.go(address or self.address, values | typed, photo=photo)
        assert may_fail or "有误" not in self.page, f"{before}: {self.words[:600]}"
        return self

    def press(self, address: str) -> "Browser":
        """The form of this page that goes to an address like this, such as "/confirmation/"."""
        found = next((to, held) for to, held, _names in _Forms(self.page).found if address in to)
        return self.go(*found)

    def link(self, part: str) -> str:
        """The first address on this page with this in it."""
        found: list[str] = re.findall(r'href="([^"]+)"', self.page)
        return next(one for one in found if part in one)

    def _line(self) -> HTTPConnection:
        line = HTTPSConnection(self.host)
        line.sock = self._trusts.wrap_socket(socket.create_connection(HERE, 90), server_hostname=self.host)
        return line

    def _sent(self, form: Values | None, photo: bytes) -> tuple[bytes | None, Values]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies, "Accept": "text/html", "Referer": f"https://{self.host}{self.address}"}
        if form is None:
            return None, headers
        kind, body = "application/x-www-form-urlencoded", urlencode(form).encode()
        if photo:
            kind, body = f"multipart/form-data; boundary={MARK}", _in_parts(form, photo)
        return body, headers | {"Content-Type": kind}


def _in_parts(form: Values, photo: bytes) -> bytes:
    begins = f"--{MARK}\r\nContent-Disposition: form-data; name="
    parts = [f'{begins}"{name}"\r\n\r\n{value}\r\n' for name, value in form.items() if name != "upload"]
    parts.append(f'{begins}"upload"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n')
    return "".join(parts).encode() + photo + f"\r\n--{MARK}--\r\n".encode()


class App:
    """Somebody's app for codes; it waits where a code was used already, as people must."""

    def __init__(self, secret: str) -> None:
        self._key, self._last = base64.b32decode(secret), 0

    def code(self) -> str:
        turn = max(self._last + 1, int(time.time() // PERIOD))
        while turn > time.time() // PERIOD + 1:  # the next one counts already
            time.sleep(1)
        self._last = turn
        made = hmac.digest(self._key, struct.pack(">Q", turn), "sha1")
        start = made[-1] & 15
        return f"{(int.from_bytes(made[start : start + 4]) & 0x7FFFFFFF) % 10**6:06}"
