"""A server of one's own on the demo year, what it takes of memory, and codes that open cases for files."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

HUAIHAI: Final = Path(sys.executable).with_name("huaihai")
READY_WITHIN: Final = 180  # seconds; the demo year is put in first
MAKE_CODES: Final = """
import sys
import django
django.setup()
from huaihai.cases import life
from huaihai.cases.models import Case
from huaihai.cases.uploading import verbs
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.models import Post
open_ones = Case.objects.filter(stage__in=life.OPEN, home__isnull=False, evidence__isnull=True)
for case in open_ones.select_related("home").order_by("pk")[: int(sys.argv[1])]:
    post = Post.objects.held_on(clock.today()).filter(organisation=case.home, role="officer").first()
    if post is not None:
        print(verbs.make_code(case, by=Actor.officer(post), at=clock.now()))
"""


class Server:
    """A running `huaihai serve`."""

    def __init__(self, pid: int, port: int, var: Path, environment: dict[str, str]) -> None:
        self.pid, self.port, self.var, self._environment = pid, port, var, environment
        self.url = f"http://127.0.0.1:{port}"

    def codes(self, most: int) -> list[str]:
        """Codes that take files for this many cases."""
        asked = [sys.executable, "-c", MAKE_CODES, str(most)]
        done = subprocess.run(asked, env=self._environment, capture_output=True, text=True, check=True)
        return done.stdout.split()

    def kept(self) -> set[str]:
        """Names of all files in the store."""
        return {path.name for path in (self.var / "files").rglob("*") if path.is_file()}

    def megabytes(self) -> int:
        return status(self.pid)["VmRSS"] // 1024

    @contextmanager
    def growth(self) -> "Iterator[Growth]":
        """By how much memory grows meanwhile, at its highest."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")  # the highest mark begins anew
        grown = Growth(self.pid)
        try:
            yield grown
        finally:
            grown.end()


class Growth:
    """`own` in megabytes, of the server's process (VmHWM); `whole`, with the processes that draw (PSS), looked at 50
    times a second."""

    def __init__(self, pid: int) -> None:
        self.own = self.whole = 0
        self.seconds, self._began = 0.0, time.monotonic()
        self._pid, self._before, self._most = pid, status(pid)["VmRSS"], share(pid)
        self._share = self._most
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look)
        self._watch.start()

    def _look(self) -> None:
        while not self._over.wait(0.02):
            self._most = max(self._most, sum(share(pid) for pid in family(self._pid)))

    def end(self) -> None:
        self._over.set()
        self._watch.join()
        self.own = (status(self._pid)["VmHWM"] - self._before) // 1024
        self.whole = (self._most - self._share) // 1024
        self.seconds = time.monotonic() - self._began

    def __str__(self) -> str:
        return f"own {self.own} MB, with those that draw {self.whole} MB, {self.seconds:.1f} s"


def share(pid: int) -> int:
    """Kilobytes of a process, where what it shares with others is shared out (PSS)."""
    return status(pid, "smaps_rollup").get("Pss", 0)


def status(pid: int, name: str = "status") -> dict[str, int]:
    """Sizes in kilobytes; nothing for a process that is gone."""
    try:
        lines = Path(f"/proc/{pid}/{name}").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return {}
    return {
        name: int(rest.split()[0])
        for name, _colon, rest in (line.partition(":") for line in lines)
        if " kB" in rest
    }


def family(pid: int) -> list[int]:
    """A process and all that it started; not what is no program of its own yet, whose memory is its parent's."""
    found, own = [pid], _called(pid)
    for one in found:
        for listed in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                children = [int(child) for child in listed.read_text().split()]
                found += [child for child in children if _called(child) != own]
            except (FileNotFoundError, ProcessLookupError):
                continue
    return found


def _called(pid: int) -> bytes:
    """The command of a process."""
    return Path(f"/proc/{pid}/cmdline").read_bytes()


@contextmanager
def serving(var: Path) -> Iterator[Server]:
    """The demo year, in a folder of its own."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUAIHAI_")}
    environment |= {
        "HUAIHAI_VAR": str(var),
        "HUAIHAI_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "huaihai.settings",
        "TMPDIR": str(var / "temporary"),
    }
    environment.pop("DATABASE_URL", None)
    (var / "temporary").mkdir(parents=True)
    with (
        (var / "serve.log").open("w") as log,
        subprocess.Popen(
            [HUAIHAI, "serve", "--port", str(port)], env=environment, stdout=log, stderr=log
        ) as running,
    ):
        try:
            wait_for(port, running)
            yield Server(running.pid, port, var, environment)
        finally:
            running.terminate()


def wait_for(port: int, running: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            assert running.poll() is None, "the server ended"
            time.sleep(0.3)
    raise AssertionError("the server did not come")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def form(*files: tuple[str, bytes]) -> tuple[bytes, str]:
    """The body of a form with these files, and its kind."""
    edge = "edge-of-the-parts"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="upload"; filename="%s"\r\n\r\n'
    parts = b"".join((head % name).encode() + contents + b"\r\n" for name, contents in files)
    return parts + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"
