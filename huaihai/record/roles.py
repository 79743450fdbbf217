"""Which part of the background a process does (`huaihai serve --role`). Workers may be many: each claims what it takes.
Of timers one is at work at a time; another goes on when it is gone.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from huaihai.kit import locks
from huaihai.record import worker
from huaihai.record.worker import Job

OF_TIMER: Final = frozenset({"due", "keeping"})


def start(role: str) -> threading.Thread | None:
    """Start the background of this role: `all`, `worker`, `timer`, or `web`, which has none."""
    jobs = jobs_of(role)
    return worker.start(jobs) if jobs else None


def jobs_of(role: str) -> list[Job]:
    timer = [replace(job, once=_one_at_a_time(job)) for job in worker.JOBS if job.name in OF_TIMER]
    others = [job for job in worker.JOBS if job.name not in OF_TIMER]
    return {"web": [], "worker": others, "timer": timer}.get(role, [*others, *timer])


def _one_at_a_time(job: Job) -> Callable[[], object]:
    def once() -> object:
        with locks.tried(job.name) as is_ours:
            return job.once() if is_ours else None

    return once
