"""The background of the embedded server: sends what waits and does what falls due, in threads of its process.

Each sort of work has a thread of its own: a night's long counting, a slow system of some business or a slow mail server
keeps no message waiting. What an upper room sends in thousands is named in `reactions.SENDING`.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Final

from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string

from huaihai import reactions
from huaihai.kit import clock, outages
from huaihai.record import due, outbox, webhooks
from huaihai.record.log import sequencing

log = logging.getLogger(__name__)
SEND_EVERY_SECONDS = 5.0
LOOK_EVERY_SECONDS = 60.0  # what falls due …
BRAKED_SECONDS = 600.0  # … unless somebody has to look at it first: to find so much takes a second
INDEXING_PAUSE_SECONDS = 0.02  # what is not indexed yet is opened by whoever searches

type Work = tuple[str, float, Callable[[], object]]  # name of the thread, seconds between rounds, a round


def start(work: Iterable[Work] | None = None) -> list[threading.Thread]:
    """Start the threads; they end with the process."""
    threads = [
        threading.Thread(target=_rounds, args=(seconds, once), name=name, daemon=True)
        for name, seconds, once in (WORK if work is None else work)
    ]
    for thread in threads:
        thread.start()
    return threads


def send_all_due() -> int:
    """Let the upper rooms send batch after batch until nothing is due; returns how many messages were tried."""
    tried = 0
    for name in reactions.SENDING:
        send = import_string(name)
        while done := send(at=clock.now()):
            tried += done
    return tried


def index_all() -> int:
    """Let the upper rooms bring their indexes up to date, with pauses for other writers; returns how much was done."""
    done = 0
    for name in reactions.INDEXING:
        index = import_string(name)
        while some := index(at=clock.now()):
            done += some
            time.sleep(INDEXING_PAUSE_SECONDS)
    return done


def _messages() -> None:
    outbox.send_waiting(at=clock.now())


class _Brake:
    """When it was found on, by this process."""

    found_at: float | None = None


def _fallen_due() -> None:
    if _Brake.found_at is not None and time.monotonic() - _Brake.found_at < BRAKED_SECONDS:
        return
    _Brake.found_at = None
    try:
        due.fall_due(at=clock.now(), brake=settings.FALL_DUE_BRAKE)
    except due.Braked:
        _Brake.found_at = time.monotonic()
        raise


def _webhooks() -> None:
    webhooks.send_waiting(at=clock.now(), stamp=int(time.time()))


WORK: Final[tuple[Work, ...]] = (
    ("huaihai-worker", SEND_EVERY_SECONDS, _messages),
    ("huaihai-due", LOOK_EVERY_SECONDS, _fallen_due),
    ("huaihai-webhooks", SEND_EVERY_SECONDS, _webhooks),
    ("huaihai-log", SEND_EVERY_SECONDS, sequencing.sequence_all),
    ("huaihai-mass", SEND_EVERY_SECONDS, send_all_due),
    ("huaihai-index", SEND_EVERY_SECONDS, index_all),
)


def _rounds(seconds: float, once: Callable[[], object]) -> None:
    waiting, pause = threading.Event(), min(seconds, SEND_EVERY_SECONDS)  # the first round comes soon
    without_database = 0  # rounds one after the other
    while not waiting.wait(pause):
        without_database = 0 if _safely(once) else without_database + 1
        pause = min(seconds * 2**without_database, max(seconds, LOOK_EVERY_SECONDS))


def _safely(work: Callable[[], object]) -> bool:
    """Whether the database answered."""
    try:
        close_old_connections()
        work()
    except Exception as error:  # the next round tries again; the operator reads the log
        log.exception("background work failed")  # without a database in one line (kit.outages)
        return not outages.is_one(error)
    finally:
        close_old_connections()
    return True
