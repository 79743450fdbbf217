"""Machines on this one: each has a network, a disk and a clock of its own, which a trial takes away and gives back.

A host is a network namespace on one bridge, a tmpfs of its own and a file from which libfaketime reads how far its
clock is out. All of it lives in namespaces of this run alone, and goes with them (`tests.ha.__main__`).
"""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

BRIDGE, GATEWAY, NETWORK = "cluster", "10.77.0.1", "10.77.0.0/24"
PACKAGES: Final = {
    "ip": "iproute2",
    "haproxy": "haproxy",
    "etcd": "etcd-server",
    "patroni": "patroni",
    "nsenter": "util-linux",
}
PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
RETRIES: Final = 5  # of TCP, as in docs/guides/many-nodes.md
ROUNDS: Final = 3  # whoever starts a process while all are signalled is met by the next round


def install() -> None:
    """Debian's packages, where they are missing. Nothing of them is started."""
    missing = {package for program, package in PACKAGES.items() if not shutil.which(program, path=PATH)}
    missing |= {"libfaketime"} if _faketime() is None else set()
    if not missing:
        return
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *sorted(missing)]
    if "patroni" in missing:
        command.append("python3-etcd")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    subprocess.run(["apt-get", "update", "-q"], check=False, stdout=subprocess.DEVNULL)
    subprocess.run(command, check=True, env=quiet, stdout=subprocess.DEVNULL)


def _faketime() -> Path | None:
    return next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


def lay_bridge() -> None:
    """Once, in the namespace of the run."""
    _ip("link", "set", "lo", "up")
    _ip("link", "add", BRIDGE, "type", "bridge")
    _ip("addr", "add", f"{GATEWAY}/24", "dev", BRIDGE)
    _ip("link", "set", BRIDGE, "up")


def disk(folder: Path, megabytes: int) -> None:
    """A folder with so much room."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], check=True)


class Host:
    """One machine, whose processes are ended, frozen and cut off together."""

    def __init__(self, name: str, number: int, folder: Path, *, megabytes: int) -> None:
        self.name, self.address = name, f"10.77.0.{number}"
        self.disk, self._log, self._clock = folder / name, folder / f"{name}.log", folder / f"{name}.clock"
        self._wire, self._filler = f"wire{number}", self.disk / "filler"
        disk(self.disk, megabytes)
        self.set_clock(0)
        self._holder = subprocess.Popen(["unshare", "--net", "sleep", "infinity"], start_new_session=True)
        own = Path("/proc/self/ns/net").stat().st_ino
        until = time.monotonic() + 10
        while self._namespace.stat().st_ino == own and time.monotonic() < until:
            time.sleep(0.01)
        _ip("link", "add", self._wire, "type", "veth", "peer", "name", "eth0", "netns", str(self._holder.pid))
        self.heal()
        for words in (("addr", "add", f"{self.address}/24", "dev", "eth0"), ("link", "set", "eth0", "up")):
            subprocess.run([*self.inside, "ip", *words], check=True)
        subprocess.run([*self.inside, "ip", "link", "set", "lo", "up"], check=True)
        patience = f"echo {RETRIES} >/proc/sys/net/ipv4/tcp_retries2"
        subprocess.run([*self.inside, "sh", "-c", patience], check=True)

    @property
    def _namespace(self) -> Path:
        return Path(f"/proc/{self._holder.pid}/ns/net")

    @property
    def inside(self) -> list[str]:
        """What a command begins with that is to run here."""
        return ["nsenter", f"--net={self._namespace}"]

    @property
    def clock(self) -> dict[str, str]:
        """The environment of a process of the program that goes by the clock of this host."""
        return {"HA_CLOCK": str(self._clock), "PYTHONPATH": str(Path(__file__).parent / "clock")}

    @property
    def clock_in_c(self) -> dict[str, str]:
        """The same for PostgreSQL. Threads of Python miss wakes under it."""
        return {
            "LD_PRELOAD": str(_faketime()),
            "FAKETIME_TIMESTAMP_FILE": str(self._clock),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DISABLE_SHM": "1",
            "NO_FAKE_STAT": "1",
        }

    def run(self, *command: str | Path, user: str = "", **environment: str) -> "subprocess.Popen[bytes]":
        """A process of this host."""
        who = ["setpriv", f"--reuid={user}", "--regid=nogroup", "--clear-groups"] if user else []
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [*self.inside, *who, *command],
                env={"PATH": PATH, "HOME": str(self.disk), "LANG": "C.UTF-8", **environment},
                stdout=log,
                stderr=log,
                cwd=self.disk,
                start_new_session=True,
            )

    def pids(self) -> list[int]:
        """All processes of this host."""
        own, found = self._namespace.stat().st_ino, list[int]()
        for one in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if (one / "ns/net").stat().st_ino == own and int(one.name) != self._holder.pid:
                    found.append(int(one.name))
        return found

    def kill(self) -> None:
        """The power goes."""
        for _ in range(ROUNDS):
            self._signal(signal.SIGKILL)
        until = time.monotonic() + 10
        while self.pids() and time.monotonic() < until:
            time.sleep(0.02)

    def freeze(self) -> None:
        for _ in range(ROUNDS):
            self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def cut(self) -> None:
        """No packet reaches it or leaves it, and nobody is told."""
        _ip("link", "set", self._wire, "nomaster")

    def heal(self) -> None:
        _ip("link", "set", self._wire, "master", BRIDGE, "up")

    def fill(self) -> None:
        """Until not a byte is left."""
        with self._filler.open("wb") as file:
            while room := os.statvfs(self.disk).f_bavail * os.statvfs(self.disk).f_frsize:
                with suppress(OSError):  # who writes beside it was quicker: the next look says what is left
                    os.posix_fallocate(file.fileno(), file.seek(0, os.SEEK_END), room)

    def empty(self) -> None:
        self._filler.unlink(missing_ok=True)

    def set_clock(self, seconds: int) -> None:
        """So far from the right time, ahead if positive."""
        fresh = self._clock.with_suffix(".new")
        fresh.write_text(f"{seconds:+d}\n")
        fresh.replace(self._clock)

    def _signal(self, number: signal.Signals) -> None:
        for pid in self.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, number)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)
