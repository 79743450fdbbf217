"""Two web nodes, two workers and a timer behind HAProxy, each a host; a database of three hosts; an object store."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import django

from benchmarks.processes import Server, free_ports
from tests.ha import proxy, swift
from tests.ha.database import Database
from tests.ha.hosts import GATEWAY, Host

ROOT: Final = Path(__file__).resolve().parents[2]
ROLES: Final = {"web-1": "web", "web-2": "web", "worker-1": "worker", "worker-2": "worker", "timer": "timer"}
WEB: Final = tuple(name for name, role in ROLES.items() if role == "web")
KEYS: Final = "keys.json"
STORE, DATABASES, PROGRAMS = 21, 11, 31  # the first number of each sort of host
MEGABYTES: Final = {"web": 300, "worker": 300, "timer": 300, "store": 600}


class Nodes:
    """The hosts of one installation, and the processes of the program on them."""

    def __init__(self, folder: Path, tree: Path) -> None:
        self.folder, self.tree = folder, tree
        self.hosts = {
            name: Host(name, PROGRAMS + number, folder, megabytes=MEGABYTES[role])
            for number, (name, role) in enumerate(ROLES.items())
        }
        self.store_host = Host("store", STORE, folder, megabytes=MEGABYTES["store"])
        self.database = Database(folder, DATABASES)
        names = (*ROLES, "site")
        self.ports = dict(zip(names, free_ports(len(names)), strict=True))
        self.running: dict[str, Server] = {}
        self.swift = swift.started(self.store_host, folder / "swift")

    def start(self, *names: str) -> None:
        """All at once: the first prepares the database, the others wait for it."""
        for name in names:
            host, port = self.hosts[name], self.ports[name]
            command = [*host.inside, sys.executable, "-m", "huaihai.cli", "serve", "--role", ROLES[name]]
            own = {
                "HUAIHAI_VAR": str(host.disk / "var"),
                "HUAIHAI_KEYS_FILE": str(self.folder / "driver" / KEYS),
                "HUAIHAI_LOG": "json",
                "HUAIHAI_PROXIES": f"127.0.0.0/8,{GATEWAY}",
                "HUAIHAI_WATCHERS": f"127.0.0.0/8,{GATEWAY}",
                **self.swift.environment(),
                **host.clock,
            }
            command += ["--host", "0.0.0.0", "--port", str(proxy.SERVED)]  # noqa: S104 # of its own network
            log = self.folder / f"{name}.log"
            self.running[name] = Server(command, os.environ | own, port, log, self.tree)
        for name in names:
            self.running[name].wait("/readyz")

    def stop(self, name: str) -> float:
        """As an operator does; returns the seconds it took."""
        began = time.monotonic()
        self.running[name].process.send_signal(signal.SIGTERM)
        self.running[name].process.wait(30)
        return time.monotonic() - began

    def kill(self, name: str) -> None:
        self.running[name].process.send_signal(signal.SIGKILL)
        self.running[name].process.wait()


@contextmanager
def running(folder: Path, tree: Path) -> Iterator[Nodes]:
    """With the program as it stands in `tree`."""
    nodes = Nodes(folder, tree)
    with proxy.before(nodes.hosts, nodes.database.hosts, nodes.ports, folder):
        nodes.database.start()
        django.setup()  # makes the keys that all are to have
        nodes.start(*ROLES)
        yield nodes


def tree_of(revision: str, folder: Path) -> Path:
    """The program as it was, with the compiled texts and the gathered files of today."""
    folder.mkdir()
    packed = subprocess.run(["git", "archive", revision], cwd=ROOT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x"], input=packed, cwd=folder, check=True)
    made = subprocess.run(
        ["git", "ls-files", "-o", "-i", "--exclude-standard", "huaihai"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    for name in made:
        if "__pycache__" not in name:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    return folder
