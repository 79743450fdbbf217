"""The open file of the register: what it holds, whom it does not name, and a second program that checks it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.kit import signing
from huaihai.supervision.clauses.tests.test_findings import WORDING, confirmed, noted
from huaihai.supervision.tests.people import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
PROGRAM = Path(__file__).resolve().parents[4] / "examples/check_clauses/check_clauses.py"


def program(folder: Path, file: bytes, signature: bytes) -> tuple[int, str]:
    keys = {"keys": [{"id": name, "pem": pem} for name, pem in signing.public_keys().items()]}
    for name, content in (
        ("clauses.json", file),
        ("clauses.sig.json", signature),
        ("keys.json", json.dumps(keys).encode()),
    ):
        (folder / name).write_bytes(content)
    asked = [sys.executable, str(PROGRAM), "clauses.json", "clauses.sig.json", "--keys", "keys.json"]
    done = subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_second_program_finds_that_it_fits_and_each_thing_that_does_not(
    people: People, client: Client, tmp_path: Path
) -> None:
    confirmed(people)
    file = client.get(reverse("clauses-file")).content
    signature = client.get(reverse("clauses-signature")).content
    assert program(tmp_path, file, signature) == (0, "it fits: 169 clauses, 1 findings\n")
    code, words = program(tmp_path, file.replace("概不退还".encode(), "概可退还".encode()), signature)
    assert code == 1
    assert "other bytes" in words
    held = json.loads(signature)
    held["content"]["name"] = "other.json"
    assert program(tmp_path, file, json.dumps(held).encode()) == (1, "the signature is forged\n")
    assert program(tmp_path, b"[", signature)[0] == 2


def test_it_names_cities_and_no_shop_and_nothing_that_one_person_noted(
    people: People, client: Client
) -> None:
    found = confirmed(people)
    noted(people, wording="只有一个人看过的话")
    text = client.get(reverse("clauses-file")).content.decode()
    assert WORDING in text
    assert found.body.region_code in text
    assert found.business
    assert found.business.name not in text
    assert "只有一个人看过的话" not in text
