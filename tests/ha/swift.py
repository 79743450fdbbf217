"""OpenStack Swift with its s3api: a real object store, as four plain processes of one host, one replica of each.

It lives in an environment of its own (`requirements/swift.txt`), installed when it is first asked for.
"""

import getpass
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Final

from benchmarks.processes import free_ports
from tests.ha.hosts import Host

ROOT: Final = Path(__file__).resolve().parents[2]
VENV: Final = ROOT / ".tools" / "swift"
LIST: Final = ROOT / "requirements" / "swift.txt"
STORES: Final = ("account", "container", "object")
ALL: Final = (*STORES, "proxy")
KEY, SECRET, BUCKET = "ha:app", "a-secret-of-tests", "evidence"
READY_WITHIN: Final = 60.0
_FILTERS: Final = "catch_errors gatekeeper healthcheck proxy-logging s3api tempauth copy bulk slo dlo"
_PROXY: Final = """
[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
# Else a server that was away for a moment is not asked again for a minute.
error_suppression_interval = 1
error_suppression_limit = 1000000
"""


def install() -> None:
    """Once for each list of versions."""
    stamp = VENV / "installed"
    if stamp.exists() and stamp.read_text() == LIST.read_text():
        return
    uv = ROOT / ".tools" / "uv" / "bin" / "uv"
    subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV], check=True)
    target = ["--quiet", "--python", str(VENV / "bin" / "python"), "--require-hashes"]
    subprocess.run([uv, "pip", "sync", *target, LIST], check=True)
    stamp.write_text(LIST.read_text())


class Swift:
    """Four servers of one host, on its disk."""

    def __init__(self, host: Host, folder: Path) -> None:
        self.host = host
        self._etc, self._disk, self._log = folder / "etc", host.disk / "srv", folder / "log"
        self._ports = dict(zip(ALL, free_ports(len(ALL)), strict=True))
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        (self._disk / "d1").mkdir(parents=True)
        self._etc.mkdir(parents=True)
        self._write()

    @property
    def url(self) -> str:
        return f"http://{self.host.address}:{self._ports['proxy']}"

    def environment(self, *, secret: str = SECRET, bucket: str = BUCKET) -> dict[str, str]:
        """By which the program finds it."""
        return {
            "HUAIHAI_S3_BUCKET": bucket,
            "HUAIHAI_S3_ENDPOINT": self.url,
            "HUAIHAI_S3_ACCESS_KEY": KEY,
            "HUAIHAI_S3_SECRET_KEY": secret,
        }

    def start(self, *names: str) -> None:
        """These, or all; until the proxy answers."""
        for name in names or ALL:
            with self._log.open("ab") as log:
                self._running[name] = subprocess.Popen(
                    [*self.host.inside, VENV / "bin" / f"swift-{name}-server", self._etc / f"{name}.conf"],
                    stdout=log,
                    stderr=log,
                    cwd=self._etc,
                    env={**os.environ, "PATH": f"{VENV / 'bin'}:{os.environ['PATH']}"},
                    start_new_session=True,
                )
        for name in names or ALL:
            self._wait(name)

    def kill(self, name: str) -> None:
        """Without a warning."""
        if self._running[name].poll() is None:
            self._signal(name, signal.SIGKILL)
            self._running[name].wait()

    def freeze(self, name: str) -> None:
        self._signal(name, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        self._signal(name, signal.SIGCONT)

    def _signal(self, name: str, number: int) -> None:
        os.killpg(self._running[name].pid, number)

    def _wait(self, name: str) -> None:
        until = time.monotonic() + READY_WITHIN
        while time.monotonic() < until and self._running[name].poll() is None:
            try:
                if name == "proxy":
                    urllib.request.urlopen(f"{self.url}/healthcheck", timeout=2).close()  # noqa: S310 # our own
                else:
                    socket.create_connection((self.host.address, self._ports[name]), timeout=2).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"swift-{name}-server does not start: {self._log.read_text()[-2000:]}")

    def _write(self) -> None:
        prefix = "[swift-hash]\nswift_hash_path_prefix = of\nswift_hash_path_suffix = tests\n"
        (self._etc / "swift.conf").write_text(f"{prefix}[storage-policy:0]\nname = one\ndefault = yes\n")
        for name in STORES:
            server = (
                f"[pipeline:main]\npipeline = {name}-server\n[app:{name}-server]\nuse = egg:swift#{name}\n"
            )
            (self._etc / f"{name}.conf").write_text(self._defaults(name) + server)
            self._ring(name)
        pipeline = f"[pipeline:main]\npipeline = {_FILTERS} proxy-logging proxy-server\n"
        filters = "".join(
            f"[filter:{one}]\nuse = egg:swift#{one.replace('-', '_')}\n" for one in _FILTERS.split()
        )
        user = f"user_{KEY.replace(':', '_')} = {SECRET} .admin\n"
        filters = filters.replace("use = egg:swift#tempauth\n", f"use = egg:swift#tempauth\n{user}")
        (self._etc / "proxy.conf").write_text(self._defaults("proxy") + pipeline + filters + _PROXY)

    def _defaults(self, name: str) -> str:
        return (
            f"[DEFAULT]\nbind_ip = 0.0.0.0\nbind_port = {self._ports[name]}\nuser = {getpass.getuser()}\n"
            f"swift_dir = {self._etc}\ndevices = {self._disk}\nmount_check = false\ndisable_fallocate = true\n"
            "workers = 0\n"
        )

    def _ring(self, name: str) -> None:
        builder = [str(VENV / "bin" / "swift-ring-builder"), str(self._etc / f"{name}.builder")]
        for words in (
            ["create", "4", "1", "1"],
            ["add", f"r1z1-127.0.0.1:{self._ports[name]}/d1", "1"],
            ["rebalance"],
        ):
            subprocess.run([*builder, *words], check=True, stdout=subprocess.DEVNULL)


def started(host: Host, folder: Path) -> Swift:
    """A server with an empty bucket."""
    swift = Swift(host, folder)
    swift.start()
    client(swift).create_bucket(Bucket=BUCKET)
    return swift


def client(swift: Swift):  # type: ignore[no-untyped-def]  # boto3 has no types
    """One of another maker than the program's own."""
    import boto3
    from botocore.config import Config

    return boto3.client(
        "s3",
        endpoint_url=swift.url,
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        region_name="us-east-1",
        config=Config(s3={"addressing_style": "path"}, signature_version="s3v4"),
    )
