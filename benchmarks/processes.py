"""Processes that are measured: started, watched and ended, with what they and their children cost."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
STARTS_WITHIN, STOPS_WITHIN = 180.0, 30.0
READ_AGAIN = 5


def cpu_of(pid: int) -> float:
    """Seconds of processor time of one process so far, with the threads that have ended, to the nanosecond."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def children_of(pid: int) -> list[int]:
    """Those that live now."""
    try:
        held = [file.read_text() for file in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [int(child) for line in held for child in line.split()]


def cpu_of_tree(pid: int) -> float:
    """A process, its living children, and those that ended and were waited for. Read again if one ends meanwhile."""
    for _ in range(READ_AGAIN):
        ended, children = _ended(pid), children_of(pid)
        spent = cpu_of(pid) + sum(map(cpu_of, children)) + ended
        if (ended, children) == (_ended(pid), children_of(pid)):
            break
        time.sleep(0.01)
    return spent


def _ended(pid: int) -> float:
    try:
        spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[13:15]
    except OSError:
        return 0.0
    return sum(map(int, spent)) / TICKS


def megabytes(pid: int) -> float:
    """What a process and its children hold for themselves, and their share of what they share (PSS)."""
    found = 0.0
    for one in (pid, *children_of(pid)):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        found += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return found


def free_port() -> int:
    return free_ports(1)[0]


def free_ports(number: int) -> list[int]:
    """So many different ones: asked for one after the other, the same could come twice."""
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(number)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


@dataclass
class Server:
    """A server of pages, from its start until `stop`."""

    command: list[str]
    environment: Mapping[str, str]
    port: int
    log: Path
    folder: Path = Path(__file__).parents[1]
    process: "subprocess.Popen[bytes]" = field(init=False)
    began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=dict(self.environment),
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                start_new_session=True,
            )

    def wait(self, path: str = "/") -> float:
        """Until this page is answered; returns the seconds since the start."""
        asked = f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode()
        until = self.began + STARTS_WITHIN
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=STARTS_WITHIN) as line:
                    line.sendall(asked)
                    if b" 200 " in line.recv(64):
                        return time.monotonic() - self.began
            except OSError:
                pass
            time.sleep(0.01)
        raise RuntimeError(f"{' '.join(self.command)} does not answer: see {self.log}")

    @property
    def pid(self) -> int:
        return self.process.pid

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOPS_WITHIN)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


def huaihai(environment: Mapping[str, str], log: Path) -> Server:
    """`huaihai serve`, as it is started in service."""
    port = free_port()
    program = str(Path(sys.executable).with_name("huaihai"))
    return Server([program, "serve", "--port", str(port)], environment, port, log)


def floors(environment: Mapping[str, str], log: Path) -> Server:
    """The floors, behind the product's settings and served in the same way."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.floors", str(port)]
    return Server(command, {**environment, "DJANGO_SETTINGS_MODULE": "benchmarks.floors.settings"}, port, log)


def workers(environment: Mapping[str, str], log: Path, number: int) -> Server:
    """So many processes for the pages, without the background, as beside PostgreSQL."""
    port = free_port()
    granian = str(Path(sys.executable).with_name("granian"))
    about = ["--interface", "wsgi", "--port", str(port), "--workers", str(number), "--blocking-threads", "8"]
    return Server([granian, *about, "--no-ws", "huaihai.wsgi:application"], environment, port, log)
