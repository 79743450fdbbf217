"""`huaihai serve`: what it prepares, what it says, how it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from huaihai.front import commands, starting
from huaihai.kit import clock
from huaihai.members.models import OneTimeLink

START_WITHIN = 300.0  # seconds, on a busy machine


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment() -> dict[str, str]:
    """That of the tests without what they are set by."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "HUAIHAI"))}
    kept.pop("DATABASE_URL", None)
    return kept


def serve(var: Path, port: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "huaihai.cli", "serve", "--port", str(port)],
        env=environment() | {"HUAIHAI_VAR": str(var)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for(url: str, server: "subprocess.Popen[str]") -> str:
    ends = time.monotonic() + START_WITHIN
    while time.monotonic() < ends and server.poll() is None:
        try:
            return answer_of(url)
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"no answer; it said: {server.communicate(timeout=5)[0]}")


def answer_of(url: str) -> str:
    with urllib.request.urlopen(url, timeout=START_WITHIN) as answer:  # noqa: S310 -- our own address
        return str(answer.read().decode())


def test_a_port_in_use_gives_one_clear_line(taken_port: int, capsys: pytest.CaptureFixture[str]) -> None:
    import argparse

    code = commands.run_serve(argparse.Namespace(host="127.0.0.1", port=taken_port))

    said = capsys.readouterr().err
    assert code == 2
    assert str(taken_port) in said
    assert said.count("\n") == 1


@pytest.mark.usefixtures("english")
def test_a_port_that_is_none_is_refused() -> None:
    assert "70000" in commands.cannot_listen("127.0.0.1", 70000)
    assert "0 is no port" in commands.cannot_listen("127.0.0.1", 0)


@pytest.mark.django_db
@pytest.mark.usefixtures("english")
def test_preparing_again_changes_nothing() -> None:
    first = [starting.migrate(), starting.load_alliance(), starting.load_texts()]
    again = [starting.migrate(), starting.load_alliance(), starting.load_texts()]

    assert re.fullmatch(r"\d+ made, 0 changed", first[1])
    assert again[:2] == ["up to date", "as held"]
    assert again[2].startswith("0 published, 0 revised")


def test_what_was_loaded_is_not_looked_through_again(tmp_path: Path) -> None:
    loading = "import django, gc; django.setup(); from huaihai.front import serving; serving.load()"
    asked = [sys.executable, "-c", f"{loading}; print(gc.get_freeze_count(), flush=True); serving.end()"]
    own = {"HUAIHAI_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "huaihai.settings"}
    said = subprocess.run(
        asked, env=environment() | own, capture_output=True, text=True, check=True, timeout=START_WITHIN
    )
    assert int(said.stdout) > 100_000


@pytest.mark.django_db
def test_an_empty_house_hands_out_a_link_for_its_first_administrator() -> None:
    starting.load_alliance()

    line = starting.first_administrator("http://127.0.0.1:8000/")

    assert re.search(r"\n  http://127\.0\.0\.1:8000/[\w/-]+/$", line)
    again = starting.first_administrator("http://127.0.0.1:8000/")
    assert "http" not in again  # a log in which each start leaves one is read by many
    assert "huaihai members first-administrator" in again
    OneTimeLink.objects.update(expires_at=clock.now())
    assert "http" in starting.first_administrator("http://127.0.0.1:8000/")


def test_it_starts_empty_answers_and_stops_when_told(tmp_path: Path) -> None:
    port = free_port()
    server = serve(tmp_path, port)
    try:
        assert wait_for(f"http://127.0.0.1:{port}/healthz", server) == "ok\n"
        home = wait_for(f"http://127.0.0.1:{port}/", server)
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
    finally:
        server.send_signal(signal.SIGTERM)
    said, _nothing = server.communicate(timeout=START_WITHIN)

    assert '<html lang="zh-Hans">' in home
    assert children == ""  # pages and background are threads of the one process
    assert server.returncode == 0, said
    assert re.search(r"数据库：升级了 \d+ 步", said)
    assert f"网址 http://127.0.0.1:{port}/" in said
    assert "用这个链接建第一位" in said
    assert (tmp_path / "huaihai.sqlite3").exists()


SLOW = """
import sys, time
from huaihai.front import serving

def application(environ, start):
    print("begun", flush=True)
    time.sleep(float(environ["PATH_INFO"].strip("/")))
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"done"]

serving.serve(application, "127.0.0.1", int(sys.argv[1]), threads=2)
serving.end()
"""


def test_what_is_being_answered_is_finished_before_the_end() -> None:
    port = free_port()
    server = subprocess.Popen([sys.executable, "-c", SLOW, str(port)], stdout=subprocess.PIPE, text=True)
    answers: list[str] = []
    try:
        wait_for(f"http://127.0.0.1:{port}/0", server)
        assert server.stdout
        assert server.stdout.readline() == "begun\n"
        reader = threading.Thread(target=lambda: answers.append(answer_of(f"http://127.0.0.1:{port}/0.9")))
        reader.start()
        assert server.stdout.readline() == "begun\n"
    finally:
        server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=START_WITHIN) == 0
    reader.join(timeout=START_WITHIN)
    assert answers == ["done"]
