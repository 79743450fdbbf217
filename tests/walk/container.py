"""The program in a container: the image built from the bundle without a network, used as one process behind a proxy."""

import re
import resource
import subprocess
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from tests.walk import machine
from tests.walk.browser import Browser, Values
from tests.walk.machine import Machine
from tests.walk.walk import HOST, Walk, again

BASE: Final = "docker.io/library/debian:trixie-slim"
STARTS_WITHIN, ENDS_WITHIN = 300.0, 10.0
# In namespaces of its own: loopback alone, control groups as crun takes them, and whatever is written to /etc and /run.
APART: Final = r"""
set -e
ip link set lo up
umount -l /sys/fs/cgroup
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t tmpfs tmpfs /run
mkdir -p "$1/etc" "$1/etc.work"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$1/etc,workdir=$1/etc.work" /etc
exec sleep infinity
"""


class Engine(Machine):
    """Podman, whose images and volumes lie in a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.root = folder
        _settings(folder)
        alone = ("--fork", "--pid", "--mount-proc", "--mount", "--net", "--kill-child")
        self._started = subprocess.Popen(["unshare", *alone, "sh", "-c", APART, "apart", folder])
        again(self._find)

    def _find(self) -> None:
        children = Path(f"/proc/{self._started.pid}/task/{self._started.pid}/children").read_text().split()
        self._pid = int(children[0])
        assert Path(f"/proc/{self._pid}/comm").read_text() == "sleep\n"

    def _inside(self) -> list[str]:
        own = (
            f"CONTAINERS_CONF={self.root}/engine.conf",
            f"CONTAINERS_STORAGE_CONF={self.root}/storage.conf",
        )
        enter = ("nsenter", "--target", str(self._pid), "--pid", "--mount", "--net")
        return [*enter, "env", "-i", machine.PATH, "HOME=/root", *own]


def _settings(folder: Path) -> None:
    """No group of processes for each container, and no more open files than whoever asks may have."""
    most = [
        f'"{name}={resource.getrlimit(kind)[1]}:{resource.getrlimit(kind)[1]}"'
        for name, kind in (("nofile", resource.RLIMIT_NOFILE), ("nproc", resource.RLIMIT_NPROC))
    ]
    (folder / "engine.conf").write_text(
        f'[containers]\ncgroups = "disabled"\ndefault_ulimits = [{", ".join(most)}]\n'
    )
    (folder / "storage.conf").write_text(
        f'[storage]\ndriver = "overlay"\ngraphroot = "{folder}/storage"\nrunroot = "/run/storage"\n'
    )


class Behind(Browser):
    """As the machine's web server passes somebody on, who came by https."""

    def _line(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", 8000, timeout=90)

    def _sent(self, form: Values | None, photo: bytes) -> tuple[bytes | None, Values]:
        body, headers = super()._sent(form, photo)
        of_proxy = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.9"}
        return body, headers | of_proxy


class InContainer(Walk):
    """docs/guides/one-node.md, “In a container”: what it says, and what people do at the pages as on a machine."""

    def whole(self) -> None:
        self.on = Engine(self.folder / "engine")
        self.unpacked = str(self.root / "engine" / "bundle")
        try:
            with self.on.network():
                self._timed(
                    ("Debian's image, and the bundle unpacked", self.carry),
                    ("the image built", lambda: self.typed(self.line("podman build"))),
                    ("settings", self.settings),
                    ("started", self.begin),
                    ("four people with accounts", self.first_people),
                    ("keys shared", self.share_keys),
                    ("messages by the double", self.double),
                    ("the first complaint", self.complaint),
                    ("seen at the desk", self.at_the_desk),
                    ("a backup", lambda: self.typed("huaihai backup")),
                    ("a drill of it", lambda: self.typed("huaihai backup --drill", ends="全部恢复了")),
                    ("ended, and begun anew", self.anew),
                    ("an officer signs in and sees it", self.at_the_desk),
                    ("the consumer sees it, and the photo", self.followed),
                    ("verified", lambda: self.typed("huaihai verify", ends="全部对得上。")),
                    ("the doctor", lambda: self.typed("huaihai doctor", ends="没有必须做的事。")),
                )
        finally:
            self.on.stop()

    def carry(self) -> None:
        self.on.run(f"tar -C {self.folder}/debian --exclude='./dev/*' -c . | podman import --quiet - {BASE}")
        self.on.run(f"tar xf {self.bundle} -C {self.on.root} && mv {self.on.root}/huaihai-*/ {self.unpacked}")

    def settings(self) -> None:
        part = self.guide.partition("podman run")[0].rpartition("podman build")[2]
        own = [*re.findall(r"(?m)^    (\w+=.+)$", part), *self.of_messages()]
        self.on.run("mkdir -p /etc/huaihai && cat >/etc/huaihai/huaihai.env", typed="\n".join(own) + "\n")
        self.typed(self.line("install -m 0644 deploy/senders.toml"))
        self.typed(self.line("sed -i"))

    def begin(self) -> None:
        self.typed(self.line("podman run"))
        self.is_healthy()

    def is_healthy(self) -> None:
        again(lambda: self.on.run("podman healthcheck run huaihai"), STARTS_WITHIN)
        again(lambda: self.new().go("/"), STARTS_WITHIN)

    def double(self) -> None:
        self.on.start(self.as_here("huaihai record double aliyun"), self._double)
        self.tested()

    def anew(self) -> None:
        """Another container on the same volume, as a newer image is."""
        before = time.monotonic()
        self.on.run("podman stop --time 30 huaihai")
        assert time.monotonic() - before < ENDS_WITHIN
        assert self.on.run("podman inspect --format '{{.State.ExitCode}}' huaihai").strip() == "0"
        self.typed("podman rm --force huaihai")
        self.typed(self.line("podman run"))
        self.is_healthy()

    def new(self) -> Browser:
        return Behind(HOST, self.folder / "ca.pem")

    def as_here(self, command: str) -> str:
        return re.sub("^huaihai ", "podman exec -i huaihai huaihai ", command)
