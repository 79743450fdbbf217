"""People at work on the nodes: what holds across nodes while nothing is wrong, an upgrade, and the check of the
history."""

import os
import time
import urllib.request
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError
from uuid import uuid4

from tests.ha.load import Load, again, until
from tests.ha.nodes import ROLES, ROOT, WEB, Nodes

MESSAGES: Final = 300
SENT_WITHIN, STOPS_WITHIN = 120.0, 10.0
CODE: Final = "一二三四五六七八"


class Scene:
    """One history for all that is done to the nodes."""

    def __init__(self, nodes: Nodes, world: Any) -> None:
        self.nodes, self.world = nodes, world
        self.in_hand = 0  # how often somebody may have died with a message in hand

    def any_file(self) -> str:
        """Handed in at one node, shown by the other; neither has it in its folder."""
        from django.urls import reverse

        from huaihai.cases.models import Evidence

        task = self.world.task("intake")
        task.browser.port = self.nodes.ports["web-1"]
        task.do(task.browser)
        proof = Evidence.objects.filter(case__pk__in=self.world.done.numbers).latest("added_at")
        address = reverse("my-evidence-file", args=[proof.case_id, proof.pk])
        for name in reversed(WEB):
            task.browser.port = self.nodes.ports[name]
            answer = task.browser.get(address)
            assert answer.status == 200, f"{name}: {answer.status}"
            kept = self.nodes.hosts[name].disk / "var" / "files"
            assert not list(kept.rglob(f"{proof.sha256}*"))
        return "both nodes"

    def brakes(self) -> str:
        """Tries at both nodes in turn count together."""
        from huaihai.cases.consumer.tracking import access
        from huaihai.cases.numbers import new_number

        seen, number = Counter[str](), new_number("320300", 2026)
        for turn in range(4 * access.TRIES_HERE.most):
            seen[_tried(self.nodes.ports[WEB[turn % 2]], number)] += 1
        assert seen["wrong"] == access.TRIES_HERE.most, seen
        assert seen["braked"] == 3 * access.TRIES_HERE.most, seen
        return f"{seen['wrong']} of {seen.total()} tries let through"

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

    def upgraded(self) -> str:
        """From the version before to this one, a process after the other, under load."""
        seconds = {}
        self.nodes.tree = ROOT
        with Load(self.world, self.nodes.ports["site"], messages=True) as load:
            for name in ("timer", *ROLES):
                seconds[name] = self.nodes.stop(name)
                self.nodes.start(name)
                load.more(1)
        slow = {name: spent for name, spent in seconds.items() if spent > STOPS_WITHIN}
        assert not slow, f"seconds to stop: {slow}"
        self.settle()
        found = self.found(files=False)
        assert not found, found.all
        return f"{load.acknowledged} complaints meanwhile, stops after {max(seconds.values()):.1f} s at most"

    def form_kept(self) -> str:
        """Without a database the program itself answers, through the proxy: what was typed stands in its page."""
        from huaihai.cases.numbers import new_number
        from tests.crash.browser import Browser

        hosts, number = self.nodes.database.hosts, new_number("320300", 2026)
        for host in hosts:
            host.freeze()
        try:
            until(lambda: _status(self.nodes.ports["site"], "/readyz") == 503, 30)
            time.sleep(8)  # until the proxy has seen it, too
            form = {"number": number, "code": CODE}
            answer = Browser({}, self.nodes.ports["site"]).post("/track/", form)
            assert answer.status == 503, answer.status
            assert f'value="{number}"' in answer.text, answer.text[:500]
        finally:
            for host in hosts:
                host.thaw()
        self.nodes.database.wait()
        until(partial(self._is_ready, "web-1"), 60)
        return "the form is given back"

    def watched(self) -> str:
        for name, role in ROLES.items():
            text = _text(self.nodes.ports[name], "/metrics")
            assert f'huaihai_up{{role="{role}"}} 1' in text, text[:200]
            assert "huaihai_database_up 1" in text
            assert 'huaihai_probe{name="messages_late"}' in text
        assert _status(self.nodes.ports["worker-1"], "/about/") == 404
        return f"{len(ROLES)} processes"

    def whole(self) -> str:
        """Of everything, with every stored file read again."""
        self.settle()
        found = self.found(files=True)
        assert not found, found.all
        return f"{len(self.world.done.numbers)} complaints, {len(self.taken())} messages"

    def taken(self) -> list[str]:
        provider = Path(os.environ["CRASH_PROVIDER"])
        return provider.read_text(encoding="utf-8").splitlines() if provider.exists() else []

    def found(self, *, files: bool) -> Any:
        """What the one checker of histories says."""
        from tests.crash import history

        return history.check(self.world.done, self.taken, in_hand=self.in_hand, files=files)

    def settle(self) -> None:
        """All is as it was before, and everything that was queued has left."""
        self.nodes.database.wait()
        for name in ROLES:
            until(partial(self._is_ready, name), 60)
        again(self._let_leases_run_out)
        self._until_sent()

    def _is_ready(self, name: str) -> bool:
        return _status(self.nodes.ports[name], "/readyz") == 200

    def _until_sent(self) -> None:
        from huaihai.record.models import OutboxMessage

        waiting = OutboxMessage.objects.filter(sent_at=None, gave_up_at=None, channel__in=("sms", "email"))
        until(lambda: not again(waiting.exists), SENT_WITHIN)

    def _let_leases_run_out(self) -> None:
        """As if ten minutes had gone by: what the dead one had claimed is free again."""
        from huaihai.kit import clock
        from huaihai.record.models import OutboxMessage

        OutboxMessage.objects.filter(sent_at=None, gave_up_at=None).update(next_try_at=clock.now())


def _tried(port: int, number: str) -> str:
    """What becomes of a wrong code, from one network."""
    from tests.crash.browser import Browser

    answer = Browser({}, port).post("/track/", {"number": number, "code": CODE})
    if answer.status == 200 and "请过一刻钟" in answer.text:
        return "braked"
    return "wrong" if answer.status == 200 else str(answer.status)


def _status(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except OSError:
        return 0


def _text(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return str(answer.read().decode())
