"""The background of the embedded server: sends what waits and does what falls due, in threads of its process.

Webhooks and what an upper room sends in thousands (`reactions.SENDING`) have a thread each: a slow system of some
business, or a slow mail server, keeps nothing else waiting.
"""

import logging
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string

from huaihai import reactions
from huaihai.kit import clock
from huaihai.record import due, outbox, webhooks

log = logging.getLogger(__name__)
SEND_EVERY_SECONDS = 5.0
LOOK_EVERY_ROUNDS = 12  # what falls due is looked up once a minute


def start() -> threading.Thread:
    """Start the threads; they end with the process."""
    threading.Thread(target=_webhook_rounds, name="huaihai-webhooks", daemon=True).start()
    threading.Thread(target=_mass_rounds, name="huaihai-mass", daemon=True).start()
    thread = threading.Thread(target=_rounds, name="huaihai-worker", daemon=True)
    thread.start()
    return thread


def _rounds() -> None:
    waiting, number = threading.Event(), 0
    while not waiting.wait(SEND_EVERY_SECONDS):
        _safely(lambda: outbox.send_waiting(at=clock.now()))
        if number % LOOK_EVERY_ROUNDS == 0:
            _safely(lambda: due.fall_due(at=clock.now(), brake=settings.FALL_DUE_BRAKE))
        number += 1


def _webhook_rounds() -> None:
    waiting = threading.Event()
    while not waiting.wait(SEND_EVERY_SECONDS):
        _safely(lambda: webhooks.send_waiting(at=clock.now(), stamp=int(time.time())))


def _mass_rounds() -> None:
    waiting = threading.Event()
    while not waiting.wait(SEND_EVERY_SECONDS):
        _safely(send_all_due)


def send_all_due() -> int:
    """Let the upper rooms send batch after batch until nothing is due; returns how many messages were tried."""
    tried = 0
    for name in reactions.SENDING:
        send = import_string(name)
        while done := send(at=clock.now()):
            tried += done
    return tried


def _safely(work: Callable[[], object]) -> None:
    try:
        close_old_connections()
        work()
    except Exception:  # the next round tries again; the operator reads the log
        log.exception("background work failed")
    finally:
        close_old_connections()
