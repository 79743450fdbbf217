"""`huaihai passport check`, and the second program."""

import json
import random
import runpy
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import passport_suite
import pytest

from huaihai import cli
from huaihai.cases.passport import checking
from huaihai.cases.passport.bad import Bad
from huaihai.cases.passport.tests import scene
from huaihai.cases.passport.tests.scene import NANJING, PHOTO, XUZHOU, handed_over
from huaihai.cases.passport.tests.suite import files
from huaihai.kit.canonical import canonical

SECOND = passport_suite.ROOT / "examples/check_case_passport/check_case_passport.py"
PEERS = str(passport_suite.SUITE / "peers.jsonl")


def ask(*args: object) -> int:
    return cli.main(["passport", "check", *map(str, args)])


def test_a_thread_a_message_and_a_descriptor_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, _, three = handed_over()
    thread, message, peer = tmp_path / "thread.jsonl", tmp_path / "offer.json", tmp_path / "peer.json"
    thread.write_bytes(b"".join(one.data + b"\n" for one in three))
    message.write_bytes(three[0].data)
    peer.write_bytes(scene.peer(XUZHOU).data)

    assert ask(thread, message, peer, "--keys", PEERS, "--lang", "en") == 0

    assert capsys.readouterr().out == f"{thread}: fits\n{message}: fits\n{peer}: fits\n"


def test_what_is_wrong_is_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, _, three = handed_over()
    path = tmp_path / "thread.jsonl"
    path.write_bytes(b"\n".join(one.data for one in (three[0], three[2])))

    assert ask(path, "--keys", PEERS) == 1
    assert "2: content.seen：答的是一条不存在的消息 (seen_unknown)" in capsys.readouterr().out
    assert ask(path, "--lang", "en") == 1
    assert "not among the known ones (unknown_peer)" in capsys.readouterr().out
    assert ask(tmp_path / "nothing.json") == 2
    assert ask(path, "--keys", path) == 2


def test_a_folder_is_a_thread_with_its_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    giver, _ = scene.both()
    offer = giver.write("offer", scene.offer_body(case=scene.case()))
    (tmp_path / "01.json").write_bytes(offer.data)
    file = tmp_path / "evidence" / scene.evidence()["sha256"]
    file.parent.mkdir()
    file.write_bytes(PHOTO)

    assert ask(tmp_path, "--keys", PEERS, "--lang", "en") == 0
    file.write_bytes(PHOTO[::-1])
    assert ask(tmp_path, "--keys", PEERS, "--lang", "en") == 1
    assert "(evidence_hash)" in capsys.readouterr().out


def test_it_starts_without_settings(tmp_path: Path) -> None:
    """No keys, no database, no settings: whoever checks has only the file."""
    path = tmp_path / "offer.json"
    path.write_bytes(scene.both()[0].write("offer", scene.offer_body()).data)
    program = (
        "import sys\nfrom huaihai import cli\n"
        f"answer = cli.main(['passport', 'check', {str(path)!r}, '--keys', {PEERS!r}])\n"
        "print(answer, 'huaihai.settings' in sys.modules, 'django.db.models' in sys.modules)\n"
    )
    environment = {"PATH": "/usr/bin:/bin", "HUAIHAI_SECRETS": str(tmp_path / "none")}

    ran = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )

    assert ran.stdout.splitlines()[-1] == "0 False False"


def test_the_second_program_gives_each_file_its_verdict() -> None:
    ran = subprocess.run(
        [sys.executable, SECOND, "--suite", passport_suite.SUITE], capture_output=True, text=True, check=False
    )

    assert (ran.returncode, ran.stdout) == (0, f"{len(files())} files, {len(files())} as the suite says\n")


def test_both_programs_agree_on_what_was_changed_by_chance() -> None:
    """Six hundred messages with one part changed, and signed anew: what one takes the other takes."""
    second: dict[str, Any] = runpy.run_path(str(SECOND))
    peers = dict(map(second["read_peer"], Path(PEERS).read_bytes().splitlines()))
    now, chance, seen = datetime(2026, 12, 1, tzinfo=UTC), random.Random(20), set()
    contents = [
        json.loads(one.data)["content"]
        for one in files()
        if one.kind == "message" and (not one.reason or one.reason == "bad_clock")
    ]

    for _ in range(600):
        content = _changed(chance.choice(contents), chance)
        sender = content.get("sender")
        name = sender.get("name") if isinstance(sender, dict) else ""
        by = NANJING if name == NANJING else XUZHOU
        data = scene.signed(content, scene.signing(by)(canonical(content)))
        try:
            checking.check("message", data, scene.keys(), now=now)
            reason = ""
        except Bad as bad:
            reason = bad.code
        other = second["reason"]("message", data, {}, peers, now)
        assert bool(reason) == bool(other), (reason, other, content)
        seen.add(reason)

    assert len(seen) > 12


def test_both_programs_agree_on_threads_in_any_order() -> None:
    """Lines lost, doubled, shuffled, or of another thread: the same reason, too."""
    second: dict[str, Any] = runpy.run_path(str(SECOND))
    peers = dict(map(second["read_peer"], Path(PEERS).read_bytes().splitlines()))
    now, chance, seen = datetime(2026, 12, 1, tzinfo=UTC), random.Random(43), set()
    threads = [one.data.splitlines() for one in files() if one.kind == "thread"]

    for _ in range(300):
        lines = [*chance.choice(threads), *chance.sample(chance.choice(threads), 1)][: chance.randrange(1, 8)]
        if chance.random() < 0.5:
            chance.shuffle(lines)
        data = b"\n".join(lines) + b"\n"
        try:
            checking.check("thread", data, scene.keys(), now=now)
            reason = ""
        except Bad as bad:
            reason = bad.code
        assert second["reason"]("thread", data, {}, peers, now) == reason, data
        seen.add(reason)

    assert len(seen) > 12


def _changed(content: Any, chance: random.Random) -> Any:
    """A copy in which one place was taken out, doubled, or replaced by something from elsewhere in it."""
    copy = json.loads(json.dumps(content))
    places = [*_places(copy)]
    inside, key = chance.choice(places)
    match chance.randrange(4):
        case 0:
            del inside[key]
        case 1:
            other, name = chance.choice(places)
            inside[key] = json.loads(json.dumps(other[name])) if name in _keys(other) else ""
        case 2:
            inside[key] = chance.choice(
                ["", 0, -1, True, [], {}, "x" * 201, 2**40 + 1, "2026-11-23", "other", "a.b"]
            )
        case _:
            if isinstance(inside, list):
                inside.append(inside[key])
            else:
                inside[chance.choice(["words", "of", "number", "files", "until_on", "extra"])] = inside[key]
    return copy


def _keys(value: Any) -> Any:
    return value.keys() if isinstance(value, dict) else range(len(value))


def _places(value: Any) -> Any:
    for key in _keys(value):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])
