"""The client: so many connections kept open, an exact number of requests, how long each took. One thread; what it
costs is not counted."""

import re
import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
NOT_MODIFIED = b"HTTP/1.1 304"  # no body comes, whatever its length would be
PATIENCE = 120.0  # seconds without any answer


@dataclass
class Answers:
    """Seconds of each request; how often each status came; the last answer whole."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    last: bytes = b""

    def quantile(self, part: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


class _Line:
    """One connection, one request at a time."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        self.held, self.needed = bytearray(), 0
        self.began = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Whether the answer is whole now. Raises RuntimeError if the other side hung up before."""
        got = self.socket.recv(262_144)
        if not got:
            raise RuntimeError("the server hung up")
        self.held += got
        if not self.needed:
            end = self.held.find(b"\r\n\r\n")
            if end < 0:
                return False
            head = bytes(self.held[: end + 2])
            if CHUNKED.search(head):
                return self.held.endswith(b"0\r\n\r\n")
            length = LENGTH.search(head)
            body = int(length.group(1)) if length and not head.startswith(NOT_MODIFIED) else 0
            self.needed = end + 4 + body
        return len(self.held) >= self.needed

    def closes(self) -> bool:
        return bool(CLOSES.search(self.held[: self.held.find(b"\r\n\r\n") + 2]))


def ask(port: int, requests: Sequence[bytes], *, concurrency: int, times: int) -> Answers:
    """Send them in turn, over so many connections, so many in all."""
    waiting: Iterator[bytes] = (requests[number % len(requests)] for number in range(times))
    answers, selector = Answers(), selectors.DefaultSelector()
    lines = []
    try:
        for _ in range(min(concurrency, times)):
            line = _Line(port)
            lines.append(line)
            line.send(next(waiting))
            selector.register(line.socket, selectors.EVENT_READ, line)
        while len(answers.seconds) < times:
            ready = selector.select(PATIENCE)
            if not ready:
                raise RuntimeError(f"no answer within {PATIENCE:.0f} s to {requests[0][:80]!r}")
            for key, _events in ready:
                _take(key.data, answers, waiting, selector)
    finally:
        selector.close()
        for line in lines:
            line.socket.close()
    return answers


def _take(line: _Line, answers: Answers, waiting: Iterator[bytes], selector: selectors.BaseSelector) -> None:
    if not line.receive():
        return
    answers.seconds.append(time.perf_counter() - line.began)
    status = int(line.held[9:12])
    answers.statuses[status] = answers.statuses.get(status, 0) + 1
    answers.last = bytes(line.held)
    following = next(waiting, None)
    if following is None:
        selector.unregister(line.socket)
        return
    if line.closes():
        selector.unregister(line.socket)
        line.socket.close()
        line.connect()
        selector.register(line.socket, selectors.EVENT_READ, line)
    line.send(following)


def request(
    path: str,
    *,
    cookies: str = "",
    body: bytes = b"",
    accept: str = "",
    known: str = "",
    host: str = "127.0.0.1",
) -> bytes:
    """As a browser sends it; with a body it is a form. `known` is the ETag of what it has already."""
    lines = [f"{'POST' if body else 'GET'} {path} HTTP/1.1", f"Host: {host}", "Accept: text/html"]
    lines += [f"Cookie: {cookies}"] if cookies else []
    lines += [f"Accept-Encoding: {accept}"] if accept else []
    lines += [f"If-None-Match: {known}"] if known else []
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body
