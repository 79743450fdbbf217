"""PostgreSQL as the guide for several machines has it: three hosts with etcd and Patroni, two copies of each commit."""

import json
import os
import shlex
import signal
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any, Final

from tests.ha.hosts import NETWORK, Host

USER: Final = "nobody"  # PostgreSQL refuses to run as root
REST, PORT = 8008, 5432
HEALTHY_WITHIN: Final = 120.0
RULES: Final = {  # docs/guides/many-nodes.md
    "ttl": 20,  # Patroni 4 takes nothing smaller
    "loop_wait": 1,
    "retry_timeout": 5,
    "synchronous_mode": True,
    "synchronous_mode_strict": True,
    "failsafe_mode": True,
    "primary_start_timeout": 0,
}
PARAMETERS: Final = {
    "wal_sender_timeout": "5s",
    "wal_receiver_timeout": "5s",
    "max_connections": 200,
    "shared_buffers": "64MB",
    "min_wal_size": "32MB",
    "max_wal_size": "96MB",
}


class Database:
    """Three hosts, one of which leads."""

    def __init__(self, folder: Path, first: int) -> None:
        sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
        import postgres

        server = folder / "postgresql"
        server.mkdir()
        self._binaries = postgres.find_binaries(server)
        self.hosts = [Host(f"db-{number + 1}", first + number, folder, megabytes=600) for number in range(3)]
        self._etcd = folder / "etcd"
        self._etcd.mkdir()
        for host in self.hosts:
            (self._etcd / host.name).mkdir()
            host.disk.chmod(0o777)

    def start(self) -> None:
        """Until there is a leader with two copies; then a database of our own."""
        for host in self.hosts:
            self.switch_on(host)
        self.wait()
        import psycopg

        with psycopg.connect(self._administrator(), autocommit=True) as line:
            line.execute("CREATE ROLE huaihai LOGIN CREATEDB")
            line.execute(
                "CREATE DATABASE huaihai OWNER huaihai TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
            )

    def switch_on(self, host: Host) -> None:
        """As a machine that boots."""
        client, peer = f"http://{host.address}:2379", f"http://{host.address}:2380"
        members = ",".join(f"{one.name}=http://{one.address}:2380" for one in self.hosts)
        host.run(
            "etcd", "--name", host.name, "--data-dir", self._etcd / host.name, "--initial-cluster", members,
            "--listen-client-urls", client, "--advertise-client-urls", client,
            "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--log-level", "warn",
        )  # fmt: skip
        configuration = self._etcd / f"{host.name}.json"
        configuration.write_text(json.dumps(self._configuration(host)))
        host.run("patroni", configuration, user=USER)

    def _programs(self, host: Host) -> Path:
        """PostgreSQL's, where the server goes by the clock of its host."""
        folder = self._etcd / f"{host.name}-bin"
        if not folder.exists():
            folder.mkdir()
            for program in self._binaries.iterdir():
                (folder / program.name).symlink_to(program)
            (folder / "postgres").unlink()
            words = " ".join(f"{name}={shlex.quote(value)}" for name, value in host.clock_in_c.items())
            server = shlex.quote(str(self._binaries / "postgres"))
            (folder / "postgres").write_text(f'#!/bin/sh\nexec env {words} {server} "$@"\n')
            (folder / "postgres").chmod(0o755)
        return folder

    def leader(self) -> Host | None:
        """Who says of itself that it leads; asked one after the other."""
        return next((host for host in self.hosts if self._leads(host)), None)

    def replica(self) -> Host:
        leader = self.leader()
        return next(host for host in reversed(self.hosts) if host is not leader)

    def kill_server(self, host: Host) -> None:
        """The process of PostgreSQL alone."""
        os.kill(int((host.disk / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def wait(self, seconds: float = HEALTHY_WITHIN) -> None:
        """Until one leads, one copies each commit before it is answered, and one more follows."""
        until = time.monotonic() + seconds
        while not self._is_healthy():
            if time.monotonic() > until:
                raise AssertionError(f"the database does not become whole again: {self._members()}")
            time.sleep(0.3)

    def _is_healthy(self) -> bool:
        members = self._members()
        roles = sorted(one["role"] for one in members)
        running = {"leader": "running"}
        is_alive = all(one["state"] == running.get(one["role"], "streaming") for one in members)
        return roles == ["leader", "replica", "sync_standby"] and is_alive

    def _members(self) -> list[dict[str, Any]]:
        for host in self.hosts:
            if found := _asked(host, "/cluster"):
                return list(found.get("members", ()))
        return []

    def _leads(self, host: Host) -> bool:
        return bool(_asked(host, "/primary"))

    def _administrator(self) -> str:
        leader = self.leader()
        if leader is None:
            raise AssertionError("nobody leads")
        return f"host={leader.address} port={PORT} user=postgres dbname=postgres"

    def _configuration(self, host: Host) -> dict[str, Any]:
        data = host.disk / "data"
        return {
            "scope": "huaihai",
            "name": host.name,
            "restapi": {"listen": f"{host.address}:{REST}", "connect_address": f"{host.address}:{REST}"},
            "etcd3": {"hosts": [f"{one.address}:2379" for one in self.hosts]},
            "log": {"level": "WARNING"},
            "bootstrap": {
                "dcs": {**RULES, "postgresql": {"use_pg_rewind": True, "parameters": PARAMETERS}},
                "initdb": [{"encoding": "UTF8"}, {"locale": "C"}, "data-checksums"],
            },
            "postgresql": {
                "listen": f"{host.address}:{PORT}",
                "connect_address": f"{host.address}:{PORT}",
                "data_dir": str(data),
                "bin_dir": str(self._programs(host)),
                "pgpass": str(host.disk / "pgpass"),
                "authentication": {
                    "superuser": {"username": "postgres", "password": "of-tests"},
                    "replication": {"username": "replicator", "password": "of-tests"},
                },
                "pg_hba": [
                    "local all all trust",
                    f"host all all {NETWORK} trust",
                    f"host replication all {NETWORK} trust",
                ],
                "parameters": {"unix_socket_directories": str(host.disk)},
            },
        }


def _asked(host: Host, path: str) -> dict[str, Any] | None:
    """What Patroni answers with 200."""
    try:
        with urllib.request.urlopen(f"http://{host.address}:{REST}{path}", timeout=1) as answer:
            return dict(json.load(answer))
    except (OSError, ValueError):
        return None
