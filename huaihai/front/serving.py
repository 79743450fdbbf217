"""The pages in threads of this process: no parent that only watches, no second copy of anything in memory."""

import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mt import MTServer

from huaihai.kit import heap

STOP_WITHIN_SECONDS = 10
WATCHED = ("/healthz", "/readyz", "/metrics")
# Seconds at most, after which the background hands Python's one lock to whoever asks for it.
HANDED_OVER = 0.0005
type Application = Callable[..., Any]


class InThisProcess(MTServer):
    """granian's server of threads. It is meant for a Python without the one lock, where alone it is used by itself;
    a WSGI application with threads runs in it in the same way.
    """

    def _check_gil(self) -> None:
        """One worker, whose requests run in threads that take turns, as in a process of granian's own."""


def load(role: str = "all", *, has_pages: bool = True) -> Application:
    """All that every page needs, before the first visitor comes. The background of this role starts with it."""
    from django.db import connection, connections
    from django.urls import reverse

    from huaihai.front.few_threads import FewThreads

    heap.share()
    os.environ["HUAIHAI_ROLE"] = role  # read by huaihai.wsgi
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # of numpy, whose threads would wait for ours
    from huaihai.wsgi import application

    if connection.vendor == "sqlite":
        application.run = FewThreads()
        sys.setswitchinterval(HANDED_OVER)
    if has_pages:
        import_module("huaihai.front.views")
        reverse("home")
    connections.close_all()  # this thread asks nothing more
    # What is there now stays for good: no collection looks through it again.
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    return application if has_pages else partial(_watched, application)


def _watched(application: Application, environ: dict[str, Any], start_response: Any) -> Any:
    if environ["PATH_INFO"] in WATCHED:
        return application(environ, start_response)
    start_response("404 Not Found", [("Content-Type", "text/plain")])
    return [b"This process shows no pages.\n"]


def serve(application: Application, host: str, port: int, *, threads: int) -> None:
    """Until a signal comes; then what has begun is answered, for ten seconds at most."""
    InThisProcess(
        "huaihai.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        workers_kill_timeout=STOP_WITHIN_SECONDS,
        websockets=False,
        log_level=LogLevels.error,  # it warns of more threads than cores, which wait for the database
    ).serve(target_loader=lambda: application, wrap_loader=False)


def end() -> None:
    """The end of the process, whatever a thread still does: what was not committed was not acknowledged either."""
    sys.stdout.flush()
    os._exit(0)
