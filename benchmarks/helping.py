"""A process with Django in a world: it fills it, prepares what is sent, counts queries, compares what is found.

Nothing of Django is imported at the top: the environment has to be right before the settings are read.
"""

import os
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any


def live(orders: Connection, environment: Mapping[str, str]) -> None:
    """Answer orders until there is none: module and name of a function of benchmarks, and what it takes."""
    os.environ.clear()
    os.environ.update(environment, HUAIHAI_HOSTS="127.0.0.1,localhost,testserver")
    import django

    django.setup()
    with suppress(EOFError):
        while True:
            name, *about = orders.recv()
            module, _, function = name.rpartition(".")
            try:
                act: Callable[..., Any] = getattr(import_module(f"benchmarks.{module}"), function)
                answer = True, act(*about)
            except Exception:  # noqa: BLE001 # whoever asked is told
                answer = False, traceback.format_exc()
            orders.send(answer)
    from django.db import connections

    connections.close_all()
