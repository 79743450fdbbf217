"""The open files: what is in them, that their bytes stay, and that the signature beside them fits."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from huaihai import alliance, cli
from huaihai.education.assistants.published import FILES
from huaihai.kit.canonical import canonical
from huaihai.kit.signing import is_genuine
from huaihai.law.library import held
from huaihai.law.triage.reading import tree
from huaihai.members import directory
from tests import cast
from tests.posts import PROGRAM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _bodies() -> None:
    directory.load(alliance.load(), by=PROGRAM, at=cast.TUESDAY)


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_signed_and_stays_as_it_is(client: Client, name: str) -> None:
    page = client.get(f"/data/{name}.json")
    content = json.loads(page.content)
    assert page.content == canonical(content)
    assert content["format"] == f"huaihai-{name}/1"
    assert content["licence"] == "CC-BY-4.0"
    assert date.fromisoformat(content["version"])
    assert page.headers["Access-Control-Allow-Origin"] == "*"
    assert len(page.content) < 1_000_000
    signed = json.loads(client.get(f"/data/{name}.sig.json").content)
    assert signed["content"]["sha256"] == hashlib.sha256(page.content).hexdigest()
    signature = signed["signature"]
    assert is_genuine(canonical(signed["content"]), key_id=signature["key_id"], value=signature["value"])
    again = client.get(f"/data/{name}.json", headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_command_of_the_guide_finds_a_file_genuine(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("offices.json", "offices.sig.json", "keys.json"):
        (tmp_path / name).write_bytes(client.get(f"/data/{name}").content)
    file, signature, keys = (str(tmp_path / one) for one in ("offices.json", "offices.sig.json", "keys.json"))
    command = ["governance", "verify", file, "--signature", signature, "--key", keys]
    assert cli.main(command) == 0
    (tmp_path / "offices.json").write_text("{}")
    assert cli.main(command) == 1
    assert "✗" in capsys.readouterr().out


def test_what_is_in_them(client: Client) -> None:
    files = {name: json.loads(client.get(f"/data/{name}.json").content) for name in FILES}
    assert [one["id"] for one in files["tree"]["problems"]] == list(tree().cards)
    assert all("says" not in one for one in files["tree"]["problems"])
    assert [one["key"] for one in files["law"]["sources"]] == list(held())
    cities = {one["place"] for one in files["offices"]["bodies"] if one["kind"] == "city"}
    assert cities == set(alliance.load().city_codes)
    assert {one["sum"] for one in files["calculators"]["sums"]["en"]} == {
        "seven-days",
        "threefold",
        "tenfold",
        "prepaid",
    }


def test_the_page_of_open_data_leads_there(client: Client) -> None:
    page = client.get("/data/").text
    assert all(f"/data/{name}.json" in page and f"/data/{name}.sig.json" in page for name in FILES)
    assert client.get("/data/secrets.json").status_code == 404
