"""`make bundle`: all that an installation needs, in one tar, for machines without a network.

    dist/huaihai-VERSION-COMMIT.tar     install.sh, the program, wheels for x86-64 and arm64, Debian's packages, hashes

Tests and tools are not in it. Wheels come by the hashes in requirements/; Debian's packages by apt, whose
signatures are checked here, so that the hashes in the bundle stand for them where it is installed.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
PIP = (TOOLS / "uv" / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--quiet")
UV = TOOLS / "uv" / "bin" / "uv"
PYTHON = "3.13"  # Debian 13's
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}  # as the kernel and as Debian call them
GLIBC = range(5, 42)  # of manylinux tags, up to Debian 13's
PROGRAM = ("huaihai", "alliances", "countries", "docs", "LICENSE", "pyproject.toml")
# Files in a bucket need the second, assistants the third.
PINNED = ("requirements/base.txt", "requirements/s3.txt", "requirements/assistants.txt")
LEFT_OUT = ("docs/pictures/", "docs/asvs.csv")
MADE = ("huaihai/**/*.mo", "huaihai/*/static/*/vendor/**/*", "countries/*/triage/weights.*")
SOURCES = """Types: deb
URIs: http://deb.debian.org/debian
Suites: trixie trixie-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.pgp

Types: deb
URIs: http://deb.debian.org/debian-security
Suites: trixie-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.pgp
"""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--into", type=Path, default=ROOT / "dist", help="default: dist/")
    parser.add_argument("--arch", choices=sorted(ARCHITECTURES), action="append", help="default: both")
    parser.add_argument("--no-debs", action="store_true", help="without Debian's packages")
    args = parser.parse_args()
    began = time.monotonic()
    version = name_of_version()
    folder = args.into / f"huaihai-{version}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    chosen = args.arch or sorted(ARCHITECTURES)
    timed("the program", partial(put_program, folder, version))
    for arch in chosen:
        timed(f"wheels for {arch}", partial(put_wheels, folder, arch))
        if not args.no_debs:
            timed(f"Debian's packages for {arch}", partial(put_debs, folder, ARCHITECTURES[arch]))
    write_index(folder / "debs")
    write_hashes(folder)
    made = pack(folder)
    size = made.stat().st_size / 1e6
    print(f"bundle: {made} ({size:.0f} MB, {time.monotonic() - began:.0f} s)")
    print(f"bundle: SHA-256 {digest(made)}")
    return 0


def name_of_version() -> str:
    sys.path.insert(0, str(ROOT))
    from huaihai import version

    return f"{version.VERSION}-{version.commit() or 'unknown'}"


def put_program(folder: Path, version: str) -> None:
    """What git holds of it, without tests, and what set-up made: texts, cards, the library of charts."""
    for path in program_files():
        target = folder / "program" / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    (folder / "program" / "huaihai" / "commit.txt").write_text(version.partition("-")[2] + "\n")
    shutil.copytree(ROOT / "deploy", folder / "deploy")
    shutil.move(folder / "deploy" / "install.sh", folder / "install.sh")
    (folder / "VERSION").write_text(version + "\n")


def program_files() -> Iterator[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *PROGRAM], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if "/tests/" not in name and not name.startswith(LEFT_OUT) and (ROOT / name).is_file():
            yield ROOT / name
    for pattern in MADE:
        yield from (path for path in ROOT.glob(pattern) if path.is_file())


def put_wheels(folder: Path, arch: str) -> None:
    """Ready-made ones alone: nothing is compiled where it is installed."""
    pins = folder / f"requirements-{arch}.txt"
    resolve = (
        "--quiet",
        "--no-deps",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
        "--python-version",
        PYTHON,
    )
    platform = ("--python-platform", f"{arch}-manylinux_2_40", *PINNED, "-o", pins)
    run(UV, "pip", "compile", *resolve, *platform)
    tags = [f"manylinux_2_{number}_{arch}" for number in reversed(GLIBC)]
    tags += [f"{old}_{arch}" for old in ("manylinux2014", "manylinux2010", "manylinux1", "linux")]
    wanted = [part for tag in tags for part in ("--platform", tag)]
    abis = (
        "--implementation",
        "cp",
        "--abi",
        f"cp{PYTHON.replace('.', '')}",
        "--abi",
        "abi3",
        "--abi",
        "none",
    )
    (folder / "wheels").mkdir(exist_ok=True)
    target = (
        "--dest",
        folder / "wheels",
        "--only-binary",
        ":all:",
        "--no-deps",
        "--require-hashes",
        "-r",
        pins,
    )
    run(*PIP, "download", "--python-version", PYTHON, *abis, *wanted, *target)


def put_debs(folder: Path, arch: str) -> None:
    """The packages with all that they need on a machine that has nothing; apt takes what is missing there."""
    if shutil.which("apt-get") is None:
        print("bundle: no apt on this machine, so Debian's packages are not in it", flush=True)
        return
    state, target = folder / f".apt-{arch}", folder / "debs"
    for name in ("lists/partial", "cache/archives/partial", "etc"):
        (state / name).mkdir(parents=True)
    (state / "status").touch()
    (state / "etc" / "debian.sources").write_text(SOURCES)
    lists = ("packages.txt", "packages-postgresql.txt")
    names = [name for one in lists for name in (ROOT / "deploy" / one).read_text().split()]
    run("apt-get", *apt_options(state, arch), "-qq", "update")
    run(
        "apt-get",
        *apt_options(state, arch),
        "-qq",
        "--yes",
        "--no-install-recommends",
        "--download-only",
        "install",
        *names,
    )
    target.mkdir(exist_ok=True)
    for path in sorted((state / "cache" / "archives").glob("*.deb")):
        path.rename(target / path.name.replace("%3a", "."))
    shutil.rmtree(state)


def write_index(folder: Path) -> None:
    """One list of both architectures, from which apt takes those of the machine."""
    if folder.exists():
        (folder / "Packages").write_text("".join(index_of(path) for path in sorted(folder.glob("*.deb"))))


def apt_options(state: Path, arch: str) -> list[str]:
    """apt with a state of its own, as if nothing were installed: what this machine has and wants is not asked."""
    places = {
        "Dir::State": state,
        "Dir::State::status": state / "status",
        "Dir::State::lists": state / "lists",
        "Dir::Cache": state / "cache",
        "Dir::Cache::archives": state / "cache" / "archives",
        "Dir::Etc::sourcelist": "/dev/null",
        "Dir::Etc::sourceparts": state / "etc",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "APT::Architecture": arch,
        "APT::Architectures": arch,
        "APT::Sandbox::User": "root",
        "APT::Keep-Downloaded-Packages": "true",
        "Binary::apt-get::APT::Keep-Downloaded-Packages": "true",
        "DPkg::Post-Invoke::": "",
        "APT::Update::Post-Invoke::": "",
    }
    return [part for name, value in places.items() for part in ("-o", f"{name}={value}")]


def index_of(path: Path) -> str:
    """Its paragraph in the list of the folder, from which apt installs."""
    told = subprocess.run(["dpkg-deb", "--field", path], check=True, capture_output=True, text=True).stdout
    return f"{told.strip()}\nFilename: ./{path.name}\nSize: {path.stat().st_size}\nSHA256: {digest(path)}\n\n"


def write_hashes(folder: Path) -> None:
    lines = [
        f"{digest(path)}  {path.relative_to(folder)}\n"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    (folder / "SHA256SUMS").write_text("".join(lines))


def pack(folder: Path) -> Path:
    """The same bundle from the same files is the same to the byte."""
    made = Path(f"{folder}.tar")

    def plain(one: tarfile.TarInfo) -> tarfile.TarInfo:
        one.uid = one.gid = one.mtime = 0
        one.uname = one.gname = "root"
        one.mode = 0o755 if one.isdir() or one.mode & 0o100 else 0o644
        return one

    with tarfile.open(made, "w") as tar:
        for path in [folder, *sorted(folder.rglob("*"))]:
            tar.add(path, path.relative_to(folder.parent), recursive=False, filter=plain)
    return made


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def timed(what: str, work: Callable[[], None]) -> None:
    began = time.monotonic()
    work()
    print(f"bundle: {what} ({time.monotonic() - began:.0f} s)", flush=True)


def run(*command: str | Path) -> None:
    env = {**os.environ, "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run(command, cwd=ROOT, env=env, check=False).returncode:
        raise SystemExit(f"bundle: this failed: {' '.join(map(str, command))[:300]}")


if __name__ == "__main__":
    sys.exit(main())
