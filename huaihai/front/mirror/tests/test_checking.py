"""The check finds what is missing, changed, added, badly signed, or old."""

import json
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huaihai.cli import main
from huaihai.front.mirror import checking, manifest
from huaihai.front.mirror.tests.copies import AT, copy
from huaihai.kit.signing import public_keys
from huaihai.record import events
from huaihai.record.log import kept, notes, sequencing
from huaihai.record.log.notes import Key
from tests.posts import load_tree

pytestmark = pytest.mark.django_db
PAGE = "bodies/320300/index.html"
SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    load_tree()
    events.write(subject="case:1", verb="taken", by="officer:1", at=AT)
    copy(tmp_path / "mirror", paths=("/bodies/320300/", "/alliance/log/", "/alliance/key.pem"))
    return tmp_path / "mirror"


def vkey() -> str:
    head = kept.head()
    assert head is not None
    return kept.keys(head.origin)[0].vkey


def another() -> str:
    return Key.of("other.example/alliance/log", notes.SIGNATURE, Ed25519PrivateKey.generate()).vkey


def test_a_true_copy_fits_with_the_key_in_either_spelling(folder: Path) -> None:
    assert checking.check(folder, None).fits
    assert checking.check(folder, public_keys()).fits
    assert checking.check(folder, checking.keys_of(vkey())).fits


def test_what_is_missing_changed_and_added_is_named(folder: Path) -> None:
    (folder / PAGE).unlink()
    (folder / "index.html").write_bytes((folder / "index.html").read_bytes() + b" ")
    (folder / "bodies" / "ours.html").write_text("mine")
    found = checking.check(folder, None)

    assert (found.missing, found.changed, found.added) == ([PAGE], ["index.html"], ["bodies/ours.html"])
    assert not found.problems


def test_a_list_that_somebody_changed_is_found(folder: Path) -> None:
    page = folder / PAGE
    page.write_bytes(page.read_bytes().replace("徐州".encode(), "宿州".encode()))
    listed = folder / manifest.FILE
    with listed.open("rb") as lines:
        held = manifest.read(lines)
    entry = held.entries[PAGE]
    held.entries[PAGE] = manifest.Entry(
        PAGE, manifest.sha256_of(page), page.stat().st_size, entry.at, entry.address
    )
    listed.write_bytes(b"".join(held.lines()))
    found = checking.check(folder, public_keys())

    assert (found.missing, found.changed, found.added) == ([], [], [])
    assert len(found.problems) == 1


def test_another_key_fits_neither_list_nor_checkpoint(folder: Path) -> None:
    assert len(checking.check(folder, checking.keys_of(another())).problems) == 2


def test_a_list_without_its_signature_is_no_proof(folder: Path) -> None:
    (folder / manifest.SIGNATURE).unlink()

    assert not checking.check(folder, public_keys()).fits


def test_signatures_beside_published_files_are_checked(folder: Path) -> None:
    with (folder / manifest.FILE).open("rb") as lines:
        held = manifest.read(lines)
    for path, text in (("data/releases/1.json", "{}"), ("data/releases/1.sig.json", None)):
        body = (text or json.dumps({"key": next(iter(public_keys())), "signature": "AA=="})).encode()
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)
        held.entries[path] = manifest.Entry(
            path, manifest.sha256_of(folder / path), len(body), AT.isoformat(), ""
        )
    (folder / manifest.FILE).write_bytes(b"".join(held.lines()))

    assert any("data/releases/1.sig.json" in one for one in checking.check(folder, public_keys()).problems)


def test_how_far_it_is_behind_the_log_is_said(folder: Path) -> None:
    with (folder / manifest.FILE).open("rb") as lines:
        about = manifest.read(lines).about
    assert checking.older_than(about, about.checkpoint, public_keys()) == (0, "")
    for _each in range(3):
        events.write(subject="case:1", verb="taken", by="officer:1", at=AT)
    sequencing.sequence_all()
    head = kept.head()
    assert head is not None

    assert checking.older_than(about, head.note.written, public_keys()) == (3, "")
    with pytest.raises(notes.BadNote):
        checking.older_than(about, head.note.written, checking.keys_of(another()))


def test_two_heads_of_one_length_are_a_contradiction(folder: Path) -> None:
    with (folder / manifest.FILE).open("rb") as lines:
        about = manifest.read(lines).about
    ours = notes.Checkpoint.read(notes.read(about.checkpoint).text)
    forged = kept.signed(notes.Checkpoint(ours.origin, ours.size, bytes(32)))

    assert checking.older_than(about, forged.written, public_keys())[1]


def test_the_command_says_it_in_chinese(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    newest = folder.parent / "checkpoint"
    newest.write_bytes((folder / "alliance" / "log" / "checkpoint").read_bytes())
    assert main(["mirror", "check", str(folder), "--key", vkey(), "--checkpoint", str(newest)]) == 0
    told = capsys.readouterr().out
    assert "2026-11-26 04:30" in told
    assert told.endswith("是原样的镜像。\n")

    (folder / PAGE).unlink()
    (folder / "ours.html").write_text("mine")
    assert main(["mirror", "check", str(folder)]) == 1
    told += capsys.readouterr().out
    assert f"少了：{PAGE}\n" in told
    assert "多出来，原站没有：ours.html\n" in told
    assert SENTENCE.findall(told) == []


def test_the_command_makes_a_copy_and_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_tree()
    monkeypatch.setattr("huaihai.front.mirror.choosing.kind_of", _only_the_key)
    assert main(["mirror", str(tmp_path / "mirror"), "--language", "en", "--lang", "en"]) == 0
    first = capsys.readouterr().out
    assert main(["mirror", str(tmp_path / "mirror"), "--language", "en", "--lang", "en"]) == 0
    assert "2 written" in first  # the key, and the page about the copy
    assert re.search(r"; [01] written", capsys.readouterr().out)  # within a second not even that page


def _only_the_key(path: str, *, is_picture: bool = False) -> object:
    from huaihai.front.mirror.choosing import Kind

    return Kind.FILE if path == "/alliance/key.pem" and not is_picture else None


@pytest.mark.parametrize(
    ("name", "value"),
    [("at", "yesterday"), ("at", 7), ("checkpoint", None), ("files", "many"), ("format", "other"), ("x", 1)],
)
def test_a_damaged_list_is_refused_in_words(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, value: object
) -> None:
    listed = folder / manifest.FILE
    first, *others = listed.read_bytes().splitlines(keepends=True)
    listed.write_bytes(b"".join((manifest.canonical({**json.loads(first), name: value}), b"\n", *others)))

    assert main(["mirror", "check", str(folder)]) == 2
    assert SENTENCE.findall(capsys.readouterr().err) == []


def test_what_is_no_mirror_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mirror", "check", str(tmp_path)]) == 2
    assert main(["mirror", "check", str(tmp_path), "--key", "nonsense"]) == 2
    assert SENTENCE.findall("".join(capsys.readouterr())) == []
