"""Two web nodes and two workers behind HAProxy, on one PostgreSQL and one object store."""

import os
import signal
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError
from uuid import uuid4

from benchmarks.processes import Server, free_port
from tests.ha import proxy, store
from tests.ha.swift import Swift
from tests.ha.trials import Trials

ROLES: Final = {"web-1": "web", "web-2": "web", "worker-1": "worker", "worker-2": "worker", "timer": "timer"}
FILERS, MESSAGES, RESTARTS = 3, 300, 2
SENT_WITHIN, STOPS_WITHIN = 120.0, 4.0
KEYS: Final = "keys.json"


class Nodes:
    """Processes of one installation, each with a folder of its own."""

    def __init__(self, folder: Path, swift: Swift) -> None:
        self.folder, self.swift = folder, swift
        self.ports = {name: free_port() for name in ROLES}
        self.running: dict[str, Server] = {}

    def start(self, *names: str) -> None:
        """All at once: the first prepares the database, the others wait for it."""
        for name in names:
            command = [sys.executable, "-m", "huaihai.cli", "serve", "--role", ROLES[name]]
            own = {
                "HUAIHAI_VAR": str(self.folder / name),
                "HUAIHAI_KEYS_FILE": str(self.folder / "driver" / KEYS),
                "HUAIHAI_LOG": "json",
                **self.swift.environment(),
            }
            port = self.ports[name]
            self.running[name] = Server(
                [*command, "--port", str(port)], os.environ | own, port, self.folder / f"{name}.log"
            )
        for name in names:
            self.running[name].wait("/readyz")

    def stop(self, name: str) -> float:
        """As an operator does; returns the seconds it took."""
        began = time.monotonic()
        self.running[name].process.send_signal(signal.SIGTERM)
        self.running[name].process.wait(30)
        return time.monotonic() - began

    def kill(self, name: str) -> None:
        self.running[name].process.send_signal(signal.SIGKILL)
        self.running[name].process.wait()

    def end(self) -> None:
        for server in self.running.values():
            if server.process.poll() is None:
                server.process.kill()
                server.process.wait()


def run(trials: Trials, folder: Path, swift: Swift) -> None:
    """Everything in turn, over one history that is checked after each disturbance."""
    nodes = Nodes(folder, swift)
    try:
        nodes.start(*ROLES)
        _run(trials, nodes)
    finally:
        nodes.end()


def _run(trials: Trials, nodes: Nodes) -> None:
    from django.conf import settings

    settings.BUCKET = store.bucket_of(nodes.swift.environment())
    from tests.crash.world import World

    web = {name: nodes.ports[name] for name in ROLES if ROLES[name] == "web"}
    with proxy.before(web, nodes.folder) as port:
        scene = Scene(nodes, World(trials.seed), port)
        trials.run("nodes: any node serves any file", scene.any_file)
        trials.run("nodes: brakes hold across nodes", scene.brakes)
        trials.run("nodes: nothing is sent twice", scene.sent_once)
        for _ in range(RESTARTS):
            trials.run("nodes: a rolling restart loses no request that retries", scene.rolling_restart)
        for name in ROLES:
            trials.run(f"nodes: {name} is killed under load", partial(scene.killed, name))
        trials.run("nodes: the store of files is away", scene.store_away)
        trials.run("nodes: the database hangs", scene.database_hangs)
        trials.run("nodes: the numbers for whoever watches", scene.watched)


class Scene:
    """People at work on the nodes."""

    def __init__(self, nodes: Nodes, world: Any, port: int) -> None:
        self.nodes, self.world, self.port, self.killed_so_far = nodes, world, port, 0

    def any_file(self) -> str:
        """Handed in at one node, shown by the other; neither has it in its folder."""
        from django.urls import reverse

        from huaihai.cases.models import Evidence

        task = self.world.task("intake")
        task.browser.port = self.nodes.ports["web-1"]
        task.do(task.browser)
        proof = Evidence.objects.filter(case__pk__in=self.world.done.numbers).latest("added_at")
        address = reverse("my-evidence-file", args=[proof.case_id, proof.pk])
        for name in ("web-2", "web-1"):
            task.browser.port = self.nodes.ports[name]
            answer = task.browser.get(address)
            assert answer.status == 200, f"{name}: {answer.status}"
            assert not list((self.nodes.folder / name / "files").rglob(f"{proof.sha256}*"))
        return "both nodes"

    def brakes(self) -> str:
        """Tries at both nodes in turn count together."""
        from huaihai.cases.consumer.tracking import access
        from huaihai.cases.numbers import new_number

        said, number = Counter[str](), new_number("320300", 2026)
        for turn in range(4 * access.TRIES_HERE.most):
            said[_tried(self.nodes.ports[f"web-{turn % 2 + 1}"], number)] += 1
        assert said["wrong"] == access.TRIES_HERE.most, said
        assert said["braked"] == 3 * access.TRIES_HERE.most, said
        return f"{said['wrong']} of {said.total()} tries let through"

    def sent_once(self) -> str:
        from huaihai.kit import clock
        from huaihai.record import outbox

        mark = uuid4().hex[:8]
        for number in range(MESSAGES):
            key = f"ha:{mark}:{number}"
            outbox.queue(
                effect_key=key,
                subject=f"ha:{mark}",
                channel="email",
                address=f"{number}@example.com",
                text="one of many",
                at=clock.now(),
            )
        self._until_sent()
        taken = Counter(key for key in self.taken() if mark in key)
        assert len(taken) == MESSAGES, f"{len(taken)} were taken"
        assert set(taken.values()) == {1}, taken.most_common(3)
        return f"{MESSAGES} by two workers"

    def rolling_restart(self) -> str:
        seconds = {}
        with self._filing() as numbers:
            for name in ROLES:
                seconds[name] = self.nodes.stop(name)
                self.nodes.start(name)
                time.sleep(1)
            _until(lambda: len(numbers) >= 2 * len(ROLES))
        slow = {name: spent for name, spent in seconds.items() if spent > STOPS_WITHIN}
        assert not slow, f"seconds to stop: {slow}"
        self._check()
        return f"{len(numbers)} complaints meanwhile, stops after {max(seconds.values()):.1f} s at most"

    def killed(self, name: str) -> str:
        with self._filing() as numbers:
            _until(lambda: len(numbers) >= FILERS)
            self.nodes.kill(name)
            self.killed_so_far += 1
            so_far = len(numbers)
            _until(lambda: len(numbers) >= so_far + FILERS)  # the others go on
            self.nodes.start(name)
        self._let_leases_run_out()
        self._check()
        return f"{len(numbers)} complaints meanwhile"

    def store_away(self) -> str:
        self.nodes.swift.kill("object")
        task = self.world.task("intake")
        task.browser.port = self.port
        filing = threading.Thread(target=_quietly, args=(task,), daemon=True)
        filing.start()
        time.sleep(2)
        assert _status(self.nodes.ports["web-1"], "/readyz") == 200  # pages without files go on
        assert _status(self.nodes.ports["web-1"], "/about/") == 200
        self.nodes.swift.start("object")
        filing.join(60)
        assert not filing.is_alive()
        self._check()
        return "pages go on, files when it is back"

    def database_hangs(self) -> str:
        """Whoever watches hears it at once."""
        postmaster = int((_postgres() / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGSTOP)
        try:
            began = time.monotonic()
            assert _status(self.nodes.ports["web-1"], "/readyz") == 503
            spent = time.monotonic() - began
            assert spent < 4, f"{spent:.1f} s"
            assert _status(self.nodes.ports["web-1"], "/healthz") == 200
        finally:
            os.kill(postmaster, signal.SIGCONT)
        _until(lambda: _status(self.nodes.ports["web-1"], "/readyz") == 200)
        return f"503 after {spent:.1f} s"

    def watched(self) -> str:
        for name, role in ROLES.items():
            text = _text(self.nodes.ports[name], "/metrics")
            assert f'huaihai_up{{role="{role}"}} 1' in text, text[:200]
            assert "huaihai_database_up 1" in text
            assert 'huaihai_probe{name="messages_late"}' in text
        assert _status(self.nodes.ports["worker-1"], "/about/") == 404
        return f"{len(ROLES)} processes"

    def taken(self) -> list[str]:
        provider = Path(os.environ["CRASH_PROVIDER"])
        return provider.read_text(encoding="utf-8").splitlines() if provider.exists() else []

    @contextmanager
    def _filing(self) -> Iterator[dict[str, str]]:
        """People who file complaints with a photo, one after the other, and send again until they are answered."""
        over, faults, before = threading.Event(), list[str](), dict(self.world.done.numbers)
        new: dict[str, str] = {}
        making = threading.Lock()

        def file() -> None:
            from django.db import connection

            try:
                while not over.is_set():
                    with making:
                        task = self.world.task("intake")
                    task.browser.port = self.port
                    task.do(task.browser)
                    found = dict(self.world.done.numbers)
                    new.update({key: found[key] for key in found.keys() - before.keys()})
            except Exception as error:  # noqa: BLE001 # the trial tells it
                faults.append(f"{type(error).__name__}: {error}")
            finally:
                connection.close()

        threads = [threading.Thread(target=file, daemon=True) for _ in range(FILERS)]
        for thread in threads:
            thread.start()
        try:
            yield new
        finally:
            over.set()
            for thread in threads:
                thread.join(240)
        assert not faults, faults

    def _check(self) -> None:
        from tests.crash import history

        self._until_sent()
        faults = history.faults(self.world.done, self.taken, in_hand=self.killed_so_far)
        assert not faults, faults

    def _until_sent(self) -> None:
        from huaihai.record.models import OutboxMessage

        waiting = OutboxMessage.objects.filter(sent_at=None, gave_up_at=None, channel__in=("sms", "email"))
        _until(lambda: not waiting.exists(), SENT_WITHIN)

    def _let_leases_run_out(self) -> None:
        """As if ten minutes had gone by: what the dead one had claimed is free again."""
        from huaihai.kit import clock
        from huaihai.record.models import OutboxMessage

        OutboxMessage.objects.filter(sent_at=None, gave_up_at=None, attempts=0).update(
            next_try_at=clock.now()
        )


def _quietly(task: Any) -> None:
    from django.db import connection

    try:
        task.do(task.browser)
    finally:
        connection.close()


def _tried(port: int, number: str) -> str:
    """What becomes of a wrong code, from one network."""
    from tests.crash.browser import Browser

    answer = Browser({}, port).post("/track/", {"number": number, "code": "一二三四五六七八"})
    if answer.status == 200 and "请过一刻钟" in answer.text:
        return "braked"
    return "wrong" if answer.status == 200 else str(answer.status)


def _status(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def _text(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return str(answer.read().decode())


def _postgres() -> Path:
    from django.db import connection

    return Path(connection.settings_dict["HOST"]) / "data"


def _until(is_so: Any, seconds: float = 120.0) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            raise AssertionError("it does not go on")
        time.sleep(0.1)
