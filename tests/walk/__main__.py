"""`make test-deploy`: the guides for one machine, each command with a clock."""
# ruff: noqa: T201 # it takes minutes, and says how far it is

import argparse
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Final

from tests.walk import machine
from tests.walk.container import InContainer
from tests.walk.walk import HOST, ROOT, Walk

PARTS: Final[dict[str, tuple[tuple[str, Callable[[Walk], None]], ...]]] = {
    "sqlite": (
        ("a stranger installs it", Walk.first),
        ("a second machine from its backups", Walk.second),
        ("a third from an older one, by the key in the safe", Walk.by_safe),
    ),
    "postgresql": (
        ("back to a chosen second", Walk.to_a_second),
        ("a second machine, to the last second", Walk.to_the_last),
    ),
    "container": (("in a container", lambda walk: InContainer(walk.folder, walk.bundle).whole()),),
}


def authority(folder: Path) -> None:
    """A city's certificate, and who vouches for it."""
    new = ("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    ca, key = folder / "ca.pem", folder / "ca.key"
    mine = ("-x509", "-days", "30", "-subj", "/CN=City", "-addext", "keyUsage=critical,keyCertSign")
    machine.run(*new, *mine, "-keyout", str(key), "-out", str(ca))
    named = (
        "-subj",
        f"/CN={HOST}",
        "-addext",
        f"subjectAltName=DNS:{HOST}",
        "-addext",
        "basicConstraints=CA:FALSE",
    )
    signed = ("-x509", "-days", "30", "-CA", str(ca), "-CAkey", str(key))
    machine.run(*new, *named, *signed, "-keyout", str(folder / "city.key"), "-out", str(folder / "city.pem"))


def bundled(folder: Path) -> Path:
    """As `make bundle` makes it, for this kind of machine."""
    tool = [sys.executable, "tools/bundle.py", "--arch", platform.machine(), "--into", str(folder)]
    subprocess.run(tool, cwd=ROOT, check=True)
    return next(folder.glob("huaihai-*.tar"))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.walk", description=__doc__)
    parser.add_argument("--bundle", type=Path, help="a bundle that is there (default: a new one)")
    parser.add_argument(
        "--in",
        dest="folder",
        type=Path,
        help="work there, with the Debian that is there, and leave what is made",
    )
    parser.add_argument("--only", choices=tuple(PARTS), help="one part")
    args = parser.parse_args()
    passed = 0
    machine.install()
    folder = args.folder or Path(tempfile.mkdtemp(prefix="huaihai-walk-"))
    try:
        (folder / "disk").mkdir(parents=True, exist_ok=True)
        machine.run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", str(folder / "disk"))  # another disk
        for name in ("huaihai", "postgresql"):
            (folder / "disk" / name).mkdir(mode=0o755)
        walk = Walk(folder, args.bundle or bundled(folder / "bundle"))
        if not (folder / "debian").exists():
            machine.debian(folder / "debian")
        authority(folder)
        for what, step in chain.from_iterable([PARTS[args.only]] if args.only else PARTS.values()):
            print(f"{what}:", flush=True)
            step(walk)
            passed += 1
    finally:
        subprocess.run(["umount", folder / "disk"], check=False)
        if not args.folder:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{passed} passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
