"""The kills: at each step that a run without one has listed, then at random, until there are enough."""
# ruff: noqa: T201 # it takes minutes, and says how far it is

import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django

from benchmarks.processes import Server, free_port
from tests.crash import hook
from tests.crash.browser import Browser

TASKS = ("intake", "hand-over", "payout", "publication")
TASK_OF = {"photo": "intake", "receipt": "intake", "message": "intake", "letter": "publication"}
AT_ONCE = 3  # complaints on their way at a random kill
DIES_WITHIN, SENT_WITHIN, DONE_WITHIN = 150.0, 150.0, 300.0  # seconds


class Trials:
    """One database, one server after the other."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.passed = self.failed = self.kills = 0
        self.steps: list[str] = []
        self._of_first: set[str] = set()
        self._of_later: set[str] = set()
        self._folder, self._chance = folder, random.Random(seed)
        self._provider, self._armed, self._listed = folder / "provider", folder / "armed", folder / "listed"
        self._port = free_port()
        own = {hook.AT: str(self._armed), hook.LIST: str(self._listed), "CRASH_PROVIDER": str(self._provider)}
        self._environment = {**os.environ, **own}
        self._server = self._start()
        django.setup()
        from tests.crash.world import World

        try:
            self._world = World(seed)
        except BaseException:
            self._kill()
            raise

    def run(self, kills: int, only: str) -> None:
        """List the steps, then as many trials as asked; with fewer kills than steps, a sample of them."""
        try:
            self.steps = [step for step in self._list() if step.startswith(only)]
            print(f"{len(self.steps)} steps", flush=True)
            chosen = (
                self.steps if kills >= len(self.steps) else self._chance.sample(self.steps, max(kills - 1, 1))
            )
            for step in chosen:
                self._trial(step, lambda step=step: self._at_step(step))
            while self.kills < kills:
                self._trial("at random", self._at_random)
            if not os.environ.get("DATABASE_URL"):  # the disk of a server is another one's
                self._trial("disk full", self._disk_full)
            self._trial("at the end", self._until_sent)
        finally:
            self._kill()
            (self._folder / "result").write_text(f"{self.passed} {self.failed}", encoding="utf-8")

    def _list(self) -> list[str]:
        """What runs without a kill come by, each step once, in order. What a server reads once and keeps parts the
        writes of the first of a kind; the next one sends them together, so that each has steps of its own."""
        first: dict[str, None] = {}
        later: dict[str, None] = {}
        for name in TASKS:
            self._afresh()
            first |= self._steps_of(name)
            later |= self._steps_of(name)
        self._of_first, self._of_later = first.keys() - later.keys(), later.keys() - first.keys()
        found = first | later
        missing = {*hook.PATHS, "message", "letter"} - {step.partition(":")[0] for step in found}
        missing |= {f"{path}: commit" for path in ("intake", "payout", "publication")} - set(found)
        if missing:
            raise AssertionError(f"no step was listed of: {', '.join(sorted(missing))}")
        return list(found)

    def _steps_of(self, name: str) -> dict[str, None]:
        self._done([self._begin(name)])
        self._until_sent()
        listed = self._listed.read_text(encoding="utf-8").splitlines()
        self._listed.unlink()
        return dict.fromkeys(listed)

    def _afresh(self) -> None:
        """On a server that has read nothing yet."""
        self._until_sent()
        self._kill()
        self._server = self._start()

    def _at_step(self, step: str) -> None:
        path = step.partition(":")[0]
        name = TASK_OF.get(path, path)
        if step in self._of_first:
            self._afresh()
        if step in self._of_later:
            self._done([self._begin(name)])
        task = self._prepared(name)
        self._armed.write_text(step, encoding="utf-8")
        doing = self._begin_task(task)
        try:
            self._server.process.wait(DIES_WITHIN)
        except subprocess.TimeoutExpired as error:
            raise AssertionError("the step was not reached") from error
        finally:
            self._armed.unlink()
        if self._server.process.returncode != -signal.SIGKILL:
            raise AssertionError(f"the server ended with {self._server.process.returncode}")
        self._start_again([doing])

    def _at_random(self) -> None:
        doing = [self._begin_task(self._prepared("intake")) for _ in range(AT_ONCE)]
        time.sleep(self._chance.random())
        self._start_again(doing)

    def _disk_full(self) -> None:
        """No file grows any more: pages are read, what is sent is refused in words and kept, and then it goes on."""
        task = self._prepared("intake")
        reader = Browser(dict(task.browser.cookies), self._port)
        pid, no_limit = self._server.pid, resource.prlimit(self._server.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, no_limit[1]))
        try:
            seen = {address: reader.get(address).status for address in ("/", "/track/", "/file/check/")}
            sent = reader.post("/track/lost-code/", {"number": "x", "address": "13800000001"}).status
            refused = reader.post("/file/story/", {"story": "Typed while nothing can be saved"})
            watched = reader.get("/readyz")
        finally:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, no_limit)
        if set(seen.values()) != {200} or sent != 200:
            raise AssertionError(f"pages that are only read: {seen}, {sent}")
        if refused.status != 503 or 'value="Typed while nothing can be saved"' not in refused.text:
            raise AssertionError(f"what was typed is not kept: {refused.status} {refused.text[:500]}")
        if watched.status != 503 or "disk" not in watched.text:
            raise AssertionError(f"whoever watches hears {watched.status} {watched.text}")
        self._done([self._begin_task(task)])

    def _trial(self, name: str, disturb: Any) -> None:
        from tests.crash import history

        try:
            disturb()
            faults = history.faults(self._world.done, self._taken, in_hand=self.kills)
        except Exception as error:  # noqa: BLE001 # it is told, and the next trial follows
            faults = [f"{type(error).__name__}: {error}"]
            self._revive()
        self.passed, self.failed = self.passed + (not faults), self.failed + bool(faults)
        for fault in faults:
            print(f"FAILED {name}: {fault}", flush=True)

    def _prepared(self, name: str) -> Any:
        """A task that fills the paths of `name`; made by this process, before anything is armed."""
        task = self._world.task(name)
        task.browser.port = self._port
        return task

    def _begin(self, name: str) -> "Doing":
        return self._begin_task(self._prepared(name))

    def _begin_task(self, task: Any) -> "Doing":
        doing = Doing(task)
        doing.start()
        return doing

    def _done(self, doing: Sequence["Doing"]) -> None:
        for one in doing:
            one.join(DONE_WITHIN)
            if one.is_alive():
                raise AssertionError("nobody answered")
            if one.error is not None:
                raise one.error

    def _start_again(self, doing: Sequence["Doing"]) -> None:
        self._kill()
        self.kills += 1
        self._let_leases_run_out()
        self._server = self._start()
        self._done(doing)

    def _revive(self) -> None:
        """After a failed trial the next one finds a server."""
        if self._server.process.poll() is not None:
            self._server = self._start()

    def _start(self) -> Server:
        command = [sys.executable, "-m", "tests.crash.hook", "serve", "--port", str(self._port)]
        server = Server(command, self._environment, self._port, self._folder / "log")
        server.wait("/about/")
        return server

    def _kill(self) -> None:
        if self._server.process.poll() is None:
            self._server.process.send_signal(signal.SIGKILL)
        self._server.process.wait()

    def _let_leases_run_out(self) -> None:
        """As if ten minutes had gone by: what the dead one had claimed is free again, and phones show another code."""
        from huaihai.education.models import Delivery
        from huaihai.kit import clock
        from huaihai.kit.models import BrakeCount
        from huaihai.members.factors import ONCE
        from huaihai.record.models import OutboxMessage

        BrakeCount.objects.filter(key__startswith=f"{ONCE.name}:").delete()

        OutboxMessage.objects.filter(sent_at=None, gave_up_at=None).update(next_try_at=clock.now())
        Delivery.objects.waiting().update(claimed_until=None)

    def _until_sent(self) -> None:
        from huaihai.education.models import Delivery
        from huaihai.record.models import OutboxMessage

        until = time.monotonic() + SENT_WITHIN
        waiting = OutboxMessage.objects.filter(sent_at=None, gave_up_at=None).exclude(
            channel__in=("call", "webhook")
        )
        while waiting.exists() or Delivery.objects.waiting().exists():
            if time.monotonic() > until:
                raise AssertionError("messages wait that nobody sends")
            time.sleep(0.2)

    def _taken(self) -> list[str]:
        return self._provider.read_text(encoding="utf-8").splitlines() if self._provider.exists() else []


class Doing(threading.Thread):
    """A task on its way, in a thread with connections of its own."""

    def __init__(self, task: Any) -> None:
        super().__init__(daemon=True)
        self._task = task
        self.error: Exception | None = None

    def run(self) -> None:
        from django.db import connection

        try:
            self._task.do(self._task.browser)
        except Exception as error:  # noqa: BLE001 # whoever waits for it hears
            self.error = error
        finally:
            connection.close()
