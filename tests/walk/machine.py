"""A fresh Debian of its own: systemd is its first process, and loopback its only network."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

BASE: Final = "systemd,systemd-sysv,ca-certificates"
PATH: Final = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
NEEDED: Final = {"debootstrap": "debootstrap", "podman": "podman", "crun": "crun", "nft": "nftables"}
STARTS_WITHIN: Final = 60.0
GROUPS: Final = Path("/sys/fs/cgroup")
# In namespaces of its own: what a kernel gives to a first process, and the folder as the root of all.
BOOT: Final = r"""
set -e
mount --make-rprivate /
mount --bind "$1" "$1"
cd "$1"
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,ro,bind proc/sys
mount -t sysfs sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
for place in run tmp dev; do mount -t tmpfs -o mode=1777 tmpfs "$place"; done
for one in null:3 zero:5 full:7 random:8 urandom:9; do mknod -m 666 "dev/${one%:*}" c 1 "${one#*:}"; done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mkdir -p "$3"
mount --bind "$2" "$3"
hostname walk
mkdir -p .old
pivot_root . .old
umount -l .old
exec env -i container=walk LANG=C.UTF-8 /lib/systemd/systemd </dev/null >/dev/null 2>&1
"""


def install() -> None:
    """Debian's packages that this needs, where they are missing."""
    missing = [package for program, package in NEEDED.items() if not shutil.which(program)]
    if missing:
        run("apt-get", "update", "-qq")
        run("apt-get", "install", "--yes", "-qq", "--no-install-recommends", *missing)


def debian(folder: Path, *more: str) -> None:
    """Debian 13 with nothing but what starts, and these packages."""
    packages = ",".join((BASE, *more))
    run("debootstrap", "--variant=minbase", f"--include={packages}", "trixie", str(folder))


class Machine:
    """Its files lie in `root`; `disk` is mounted `at` a place for its backups."""

    def __init__(self, root: Path, disk: Path, at: str) -> None:
        self.root, self._pid = root, 0
        group = _group(root.name)
        alone = ("--fork", "--pid", "--mount", "--uts", "--ipc", "--net", "--cgroup", "--kill-child")
        enter = ("sh", "-c", 'echo $$ >"$0/cgroup.procs"; exec "$@"', group)
        started = subprocess.Popen(
            [*enter, "unshare", *alone, "sh", "-c", BOOT, "boot", root, disk, at.lstrip("/")]
        )
        self._started = started
        end = time.monotonic() + STARTS_WITHIN
        while not self._is_up() and time.monotonic() < end:
            time.sleep(0.2)

    def _is_up(self) -> bool:
        children = Path(f"/proc/{self._started.pid}/task/{self._started.pid}/children").read_text().split()
        self._pid = int(children[0]) if children else 0
        if not self._pid or Path(f"/proc/{self._pid}/comm").read_text() != "systemd\n":
            return False
        asked = [*self._inside(), "systemctl", "is-system-running"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        return done.stdout.strip() in ("running", "degraded")

    def run(self, command: str, *, typed: str = "", may_fail: bool = False) -> str:
        """As root types it; what it printed. Raises AssertionError if it fails."""
        asked = [*self._inside(), "bash", "-c", command]
        done = subprocess.run(
            asked, input=typed, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        assert may_fail or done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout[-3000:]}"
        return done.stdout

    def start(self, command: str, output: Path) -> None:
        """A command that goes on, as in another window."""
        with output.open("w") as out:
            subprocess.Popen([*self._inside(), "bash", "-c", command], stdout=out, stderr=out)

    def put(self, file: Path, place: str = "/srv") -> None:
        shutil.copy(file, self.root / place.lstrip("/"))

    @contextmanager
    def network(self) -> Iterator[None]:
        """This process on the machine's network, as somebody with a browser is."""
        own, there = (
            os.open("/proc/self/ns/net", os.O_RDONLY),
            os.open(f"/proc/{self._pid}/ns/net", os.O_RDONLY),
        )
        os.setns(there, os.CLONE_NEWNET)
        try:
            yield
        finally:
            os.setns(own, os.CLONE_NEWNET)
            os.close(own)
            os.close(there)

    def stop(self) -> None:
        """As when the power is cut."""
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        self._started.wait()
        for folder, _folders, _files in os.walk(_group(self.root.name), topdown=False):
            with suppress(OSError):  # somebody is still ending there
                Path(folder).rmdir()

    def _inside(self) -> list[str]:
        return [
            "nsenter",
            "--target",
            str(self._pid),
            "--all",
            "--root",
            "--wd",
            "env",
            "-i",
            PATH,
            "HOME=/root",
        ]


def _group(name: str) -> str:
    """A group of processes of its own, which systemd needs."""
    folder = (GROUPS if (GROUPS / "cgroup.procs").exists() else GROUPS / "unified") / f"walk-{name}"
    folder.mkdir(exist_ok=True)
    return str(folder)


def run(*command: str) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}:\n{done.stdout[-2000:]}")
