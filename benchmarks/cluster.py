"""A PostgreSQL server of our own that keeps its data between runs, as durable as one in service (fsync on)."""

import os
import pwd
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
import postgres

SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "512MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "30min",
    "max_connections": "100",
    "jit": "off",
}


@dataclass(frozen=True)
class Cluster:
    """Where it is reached, and the process that is the parent of all of its others."""

    socket: Path
    pid: int
    version: str

    def url(self, name: str) -> str:
        return f"postgresql://{postgres.ADMINISTRATOR}@/{name}?host={quote(str(self.socket), safe='')}"

    def databases(self) -> set[str]:
        with psycopg.connect(self.url("postgres")) as server:
            return {name for (name,) in server.execute("SELECT datname FROM pg_database")}

    def create(self, name: str, template: str = "template0") -> None:
        """A new database, empty or like another one that nobody uses now."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as server:
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )

    def drop(self, name: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def run(self, name: str, statement: str) -> None:
        with psycopg.connect(self.url(name), autocommit=True) as server:
            server.execute(statement.encode())


@contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    """The server whose data are in this folder; made if there is none."""
    user = "nobody" if os.geteuid() == 0 else None
    folder.mkdir(parents=True, exist_ok=True)
    socket = Path(tempfile.mkdtemp(prefix="huaihai-pg-", dir="/tmp"))  # its path must be short
    if user:
        account = pwd.getpwnam(user)
        for one in (folder, socket):
            os.chown(one, account.pw_uid, account.pw_gid)
    try:
        binaries, data = postgres.find_binaries(socket), folder / "data"
        if not (data / "PG_VERSION").exists():
            about: list[str | Path] = [
                "--auth=trust",
                f"--username={postgres.ADMINISTRATOR}",
                "--encoding=UTF8",
                "--locale=C",
            ]
            postgres.run(user, binaries / "initdb", "-D", data, *about)
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        asked: list[str | Path] = [
            "-w",
            "-t",
            "300",
            "-l",
            folder / "log",
            "-o",
            f"-k {socket} {options}",
            "start",
        ]
        postgres.run(user, binaries / "pg_ctl", "-D", data, *asked)
        try:
            pid = int((data / "postmaster.pid").read_text().split()[0])
            yield Cluster(socket, pid, (data / "PG_VERSION").read_text().strip())
        finally:
            postgres.run(user, binaries / "pg_ctl", "-D", data, "-m", "fast", "-t", "300", "-w", "stop")
    finally:
        shutil.rmtree(socket, ignore_errors=True)
