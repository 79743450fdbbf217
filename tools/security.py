"""`make test-security`: what is attacked, with the programs of other makers that it takes (Debian packages)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Go and its library of tree and notes check the log (tests/security/check_log.go).
PACKAGES = {
    "golang-go": "/usr/bin/go",
    "golang-golang-x-mod-dev": "/usr/share/gocode/src/golang.org/x/mod/sumdb",
}


def main() -> int:
    missing = [package for package, path in PACKAGES.items() if not Path(path).exists()]
    if missing and not _installed(missing):
        print(f"test-security: install {' '.join(missing)} first", file=sys.stderr)
        return 2
    command = [str(ROOT / ".venv" / "bin" / "pytest"), "-q", "-n2", "--dist=worksteal", "tests/security"]
    about = {"HUAIHAI_TAMPERINGS": "600", **os.environ}
    return subprocess.run([*command, *sys.argv[1:]], cwd=ROOT, env=about, check=False).returncode


def _installed(packages: list[str]) -> bool:
    if shutil.which("apt-get") is None:
        return False
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    command = [*as_root, "apt-get", "install", "--yes", "--no-install-recommends", *packages]
    about = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=about, stdout=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
