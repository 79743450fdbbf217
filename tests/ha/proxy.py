"""HAProxy before the web nodes and before the database, by the very lines of the guide for several machines; besides, a
port of the loopback for each process, through which a trial asks this one alone."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent
from typing import Final

from tests.ha.hosts import GATEWAY, PATH, Host

GUIDE: Final = Path(__file__).resolve().parents[2] / "docs" / "guides" / "many-nodes.md"
SERVED: Final = 8000
OF_TLS: Final = re.compile(r".*(bind :80|redirect scheme|X-Forwarded-Proto).*\n")
EACH: Final = """
listen {name}
    mode tcp
    bind 127.0.0.1:{port}
    server {name} {address}:8000
"""


def of_guide() -> str:
    """What its readers write into haproxy.cfg."""
    found = re.search(r"^    defaults\n(?:    .*\n)+", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise AssertionError("the guide has no lines for HAProxy")
    return dedent(found[0])


def here(site: int, web: list[Host], databases: list[Host]) -> str:
    """The same without a certificate, with the addresses of these hosts."""
    text = re.sub(r"bind :443.*", f"bind 127.0.0.1:{site}", OF_TLS.sub("", of_guide()))
    addresses = {f"10.0.1.{number}": host.address for number, host in enumerate(web, start=1)}
    addresses |= {f"10.0.0.{number}": host.address for number, host in enumerate(databases, start=1)}
    addresses |= {"10.0.0.9": GATEWAY, "315.huaihai.example": "127.0.0.1"}
    for written, ours in addresses.items():
        if written not in text:
            raise AssertionError(f"the guide does not name {written}")
        text = text.replace(written, ours)
    return text


@contextmanager
def before(
    hosts: Mapping[str, Host], databases: list[Host], ports: Mapping[str, int], folder: Path
) -> Iterator[None]:
    """`ports` has one for each process of the program, and "site"."""
    web = [host for name, host in hosts.items() if name.startswith("web")]
    text = here(ports["site"], web, databases)
    for name, host in hosts.items():
        text += EACH.format(name=name, port=ports[name], address=host.address)
    file = folder / "haproxy.cfg"
    file.write_text(text)
    program = shutil.which("haproxy", path=PATH) or "haproxy"
    with (folder / "haproxy.log").open("ab") as log:
        running = subprocess.Popen([program, "-db", "-f", file], stdout=log, stderr=log)
    try:
        yield
    finally:
        running.terminate()
        running.wait()
