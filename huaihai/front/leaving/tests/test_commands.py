"""What a clerk types in both places, and reads."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from huaihai import cli
from huaihai.cases.models import Case
from huaihai.cases.passing import own
from huaihai.front.leaving import history, receipt
from huaihai.front.leaving.tests.conftest import SMALL, Archives
from huaihai.kit import clock, signing
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
    code, text = run(capsys, "take-in", good, "--identity", identity, "--key", key, "--receipt", said)
    assert code == 0, text
    assert f"officer-{SMALL}" in text
    assert json.loads(said.read_bytes())["content"]["counts"]["cases_case"] == Case.objects.count()
    code, again = run(capsys, "take-in", good, "--identity", identity, "--key", key, "--receipt", said)
    assert (code, "什么也没有变" in again) == (0, True)

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
