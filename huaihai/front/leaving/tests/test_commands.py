"""What a clerk types in both places, and reads."""

import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest

from huaihai import cli
from huaihai.cases.models import Case
from huaihai.cases.passing import own
from huaihai.front.leaving import commands, history, receipt, running
from huaihai.front.leaving.tests.conftest import SMALL, Archives
from huaihai.kit import clock, signing, speaking
from huaihai.record.models import Event

pytestmark = pytest.mark.django_db


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    code = cli.main([str(one) for one in words])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_taken_in_by_typing_and_left_again_for_one_who_describes_himself(
    archives: Archives,
    begin: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.SITE_URL = "https://two.example.org"
    begin()
    identity = tmp_path / "city.key"
    identity.write_text(f"# made by age-keygen\n{archives.identity}\n", encoding="utf-8")
    good, said = archives.paths[SMALL], tmp_path / "said.json"
    wrong = run(capsys, "take-in", good, "--identity", identity, "--key", "0123456789abcdef")
    assert wrong[0] == 2
    assert "不是 0123456789abcdef" in wrong[1]

    key = archives.key
    nowhere = tmp_path / "nowhere" / "receipt.json"
    refused = run(capsys, "take-in", good, "--identity", identity, "--key", key, "--receipt", nowhere)
    assert (refused[0], "--receipt 换个地方" in refused[1]) == (2, True)
    assert not Case.objects.exists()
    with running.alone():
        beside = run(capsys, "take-in", good, "--identity", identity, "--key", key, "--receipt", said)
    assert (beside[0], "正在进行" in beside[1]) == (2, True)
    code, text = run(capsys, "take-in", good, "--identity", identity, "--key", key, "--receipt", said)
    assert code == 0, text
    assert f"officer-{SMALL}" not in text  # an account of the demo, which opens in a demo alone
    assert json.loads(said.read_bytes())["content"]["counts"]["cases_case"] == Case.objects.count()
    settings.DEMO = True
    code, again = run(capsys, "take-in", good, "--identity", identity, "--key", key, "--receipt", said)
    settings.DEMO = False
    assert (code, "什么也没有变" in again, f"officer-{SMALL}" in again) == (0, True, True)

    described, file = tmp_path / "described.json", tmp_path / "again.age"
    described.write_bytes(own.served(clock.now()))
    code, text = run(capsys, "leave", SMALL, file, "--to", described)
    assert code == 0, text
    event = Event.objects.get(verb=history.MADE)
    assert event.facts["root"] in text
    assert event.facts["receiver"]["keys"] == signing.public_keys()
    assert event.facts["receiver"]["title"] == receipt.ourselves()["title"]
    code, text = run(capsys, "take-in", file, "--key", settings.KEYRING.signature_current)
    assert (code, "什么也没有变" in text) == (0, True), text
    assert run(capsys, "leave", SMALL, tmp_path / "other.age", "--to", identity)[0] == 2
    assert run(capsys, "leave", SMALL, file, "--to", described)[0] == 2


def test_where_the_description_cannot_be_had_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def unknown(*_given: Any, **_more: Any) -> None:
        raise URLError(OSError(-2, "Name or service not known"))

    monkeypatch.setattr(commands, "urlopen", unknown)
    for address, words in (("http://x.example", "要以 https:// 开头"), ("https://x.example", "连不上")):
        code, text = run(capsys, "leave", SMALL, tmp_path / "x.age", "--to", address)
        assert (code, words in text) == (2, True), text


def test_what_is_not_whole_is_to_be_copied_again(
    archives: Archives, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    whole, file = archives.paths[SMALL].read_bytes(), tmp_path / "x.age"
    for bad in (b"", whole[:-9], whole + b"x", b"x" + whole[1:], whole):  # the last is for somebody else
        file.write_bytes(bad)
        code, text = run(capsys, "take-in", file, "--key", archives.key)
        assert (code, "请再拷一次" in text) == (2, True), text


def test_a_full_disk_is_said_in_words() -> None:
    with speaking.language("zh"):
        assert "硬盘满了" in speaking.in_words(OSError(errno.ENOSPC, "No space left on device"))
