"""The background of the embedded server: what waits is sent, what falls due is done, in its process.

One thread goes round and does what is short. What speaks with the outside or takes long has a thread of its own for
each round, once there is something to do: a night's counting, some business's slow system or a slow mail server keeps
nothing else waiting. Such a thread's connection to the database ends with it; the one that goes round keeps the only
one. While people are being answered by the same process, all of it waits for a pause of theirs, or for five seconds:
what they sent is committed, and the search finds also what is not in its index yet.
"""

import logging
import math
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.db import close_old_connections, connections
from django.utils.module_loading import import_string

from huaihai import reactions
from huaihai.kit import brakes, clock, counted, heap, integrity, outages
from huaihai.record import clock_doubt, due, keeping, outbox, webhooks
from huaihai.record.log import sequencing

log = logging.getLogger(__name__)
SEND_EVERY_SECONDS = 5.0
LOOK_EVERY_SECONDS = 60.0  # what falls due …
BRAKED_SECONDS = 600.0  # … unless somebody has to look at it first: to find so much takes a second
KEEP_AFTER_SECONDS = 600.0  # the first round of keeping, when a start is over; also after one that failed …
KEEP_EVERY_SECONDS = 86_400.0  # … and the others
SWEEP_EVERY_SECONDS = 600.0  # of counts that have run out
TOGETHER_SECONDS = 1.0  # what would begin so soon after another round begins with it: one waking for all
PAUSE_SECONDS = 0.02  # of one who is not done yet, for other writers
QUIET_SECONDS = 0.25  # since somebody was answered: a pause
GIVES_WAY_SECONDS = 5.0  # at most, until a round has come to its end


@dataclass(frozen=True)
class Job:
    """What is done again and again. A round that returns how much it did is followed by the next until that is 0.

    With `waits` a round has a thread of its own, and begins when that finds something to do.
    """

    name: str
    every: float  # seconds between rounds
    once: Callable[[], object]
    waits: Callable[[], object] | None = None
    first: float = SEND_EVERY_SECONDS  # seconds after the start


def start(jobs: Iterable[Job] | None = None) -> threading.Thread:
    """Start the thread that goes round; it ends with the process."""
    thread = threading.Thread(target=_go_round, args=(JOBS if jobs is None else jobs,), name="huaihai-worker")
    thread.daemon = True
    thread.start()
    return thread


def send_all_due() -> int:
    """Let the upper rooms send batch after batch until nothing is due; returns how many messages were tried."""
    return sum(_until_done(send) for _is_due, send in reactions.SENDING)


def index_all() -> int:
    """Let the upper rooms bring their indexes up to date, with pauses for other writers; returns how much was done."""
    return sum(_until_done(index, PAUSE_SECONDS) for index in reactions.INDEXING)


def answer_all() -> None:
    """Let the upper rooms write the messages that somebody asked for and nobody may time."""
    for name in reactions.ANSWERING:
        _asked(name)


def _asked(name: str) -> Any:
    return import_string(name)(at=clock.now())


def _until_done(name: str, pause: float = 0) -> int:
    done = 0
    while some := _asked(name):
        done += some
        time.sleep(pause)
    return done


class _Turn:
    """When the next round of a job begins."""

    def __init__(self, job: Job, wake: threading.Event) -> None:
        self.job, self.wake, self.outages = job, wake, 0
        self._set(job.first)

    def _set(self, pause: float) -> None:
        self.at = time.monotonic() + pause
        self.gives_way_until = self.at + GIVES_WAY_SECONDS

    def take(self) -> None:
        quiet_in = QUIET_SECONDS - counted.since_last()
        if quiet_in > 0 and time.monotonic() < self.gives_way_until:
            self.at = min(time.monotonic() + quiet_in, self.gives_way_until)
        elif self.job.waits is None:
            self._end(_safely(self.job.once))
        elif (found := _safely(self.job.waits)) and not isinstance(found, Exception):
            self.at = math.inf
            thread = threading.Thread(target=self._apart, name=f"huaihai-{self.job.name}", daemon=True)
            if failed := _safely(thread.start):
                self._end(failed)
        else:
            self._end(found)

    def _apart(self) -> None:
        found = _safely(self.job.once)
        connections.close_all()
        heap.give_back()  # each minute, with what pages left
        self._end(found)
        self.wake.set()

    def _end(self, found: object) -> None:
        pause, was_out, self.outages = self.job.every, self.outages, 0
        if isinstance(found, Exception):
            self.outages = was_out + 1 if outages.is_one(found) else 0
            usual = min(pause, KEEP_AFTER_SECONDS)
            pause = min(usual * 2**self.outages, max(usual, LOOK_EVERY_SECONDS))
        elif found:  # and gives way no longer than it did
            self.at = time.monotonic() + PAUSE_SECONDS
            return
        self._set(pause)


def _go_round(jobs: Iterable[Job]) -> None:
    wake = threading.Event()
    turns = [_Turn(job, wake) for job in jobs]
    while True:
        soonest = min(turn.at for turn in turns) - time.monotonic()
        wake.wait(None if soonest == math.inf else max(0.0, soonest))
        wake.clear()
        until = time.monotonic() + TOGETHER_SECONDS
        for turn in turns:
            if turn.at <= until:
                turn.take()


def _safely(work: Callable[[], object]) -> object:
    """What it returned, or why it failed."""
    try:
        close_old_connections()
        return work()
    except Exception as error:  # the next round tries again; the operator reads the log
        log.exception("background work failed")  # without a database in one line (kit.outages)
        return error
    finally:
        close_old_connections()


class _Brake:
    """When it was found on, by this process; which doubt about the clock stands in its log."""

    found_at: float | None = None
    doubt: clock_doubt.Doubt | None = None


def _fallen_due() -> None:
    if _Brake.found_at is not None and time.monotonic() - _Brake.found_at < BRAKED_SECONDS:
        return
    _Brake.found_at = None
    doubt, before = clock_doubt.look(clock.now()), _Brake.doubt
    _Brake.doubt = doubt
    if doubt is not None:
        if doubt != before:
            log.error("%s", doubt)
        return
    try:
        due.fall_due(at=clock.now(), brake=settings.FALL_DUE_BRAKE)
    except due.Braked:
        _Brake.found_at = time.monotonic()
        raise


def _messages() -> None:
    outbox.send_waiting(at=clock.now())  # a hundred a round at most


def _webhooks() -> None:
    webhooks.send_waiting(at=clock.now(), stamp=int(time.time()))


def _keep() -> None:
    keeping.once(at=clock.now())
    integrity.look_at_tables()


def _always() -> bool:
    return True


def _short(names: Iterable[str]) -> list[Job]:
    return [Job(name, SEND_EVERY_SECONDS, partial(_asked, name)) for name in names]


JOBS: Final[tuple[Job, ...]] = (
    Job("log", SEND_EVERY_SECONDS, lambda: sequencing.sequence(at=clock.now())),
    *_short(reactions.ANSWERING),
    *_short(reactions.INDEXING),
    Job("brakes", SWEEP_EVERY_SECONDS, brakes.sweep),
    Job("messages", SEND_EVERY_SECONDS, _messages, waits=lambda: outbox.is_due(at=clock.now())),
    Job("webhooks", SEND_EVERY_SECONDS, _webhooks, waits=lambda: webhooks.is_due(at=clock.now())),
    *(
        Job(send, SEND_EVERY_SECONDS, partial(_asked, send), waits=partial(_asked, is_due))
        for is_due, send in reactions.SENDING
    ),
    Job("due", LOOK_EVERY_SECONDS, _fallen_due, waits=_always),
    Job("keeping", KEEP_EVERY_SECONDS, _keep, waits=_always, first=KEEP_AFTER_SECONDS),
)
