"""A line between two installations that is cut where a trial says so."""

import contextlib
import socket
import threading
from collections import Counter

CUTS = ("before", "within", "after", "answer")  # the request, half of it, all of it, half of the answer
HEAD_END = b"\r\n\r\n"


class Line:
    """Takes connections for `port` of an installation; cuts those that are named, in their order."""

    def __init__(self) -> None:
        self.taking = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.taking.getsockname()[1]
        self.to = 0
        self.cuts: list[str] = []
        self.done: Counter[str] = Counter()
        threading.Thread(target=self._take, daemon=True).start()

    def close(self) -> None:
        self.taking.close()

    def _take(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                taken, _address = self.taking.accept()
                cut = self.cuts.pop(0) if self.cuts else ""
                self.done[cut] += 1
                threading.Thread(target=self._carry, args=(taken, cut), daemon=True).start()

    def _carry(self, taken: socket.socket, cut: str) -> None:
        with taken, contextlib.suppress(OSError):
            if cut == "before":
                return
            request = _whole(taken)
            with socket.create_connection(("127.0.0.1", self.to), timeout=20) as onward:
                if cut == "within":
                    onward.sendall(request[: len(request) // 2])
                    return
                onward.sendall(request)
                answer = _to_end(onward)
            if cut == "after":
                return
            taken.sendall(answer[: len(answer) // 2] if cut == "answer" else answer)


def _whole(taken: socket.socket) -> bytes:
    """A request with its body."""
    held = b""
    while HEAD_END not in held:
        held += _some(taken)
    head, _, body = held.partition(HEAD_END)
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    while len(body) < length:
        body += _some(taken)
    return head + HEAD_END + body


def _some(taken: socket.socket) -> bytes:
    found = taken.recv(65_536)
    if not found:
        raise OSError("cut")
    return found


def _to_end(onward: socket.socket) -> bytes:
    held = b""
    while found := onward.recv(65_536):
        held += found
    return held
