"""`huaihai brands verify`: by files alone, by the database; and the vectors of the guide."""

import hashlib
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from huaihai import cli
from huaihai.brands.marks import payload
from huaihai.brands.marks import verbs as marks_verbs
from huaihai.brands.marks.payload import compared
from huaihai.brands.marks.published import read_keys, read_list, standing
from huaihai.brands.models import KeyRevocation, Mark
from huaihai.brands.tests.people import MONDAY, People, a_basis, an_entry
from huaihai.desk.papers import squares
from huaihai.kit import clock, keyring
from tests.posts import PROGRAM

VECTORS = json.loads(
    (Path(__file__).resolve().parents[4] / "docs/guides/mark-vectors.json").read_text(encoding="utf-8")
)
GOOD = VECTORS["marks"][0]["text"]
EXIT = {"good": 0, "not-a-mark": 2, "other-format": 2}


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    for name in ("keys", "list"):
        (tmp_path / f"{name}.json").write_text(json.dumps(VECTORS[name]), encoding="utf-8")
    return [
        "--keys",
        str(tmp_path / "keys.json"),
        "--list",
        str(tmp_path / "list.json"),
        "--on",
        VECTORS["on"],
    ]


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


@pytest.mark.parametrize("vector", VECTORS["marks"], ids=lambda one: f"{one['state']} {one.get('why', '')}")
def test_every_vector_of_the_guide_comes_out_as_it_says(
    vector: dict[str, str], files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    shop = ["--shop", vector["shop"]] if "shop" in vector else []
    assert cli.main(["brands", "verify", vector["text"], *files, *shop]) == EXIT.get(vector["state"], 1)
    assert said(capsys).splitlines()[0] == vector["state"]


def test_a_good_mark_says_who_and_where_and_without_a_list_what_it_cannot_know(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["brands", "verify", f"https://example.org/brands/m/{GOOD}/", *files])
    told = said(capsys)
    for words in (
        "演示水壶店（鼓楼店）",
        "鼓楼区演示路 1 号",
        "91320300MA1TEST1X7",
        "2026-11-02 – 2027-11-01",
    ):
        assert words in told
    assert cli.main(["brands", "verify", GOOD, *files[:2], "--on", VECTORS["on"], "--lang", "en"]) == 0
    assert "no list" in capsys.readouterr().err
    assert cli.main(["brands", "verify", GOOD, *files[2:]]) == 2
    assert cli.main(["brands", "verify", GOOD, *files, "--shop", "123", "--lang", "en"]) == 2
    assert "18 characters" in capsys.readouterr().err


def test_it_needs_no_settings_and_no_database(files: list[str], tmp_path: Path) -> None:
    script = (
        "import sys; from huaihai import cli; code = cli.main(sys.argv[1:]); "
        "sys.exit(code if 'django.db' not in sys.modules else 9)"
    )
    command = [sys.executable, "-c", script, "brands", "verify", GOOD, *files]
    done = subprocess.run(
        command, env={"PYTHONPATH": str(Path(cli.__file__).parents[1])}, check=False, cwd=tmp_path
    )
    assert done.returncode == 0


@pytest.mark.parametrize("spoilt", ["{", "[]", "\ud800", '{"format": "huaihai-mark-keys-1"}', None])
def test_files_that_cannot_be_read_are_said_to_be_so(
    files: list[str], spoilt: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    for place in (1, 3):
        held = Path(files[place])
        before = held.read_bytes()
        held.unlink()
        if spoilt is not None:
            held.write_bytes(spoilt.encode(errors="surrogatepass"))
        assert cli.main(["brands", "verify", GOOD, *files]) == 2
        held.write_bytes(before)


def test_after_the_last_day_of_the_basis_no_mark_means_anything() -> None:
    keys = read_keys(VECTORS["keys"])
    listed = read_list(VECTORS["list"], keys)
    content = payload.verify(GOOD, keys.public)
    assert standing(content, listed, date(2028, 1, 1))[0] == "no-basis"
    assert standing(content, None, date(2028, 1, 1))[0] == "expired"


@pytest.mark.parametrize(
    ("code", "came"),
    [
        ("est1x7", "fits"),
        ("91320300MA1TEST1X7 ", "fits"),
        ("ＥＳＴ１Ｘ７", "fits"),
        ("", ""),
        (" - ", ""),
        ("EST1X8", "other"),
        ("91320300MA1NABCD7M", "other"),
        ("91320300MA1NABCD7X", "mistyped"),
        ("T1X7", "mistyped"),
        ("123", "mistyped"),
        ("😀", "mistyped"),
        ("\u202eEST1X7", "mistyped"),
    ],
)
def test_a_code_fits_whole_or_by_its_last_six_and_a_slip_accuses_nobody(code: str, came: str) -> None:
    assert compared(code, "91320300MA1TEST1X7") == came


@pytest.mark.django_db
class TestByTheDatabase:
    @pytest.fixture
    def mark(self, people: People, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Mark:
        monkeypatch.setattr(clock, "now", lambda: MONDAY)
        settings.KEYRING = keyring.load_or_create(tmp_path)
        settings.VAR = tmp_path
        a_basis(people)
        return marks_verbs.issue(an_entry(people, "held"), by=PROGRAM, at=MONDAY)

    def test_it_answers_as_the_page_does(self, mark: Mark, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["brands", "verify", mark.payload]) == 0
        assert cli.main(["brands", "verify", mark.payload, "--shop", "000000"]) == 1
        assert cli.main(["brands", "verify", mark.payload, "--on", "2028-01-01"]) == 1
        assert cli.main(["brands", "verify", GOOD]) == 1
        assert cli.main(["brands", "verify", "x"]) == 2
        states = [line for line in said(capsys).splitlines() if not line.startswith(" ")]
        assert states == ["good", "copied", "expired", "forged", "not-a-mark"]

    def test_a_key_is_changed_and_then_revoked(
        self, mark: Mark, settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["brands", "revoke-key", mark.key_id, "--reason", "演示", "--lang", "en"]) == 2
        assert cli.main(["brands", "new-key"]) == 0
        settings.KEYRING = keyring.load_or_create(tmp_path)
        assert cli.main(["brands", "revoke-key", mark.key_id, "--reason", "演示", "--lang", "en"]) == 0
        assert said(capsys).splitlines()[-1] == "1 marks given anew"
        assert KeyRevocation.objects.get().reason == "演示"
        assert Mark.objects.live().get().key_id != mark.key_id


def test_the_library_in_the_phone_was_decided_on_and_the_guide_shows_the_first_vector() -> None:
    """docs/decisions/0014-ed25519-in-the-phone.md."""
    room = Path(__file__).resolve().parents[2]
    held = (room / "static/brands/vendor/noble-ed25519/index.js").read_bytes()
    decided = room.parents[1] / "docs/decisions/0014-ed25519-in-the-phone.md"
    assert f"`{hashlib.sha256(held).hexdigest()}`" in decided.read_text(encoding="utf-8")
    guide = Path(__file__).resolve().parents[4] / "docs/guides/mark.md"
    words = guide.read_text(encoding="utf-8")
    assert GOOD in words
    assert payload.parse(GOOD).body.decode() in words


@pytest.mark.django_db
def test_a_square_of_a_key_that_was_revoked_is_not_ours() -> None:
    text = squares.make(squares.Content("1", "t", "b", "2026-11-24", "0" * 8))
    assert squares.read(text) is not None
    KeyRevocation.objects.create(key_id=text.split(".")[2], reason="stolen", at=clock.now(), by="system:test")
    assert squares.read(text) is None
