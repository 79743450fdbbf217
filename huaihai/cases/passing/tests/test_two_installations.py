"""Two installations of two alliances, two processes and two databases, over HTTP that is cut: one responsible body at
any moment, and the same thread on both sides at the end."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Self

import pytest

from huaihai.cases.passing.tests.cutting import CUTS, Line
from huaihai.cases.passing.tests.node import RECEIPT
from tests.effort import examples

ROOT = Path(__file__).resolve().parents[4]
CUTS_OF_A_TRIP = examples(24, long=200)
MESSAGES = 9  # of a whole trip


class Installation:
    """One process; `line` is the way to it."""

    def __init__(self, folder: Path, alliance: str) -> None:
        self.line, self.folder = Line(), folder
        self.port = _free_port()
        self.line.to = self.port
        env = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("HUAIHAI_", "DATABASE_"))
        }
        env |= {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "HUAIHAI_ALLIANCE": alliance,
            "HUAIHAI_WEBHOOKS_TO_LOOPBACK": "1",
            "SITE_URL": f"http://127.0.0.1:{self.line.port}",
            "TMPDIR": str(folder),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "huaihai.cases.passing.tests.node", str(self.port)],
            cwd=ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_about: object) -> None:
        self.process.kill()
        self.process.wait()
        self.line.close()

    def wait(self) -> None:
        self._answer()

    def __call__(self, do: str, **facts: Any) -> Any:
        stdin = self.process.stdin
        if stdin is None:
            raise AssertionError("it takes no words")
        stdin.write(json.dumps({"do": do, **facts}) + "\n")
        stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        stdout = self.process.stdout
        line = stdout.readline() if stdout else ""
        answer = json.loads(line or "{}")
        assert "is" in answer, answer.get("failed", "it has ended")
        return answer["is"]


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Installation, Installation]]:
    """One of the alliance at hand, one of the made-up one, which know each other."""
    with ExitStack() as held:
        folders = [Path(held.enter_context(tempfile.TemporaryDirectory(prefix="passing-"))) for _ in range(2)]
        ours = held.enter_context(Installation(folders[0], str(ROOT / "alliances" / "huaihai")))
        theirs = held.enter_context(
            Installation(folders[1], str(ROOT / "tests" / "alliances" / "three_rivers"))
        )
        ours.wait()
        theirs.wait()
        ours("know", descriptor=theirs("descriptor"))
        theirs("know", descriptor=ours("descriptor"))
        yield ours, theirs


class Trip:
    """One case between two installations, looked at after whatever happens."""

    def __init__(self, both: tuple[Installation, Installation], cuts: Iterator[str]) -> None:
        self.both, self.cuts, self.looks = both, cuts, 0

    def one_owner(self) -> None:
        """Never two, never none: whoever has let go wrote a deed, and the other side is bound until it comes."""
        found = [one("look")[-1:] for one in self.both]
        self.looks += 1
        here, there = (rows[0] if rows else {"is_open": False, "owner": False, "stand": ""} for rows in found)
        told = f"{here} {there}"
        assert not (here["is_open"] and there["is_open"]), told
        assert not (here["owner"] and there["owner"] and "ended" not in (here["stand"], there["stand"])), told
        if not here["is_open"] and not there["is_open"]:
            stands = {here["stand"], there["stand"]}
            has_ended = bool({here.get("stage"), there.get("stage")} & {"declined"})
            assert "bound" in stands or has_ended, told

    def brought(self, sender: Installation, cuts: int) -> None:
        """What waits at the sender arrives, after so many cuts on its way."""
        receiver = self.both[0] if sender is self.both[1] else self.both[1]
        for cut in islice(self.cuts, cuts):
            receiver.line.cuts[:] = [cut]
            sender("send")
            receiver.line.cuts.clear()
            self.one_owner()
        for _try in range(5):
            if not sender("send"):
                break
        self.one_owner()

    def settled(self) -> None:
        for one in (*self.both, *self.both):
            self.brought(one, 0)


def test_a_case_goes_there_and_back_while_the_line_is_cut(both: tuple[Installation, Installation]) -> None:
    ours, theirs = both
    trip = Trip(both, cycle(CUTS))
    each = CUTS_OF_A_TRIP // MESSAGES
    case = ours("file")

    ours("offer", case=case)
    trip.one_owner()
    trip.brought(ours, each)
    theirs("act", verb="ask", text="发票还在吗？")
    trip.brought(theirs, each)
    ours("act", verb="answer", text="在。")
    trip.brought(ours, each)
    theirs("act", verb="accept")
    trip.brought(theirs, each)  # the deed is written there and then
    trip.brought(ours, each)
    assert [one("look")[-1]["stand"] for one in both] == ["theirs", "mine"]
    assert [one("look")[-1]["is_open"] for one in both] == [False, True]
    trip.brought(ours, 0)
    came = theirs("story")
    assert came["files"] == RECEIPT
    assert "漏电" in came["story"]
    assert "身份证 11010519491231002X" not in came["story"]
    assert came["name"] == "李某"

    theirs("act", verb="give_back", text="商家在你们那里。")
    trip.brought(theirs, each)
    ours("act", verb="accept")
    trip.brought(ours, each)
    trip.brought(theirs, each)
    assert [one("look")[-1]["stand"] for one in both] == ["mine", "theirs"]
    ours("decline")
    ours("fall_due")
    trip.brought(ours, each + CUTS_OF_A_TRIP % MESSAGES)
    trip.settled()

    here, there = (one("look")[-1] for one in both)
    assert here["thread"] == there["thread"]
    assert len(here["thread"]) == MESSAGES
    assert here["stand"] == there["stand"] == "ended"
    assert not ours("broken") + theirs("broken")
    assert sum(line.done[cut] for line in (ours.line, theirs.line) for cut in CUTS) == CUTS_OF_A_TRIP


def test_a_withdrawal_that_crosses_an_acceptance_leaves_the_case_where_it_was(
    both: tuple[Installation, Installation],
) -> None:
    ours, theirs = both
    trip = Trip(both, cycle(CUTS))
    ours("offer", case=ours("file"))
    trip.brought(ours, 0)
    theirs("act", verb="accept")
    trip.one_owner()
    ours("act", verb="withdraw")
    trip.settled()

    here, there = (one("look")[-1] for one in both)
    assert (here["stand"], here["is_open"]) == ("mine", True)
    assert (there["stand"], there["is_open"]) == ("theirs", False)
    assert here["thread"] == there["thread"]


def test_a_case_that_went_another_way_meanwhile_is_not_handed_over(
    both: tuple[Installation, Installation],
) -> None:
    ours, theirs = both
    trip = Trip(both, cycle(CUTS))
    ours("offer", case=ours("file"))
    trip.brought(ours, 0)
    ours("decline")
    theirs("act", verb="accept")
    trip.settled()

    here, there = (one("look")[-1] for one in both)
    assert (here["stand"], here["stage"]) == ("mine", "declined")
    assert (there["stand"], there["is_open"]) == ("theirs", False)
    assert here["thread"] == there["thread"]


def test_a_refusal_ends_the_offer(both: tuple[Installation, Installation]) -> None:
    ours, theirs = both
    trip = Trip(both, cycle(CUTS))
    ours("offer", case=ours("file"))
    trip.brought(ours, 2)
    theirs("act", verb="refuse", ground="not-ours")
    trip.brought(theirs, 2)

    here, there = (one("look")[-1] for one in both)
    assert (here["stand"], here["is_open"], there["stand"]) == ("mine", True, "theirs")
    assert here["thread"] == there["thread"]
