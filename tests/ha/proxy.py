"""HAProxy before the web nodes, as a plain process on the loopback (Debian's package)."""

import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.processes import free_port

CONFIGURATION = """
global
    maxconn 2000
defaults
    mode http
    timeout connect 2s
    timeout client 60s
    timeout server 60s
    retries 3
    option redispatch
    # A node that stops takes nothing new: what did not reach it goes to the other one.
    retry-on conn-failure
frontend public
    bind 127.0.0.1:{port}
    unique-id-format %[uuid()]
    unique-id-header X-Request-Id
    option forwardfor
    default_backend web
backend web
    balance roundrobin
    option httpchk
    http-check send meth GET uri /readyz hdr Host 127.0.0.1
    default-server check inter 500ms fall 2 rise 1
{servers}
"""


def install() -> str:
    """The program; by apt where it is missing and this is root."""
    found = shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin")
    if not found:
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", "haproxy"], check=True)
        found = shutil.which("haproxy", path="/usr/sbin")
    if not found:
        raise SystemExit("No HAProxy found. On Debian: apt-get install haproxy")
    return found


@contextmanager
def before(ports: Mapping[str, int], folder: Path) -> Iterator[int]:
    """Its port, once it passes requests on."""
    program, port = install(), free_port()
    servers = "\n".join(f"    server {name} 127.0.0.1:{one}" for name, one in ports.items())
    file = folder / "haproxy.cfg"
    file.write_text(CONFIGURATION.format(port=port, servers=servers))
    with (folder / "haproxy.log").open("ab") as log:
        running = subprocess.Popen([program, "-db", "-f", file], stdout=log, stderr=log)
    try:
        _wait(port)
        yield port
    finally:
        running.terminate()
        running.wait()


def _wait(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
