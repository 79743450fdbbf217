"""Nine kinds of faults under load, so many of each, in an order that the seed gives."""
# it takes minutes, and says how far it is

import random
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from tests.ha import swift
from tests.ha.hosts import Host
from tests.ha.load import Load, until
from tests.ha.scene import Scene

EACH: Final = 10
LONGEST_PAUSE: Final = 30.0
AWAY: Final = 5.0  # seconds for which something is frozen, cut off, full or wrong
JUMPS: Final = (-86_400, -7_200, -3_000, -600, -90, 90, 600, 3_000, 7_200, 86_400)  # seconds
AHEAD: Final = "store", "web-1", "web-2", "worker-1", "timer"


@dataclass
class Row:
    """What became of one kind."""

    kind: str
    faults: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    pause: float = 0.0
    at: str = ""  # the fault with the longest pause
    seconds: float = 0.0

    def waited(self, longest: float, fault: object) -> None:
        """So long, since the kind began, until this fault was over."""
        if longest > self.pause:
            parts = [fault.func.__name__, *fault.args] if isinstance(fault, partial) else [fault]
            names = [getattr(part, "__name__", str(part)).strip("_") for part in parts]
            self.pause, self.at = longest, " ".join(names)

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.wrong) and self.pause <= LONGEST_PAUSE


class Faults:
    """All kinds over one history."""

    def __init__(self, scene: Scene, each: int = EACH) -> None:
        self._scene, self._nodes, self._each = scene, scene.nodes, each
        self._chance = random.Random(scene.world.seed)
        self.rows: list[Row] = []
        self.kinds: dict[str, Callable[[], list[Callable[[Load], None]]]] = {
            "web killed": lambda: self._mixed(partial(self._killed, "web-1"), partial(self._killed, "web-2")),
            "worker killed": lambda: self._mixed(
                partial(self._killed, "worker-1"), partial(self._killed, "worker-2")
            ),
            "timer killed": lambda: self._mixed(partial(self._killed, "timer")),
            "leader killed": lambda: self._mixed(
                self._server_killed, self._server_killed, self._server_killed, self._machine_killed
            ),
            "frozen": lambda: self._everywhere(_frozen),
            "cut off": lambda: self._everywhere(_cut),
            "disk full": lambda: self._everywhere(_full),
            "clock jumps": self._clocks,
            "store away": lambda: self._mixed(*(partial(self._part_away, name) for name in swift.ALL)),
        }

    def run(self, kind: str) -> Row:
        """So many faults, then the check of the history."""
        row, began = Row(kind), time.monotonic()
        self.rows.append(row)
        try:
            self._disturb(row)
            self._scene.settle()
            found = self._scene.found(files=False)
            row.lost, row.doubled, row.wrong = found.lost, found.doubled, found.wrong
        except Exception:  # noqa: BLE001 # it is told, and the next kind follows
            row.wrong.append(traceback.format_exc())
        row.seconds = time.monotonic() - began
        return row

    def _disturb(self, row: Row) -> None:
        from tests.crash import browser

        browser.waited.clear()
        with Load(self._scene.world, self._nodes.ports["site"], messages=True) as load:
            try:
                for fault in self.kinds[row.kind]()[: self._each]:
                    load.more(1)
                    time.sleep(self._chance.random())
                    self._scene.in_hand += 2  # both workers may have held one
                    fault(load)
                    load.more(1)
                    row.faults += 1
                    row.waited(max(browser.waited), fault)
            finally:
                row.acknowledged = load.acknowledged
        row.acknowledged = load.acknowledged
        row.waited(max(browser.waited), "the end")

    def _mixed(self, *sorts: Callable[[Load], None]) -> list[Callable[[Load], None]]:
        """Each sort as often as the others, in any order."""
        found = [sorts[number % len(sorts)] for number in range(EACH)]
        self._chance.shuffle(found)
        return found

    def _killed(self, name: str, load: Load) -> None:
        self._nodes.kill(name)
        self._nodes.start(name)
        load.more(1)

    def _server_killed(self, load: Load) -> None:
        leader = self._leader()
        self._nodes.database.kill_server(leader)
        self._failed_over(leader, load)
        self._nodes.database.wait()

    def _machine_killed(self, load: Load) -> None:
        leader = self._leader()
        leader.kill()
        self._failed_over(leader, load)
        self._nodes.database.switch_on(leader)
        self._nodes.database.wait()

    def _everywhere(self, kind: Callable[[Host], Any]) -> list[Callable[[Load], None]]:
        """Three leaders of the database, two followers, and one of each other sort."""
        away = [partial(self._host_away, kind, name) for name in AHEAD]
        followers = [partial(self._follower_away, kind)] * 2
        leaders = [partial(self._leader_away, kind)] * 3
        found: list[Callable[[Load], None]] = [*away, *followers, *leaders]
        self._chance.shuffle(found)
        return found

    def _host_away(self, kind: Callable[[Host], Any], name: str, load: Load) -> None:
        host = self._nodes.store_host if name == "store" else self._nodes.hosts[name]
        with kind(host):
            time.sleep(AWAY)
        load.more(1)

    def _follower_away(self, kind: Callable[[Host], Any], load: Load) -> None:
        with kind(self._nodes.database.replica()):
            load.more(2)
            time.sleep(AWAY)
        self._nodes.database.wait()

    def _leader_away(self, kind: Callable[[Host], Any], load: Load) -> None:
        leader = self._leader()
        with kind(leader):
            if kind is _full:  # it may go on, or not: its files have room until the next one is due
                time.sleep(2 * AWAY)
            else:
                self._failed_over(leader, load)
            if kind is _frozen:
                leader.kill()  # by the watchdog that the guide asks for
        if kind is _frozen:
            self._nodes.database.switch_on(leader)
        self._nodes.database.wait()
        load.more(1)

    def _clocks(self) -> list[Callable[[Load], None]]:
        names = [*AHEAD[1:], "web-1", "web-2", "worker-2", "leader", "leader", "follower"]
        jumps = list(JUMPS)
        self._chance.shuffle(names)
        self._chance.shuffle(jumps)
        return [partial(self._clock_jumps, *pair) for pair in zip(names, jumps, strict=True)]

    def _clock_jumps(self, name: str, seconds: int, load: Load) -> None:
        database = self._nodes.database
        found = {"leader": database.leader, "follower": database.replica}
        host = found[name]() if name in found else self._nodes.hosts[name]
        if host is None:
            raise AssertionError("nobody leads")
        host.set_clock(seconds)
        try:
            time.sleep(AWAY)
            load.more(2)
        finally:
            host.set_clock(0)
        time.sleep(2)  # until it is read again
        database.wait()

    def _part_away(self, name: str, load: Load) -> None:
        self._nodes.swift.kill(name)
        time.sleep(AWAY * self._chance.random())
        self._nodes.swift.start(name)
        load.more(1)

    def _leader(self) -> Host:
        self._nodes.database.wait()
        leader = self._nodes.database.leader()
        if leader is None:
            raise AssertionError("nobody leads")
        return leader

    def _failed_over(self, before: Host, load: Load) -> None:
        until(lambda: self._nodes.database.leader() not in (None, before), 90)
        load.more(1)


@contextmanager
def _frozen(host: Host) -> Iterator[None]:
    host.freeze()
    try:
        yield
    finally:
        host.thaw()


@contextmanager
def _cut(host: Host) -> Iterator[None]:
    host.cut()
    try:
        yield
    finally:
        host.heal()


@contextmanager
def _full(host: Host) -> Iterator[None]:
    host.fill()
    try:
        yield
    finally:
        host.empty()


def table(rows: list[Row]) -> str:
    """One line for each kind."""
    lines = [
        f"{'kind':<16}{'faults':>7}{'acknowledged':>14}{'lost':>6}{'doubled':>9}{'wrong':>7}{'longest pause':>15}"
    ]
    for row in rows:
        numbers = (
            f"{row.faults:>7}{row.acknowledged:>14}{len(row.lost):>6}{len(row.doubled):>9}{len(row.wrong):>7}"
        )
        lines.append(f"{row.kind:<16}{numbers}{row.pause:>13.1f} s  {row.at}")
    return "\n".join(lines)
