"""What all doubles share: a small server on loopback, the numbers that go wrong, receipts that are pushed later."""

import json
import logging
import ssl
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, NoReturn, cast
from urllib.request import Request, urlopen

from django.utils.translation import gettext_noop

log = logging.getLogger(__name__)
_ANY = ssl._create_unverified_context()  # noqa: S323, SLF001 # on a machine that is tried, its certificate is its own
# How a number ends that goes wrong, for whoever tries by hand.
BLOCKED, OFTEN, SILENT, LOST, TWICE = "9001", "9002", "9003", "9004", "9005"
HELP: Final = gettext_noop(
    "Numbers ending in 9001 are blocked, 9002 get too many messages, 9003 get no answer in time, 9004 do not receive, "
    "9005 have their receipt pushed twice."
)
HERE: Final = "http://127.0.0.1:8000/receipts/{provider}/{word}/"  # of the service on the same machine
PORTS: Final = {"aliyun": 8791, "tencent": 8792, "wework": 8793, "wechat": 8794}
HANGS: Final = 30.0  # seconds without an answer


@dataclass(frozen=True)
class Asked:
    """One request."""

    path: str
    query: str
    headers: Mapping[str, str]  # names in small letters
    body: bytes


@dataclass
class Account:
    """What the provider knows of its customer, and what it took."""

    key: str = "double-key"
    secret: str = "double-secret"  # noqa: S105 # everybody may know it: nothing leaves by it
    signature: str = "淮海消费维权"
    templates: dict[str, str] = field(default_factory=dict)  # id -> text; empty: any
    money: int = 10_000  # parts
    receipts_to: str = ""
    hangs: float = HANGS
    taken: list[dict[str, Any]] = field(default_factory=list)
    pushed: threading.Event = field(default_factory=threading.Event)


class Double(ThreadingHTTPServer):
    """Answers as one provider does; `answer` of a subclass says what."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, account: Account | None = None, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Talk)
        self.account = account or Account()
        self.nonces: set[str] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answer(self, asked: Asked) -> tuple[int, Any]:
        raise NotImplementedError

    def push(self, receipts: Any, *, times: int = 1, query: str = "") -> None:
        """Hand receipts to the address that is set, until they are taken (and once more if `times` is 2)."""
        body = receipts if isinstance(receipts, bytes) else json.dumps(receipts).encode()
        to = f"{self.account.receipts_to}?{query}" if query else self.account.receipts_to
        if self.account.receipts_to:
            threading.Thread(target=self._push, args=(to, body, times), daemon=True).start()

    def _push(self, to: str, body: bytes, times: int) -> None:
        time.sleep(0.2)
        for _time in range(times):
            for pause in (1, 1, 0):
                try:
                    asked = Request(to, body, {"Content-Type": "application/json"})  # noqa: S310
                    with urlopen(asked, timeout=10, context=_ANY) as answer:  # noqa: S310 # an address that its owner typed
                        if answer.status == HTTPStatus.OK:
                            break
                except OSError as error:
                    log.info("receipt not taken: %s", error)
                time.sleep(pause)
        self.account.pushed.set()


class _Talk(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        names = {name.lower(): value for name, value in self.headers.items()}
        status, answer = cast("Double", self.server).answer(Asked(path, query, names, body))
        content = json.dumps(answer, ensure_ascii=False).encode()
        try:
            self.send_response(status)
            if status == HTTPStatus.FOUND:
                self.send_header("Location", answer["location"])
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except OSError:  # whoever asked has gone
            self.close_connection = True

    do_GET = do_POST  # noqa: N815 # its name in the library

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 # its name in the library
        """Nothing: numbers stand in addresses."""


def run(kind: type[Double], account: Account, port: int) -> NoReturn:
    """Serve until it is stopped, and print what is taken."""
    with kind(account, port) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdout.write(f"{server.url}  key {account.key}  secret {account.secret}\n")
        seen = 0
        while True:
            sys.stdout.flush()
            time.sleep(0.3)
            for row in account.taken[seen:]:
                sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
                seen += 1
