"""Where webhooks may go, and where not; that a slow or failing receiver harms nobody."""

import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from huaihai import reactions
from huaihai.record import outbox, posting, webhooks
from huaihai.record.models import OutboxMessage
from tests.cast import TUESDAY

TARGETS: dict[str, posting.Target] = {}
KEYS = (("hk_1", "hw_1"),)


def target_of(address: str, at: Any) -> posting.Target | None:
    return TARGETS.get(address)


@pytest.fixture(autouse=True)
def _ask_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reactions, "WEBHOOK_TARGET", f"{__name__}.target_of")
    TARGETS.clear()


class Receiver(HTTPServer):
    """A system on this machine; `statuses` are what it answers, in turn."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.statuses: list[int] = []
        self.bodies: list[bytes] = []
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/in"


class Taking(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 204)
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.end_headers()

    def log_message(self, *_args: object) -> None: ...


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOKS_TO_LOOPBACK = True
    held = Receiver()
    TARGETS["till"] = posting.Target(held.url, KEYS)
    yield held
    held.shutdown()
    held.server_close()


def queue(key: str, address: str = "till") -> None:
    outbox.queue(
        effect_key=key,
        subject="case:1",
        channel="webhook",
        address=address,
        text=f'{{"id":"{key}"}}',
        at=TUESDAY,
    )


def send(after: timedelta = timedelta()) -> int:
    return webhooks.send_waiting(at=TUESDAY + after, stamp=int(time.time()))


@pytest.mark.django_db
def test_a_webhook_is_sent_once_and_not_by_the_other_channels(receiver: Receiver) -> None:
    queue("a")
    assert outbox.send_waiting(at=TUESDAY) == 0
    assert [send(), send()] == [1, 0]
    assert receiver.bodies == [b'{"id":"a"}']


@pytest.mark.django_db
def test_a_failing_receiver_is_asked_again_later_and_at_last_given_up(receiver: Receiver) -> None:
    receiver.statuses = [500, 302, 410, *[503] * 20]
    queue("a")
    queue("b")
    assert send() == 0
    assert len(receiver.bodies) == 1  # the second waits for the next round: the receiver has just failed
    message = OutboxMessage.objects.get(effect_key="a")
    assert (message.last_error, message.next_try_at) == ("status-500", TUESDAY + timedelta(minutes=1))
    for day in range(1, 20):
        send(timedelta(days=day))
    given_up = OutboxMessage.objects.exclude(gave_up_at=None)
    assert {held.attempts for held in given_up} == {len(webhooks.RETRY_AFTER) + 1}
    webhooks.try_again(message.pk, at=TUESDAY + timedelta(days=30))
    receiver.statuses = []
    assert send(timedelta(days=30)) == 1


@pytest.mark.django_db
def test_however_much_waits_for_a_receiver_that_fails_the_next_one_has_its_turn(receiver: Receiver) -> None:
    TARGETS["broken"] = posting.Target("http://127.0.0.1:9/", KEYS)  # nobody listens there
    for number in range(4):
        queue(f"broken {number}", "broken")
    queue("last")
    assert webhooks.send_waiting(at=TUESDAY, stamp=int(time.time()), limit=2) == 1
    assert receiver.bodies == [b'{"id":"last"}']


@pytest.mark.django_db
def test_one_receiver_that_fails_does_not_keep_another_waiting(receiver: Receiver, settings: Any) -> None:
    TARGETS["broken"] = posting.Target("http://127.0.0.1:9/", KEYS)  # nobody listens there
    for key, address in (("a", "broken"), ("b", "broken"), ("c", "till"), ("d", "nobody")):
        queue(key, address)
    assert send() == 1
    errors = dict(OutboxMessage.objects.values_list("effect_key", "last_error"))
    assert errors == {"a": "no-answer", "b": "", "c": "", "d": "no-receiver"}


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/in",
        "ftp://example.org/",
        "https:///in",
        "https://user:password@example.org/",
        "https://example.org/#part",
        "https://example.org:99999/",
        "https://exa mple.org/",
        "https://例子.cn/",
        "https://example.org/\r\nX: y",
        "https://example.org/" + "a" * 300,
        "javascript:alert(1)",
    ],
)
def test_an_address_that_may_not_be_posted_to_is_refused(url: str) -> None:
    with pytest.raises(posting.NotTaken, match="bad-address"):
        posting.where(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 # an address to refuse
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
    ],
)
def test_a_name_that_leads_inside_is_not_followed(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when only one of its addresses does."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (held, 443)) for held in ("93.184.215.14", address)]
    monkeypatch.setattr(posting.socket, "getaddrinfo", lambda *_a, **_k: found)
    with pytest.raises(posting.NotTaken, match="not-public"):
        posting.post(posting.where("https://example.org/"), b"{}", headers={})


def test_the_address_that_was_looked_up_is_the_one_that_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that points elsewhere a moment later leads nowhere."""
    asked: list[Any] = []
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))]
    monkeypatch.setattr(posting.socket, "getaddrinfo", lambda *_a, **_k: found)

    def connect(address: Any, timeout: float) -> Any:
        asked.append(address)
        raise TimeoutError

    monkeypatch.setattr(posting.socket, "create_connection", connect)
    with pytest.raises(posting.NotTaken, match="no-answer"):
        posting.post(posting.where("https://example.org/"), b"{}", headers={})
    assert asked == [("93.184.215.14", 443)]


def test_an_answer_that_drips_is_cut_off(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = True
    monkeypatch.setattr(posting, "SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as serving:

        def drip() -> None:
            talking, _address = serving.accept()
            with talking:
                for _each in range(1_200):  # a minute
                    try:
                        talking.sendall(b"H")
                    except OSError:
                        return
                    time.sleep(0.05)

        threading.Thread(target=drip, daemon=True).start()
        began = time.monotonic()
        with pytest.raises(posting.NotTaken, match="no-answer"):
            posting.post(posting.where(f"http://127.0.0.1:{serving.getsockname()[1]}/"), b"{}", headers={})
        assert time.monotonic() - began < 30
