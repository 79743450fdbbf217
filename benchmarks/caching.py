"""Public pages of one node behind nginx as `deploy/` has it: how many a second, and how few the program is asked."""

import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from benchmarks import parts, processes
from benchmarks.worlds import Keeper

SITE: Final = Path(__file__).parents[1] / "deploy" / "nginx" / "huaihai.conf"
NGINX, WRK = Path("/usr/sbin/nginx"), Path("/usr/bin/wrk")  # Debian packages of these names
RATE, ASKED = "public pages behind nginx", "public pages behind nginx, asked of the program"
PAGES: Final = ("/", "/warnings/", "/statistics/", "/board/", "/brands/")
SECONDS, CONNECTIONS, STARTS_WITHIN = 30, 32, 10.0
SCRIPT: Final = """
local pages, n = {%s}, 0
request = function()
  n = n + 1
  return wrk.format("GET", pages[n %% #pages + 1], {["Accept-Encoding"] = "gzip"})
end
"""


def settings(folder: Path, *, program: int = 8000, plain: int = 80, tls: int = 443) -> Path:
    """nginx's own file in this folder, which holds a key and a certificate of its own and all that nginx writes."""
    made = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"), "-subj", "/CN=localhost"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    subprocess.run(["openssl", "req", "-x509", *kind, *made], check=True, capture_output=True)
    site = SITE.read_text(encoding="utf-8")
    for there, here in (
        ("/etc/huaihai/tls", str(folder)), ("/var/log/nginx", str(folder)), ("/var/cache/nginx", str(folder)),
        ("127.0.0.1:8000", f"127.0.0.1:{program}"), ("listen 80 ", f"listen {plain} "), ("[::]:80 ", f"[::]:{plain} "),
        ("listen 443 ", f"listen {tls} "), ("[::]:443 ", f"[::]:{tls} "),
    ):  # fmt: skip
        site = site.replace(there, here)
    (folder / "site.conf").write_text(site)
    own = folder / "nginx.conf"
    own.write_text(
        f"pid {folder}/pid; error_log {folder}/error.log; worker_processes auto; "
        f"worker_rlimit_nofile 65536; events {{ worker_connections 16384; }} "  # as install.sh sets them
        f"http {{ include {folder}/site.conf; }}"
    )
    return own


def measure(keeper: Keeper) -> list[dict[str, Any]]:
    """Pages a second, and the hundredths of them that nginx asked the program for. Raises RuntimeError without nginx or
    wrk, or if a page is not answered as it should be."""
    if missing := [one.name for one in (NGINX, WRK) if not one.exists()]:
        raise RuntimeError(f"install {' '.join(missing)} first")
    with keeper.copy(keeper.kept("sqlite", 0)) as world:
        server = processes.huaihai(world.environment, world.log)
        try:
            server.wait()
            with behind_nginx(world.folder, server.port) as (port, _nginx):
                rate = _asked(port, world.folder)
            known = Counter(
                line.split()[-1] for line in (world.folder / "huaihai.log").read_text().splitlines()
            )
        finally:
            server.stop()
    asked = 100 * (1 - known["HIT"] / known.total())
    return [parts.value(RATE, round(rate), "req/s"), parts.value(ASKED, round(asked, 2), "%")]


@contextmanager
def behind_nginx(folder: Path, program: int) -> Iterator[tuple[int, int]]:
    """The port at which it answers for the program, and its process. Raises RuntimeError if it does not start."""
    port = processes.free_port()
    own = settings(folder, program=program, plain=processes.free_port(), tls=port)
    folder.chmod(0o755)  # its workers run as a user of their own
    running = subprocess.Popen([NGINX, "-c", own, "-g", "daemon off;"])
    try:
        time.sleep(1)
        if running.poll() is not None:
            raise RuntimeError((folder / "error.log").read_text())
        yield port, running.pid
    finally:
        running.terminate()
        running.wait()


def _asked(port: int, folder: Path) -> float:
    script = folder / "pages.lua"
    script.write_text(SCRIPT % ", ".join(f'"{page}"' for page in PAGES))
    how = ["-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(script), f"https://127.0.0.1:{port}"]
    said = subprocess.run([WRK, *how], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(said)
    return float(next(line for line in said.splitlines() if line.startswith("Requests/sec")).split()[1])
