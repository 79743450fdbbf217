"""A worker in a process of its own, for the test that kills it: `python -m huaihai.education.tests.killed_worker`.

It sends what is due at the moment given, through a provider that is a file: a line for each message it takes.
"""

import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

PROVIDER = "HUAIHAI_TEST_PROVIDER"  # the file
HOLDS = "HUAIHAI_TEST_HOLDS"  # after so many messages it answers no more, so that there is a middle to be killed in


def send(*, address: str, title: str, text: str, effect_key: str, **more: Any) -> None:
    """Take the message: one line, in one write, on the disk whatever becomes of the caller."""
    handle = os.open(os.environ[PROVIDER], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    try:
        os.write(handle, f"{effect_key} {address}\n".encode())
    finally:
        os.close(handle)
    if len(taken(Path(os.environ[PROVIDER]))) == int(os.environ.get(HOLDS, "0")):
        time.sleep(600)


def taken(provider: Path) -> list[str]:
    """The lines so far."""
    return provider.read_text().splitlines() if provider.exists() else []


def main() -> None:
    """Until nothing is due."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections

    name = os.environ["HUAIHAI_TEST_DATABASE"]
    settings.DATABASES["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name
    from huaihai.education.sending import verbs as sending_verbs

    while sending_verbs.send_due(at=datetime.fromisoformat(sys.argv[1]), limit=20):
        pass


if __name__ == "__main__":
    main()
