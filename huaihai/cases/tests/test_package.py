"""The signed package of a case: what is in it for whom; a second program, from its guide alone, refuses others."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.cases import life
from huaihai.cases.models import Case
from huaihai.cases.package import facts, making
from huaihai.cases.tests.consumers import opened
from huaihai.cases.tests.test_papers import issue
from huaihai.cases.verbs import care, mediation
from huaihai.kit import clock, filestore, signing
from huaihai.kit.filestore.tests.pictures import picture
from huaihai.record import events
from huaihai.record.log import sequencing
from tests import cast as people
from tests.reading import browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday", "files")]
CHECK = django_settings.ROOT / "examples" / "check_case_package" / "check_case_package.py"
FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"film" * 400
NOTE, WHY, INSIDE = "note of an officer: 王小明", "he asked for it", "only between bodies"


def add(case: Case, name: str, content: bytes, *, party: str, by: Any) -> None:
    stored = filestore.store(SimpleUploadedFile(name, content))
    care.add_evidence(case, file=stored, name=name, party=party, by=by, at=people.TUESDAY)


@pytest.fixture
def case(cast: people.Cast, zhao: Client) -> Case:
    """Mediated and agreed, with a photo, a film, a note of an officer, two papers, and its steps in the log."""
    case = people.mediating(cast)
    add(case, "发票.png", picture("PNG"), party="consumer", by=people.li(case))
    add(case, "监控.mp4", FILM, party="business", by=cast.sun)
    care.note(case, text=NOTE, by=cast.zhao, at=people.TUESDAY)
    mediation.agree(
        case,
        terms="商家退款268元，自行取回电热水壶。",
        sum_fen=26_800,
        perform_by_on=date(2026, 12, 9),
        by=cast.zhao,
        at=people.TUESDAY,
    )
    issue(zhao, case, "agreement", facts="水壶漏电。")
    issue(zhao, case, "approval", matter="结案", opinion=INSIDE)
    sequencing.sequence_all()
    held: Case = Case.objects.with_parties().get(pk=case.pk)
    return held


def made(case: Case, audience: str, by: Any) -> bytes:
    copy = facts.of(case, audience, by=by, at=people.TUESDAY)
    return b"".join(making.stream(copy))


def parts_of(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(package)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def pack(parts: dict[str, bytes]) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return held.getvalue()


def keys() -> str:
    return "".join(signing.public_keys().values())


def check(tmp_path: Path, package: bytes, pem: str | None = None) -> tuple[int, str]:
    """What the second program says of it; it runs alone, without the platform."""
    (tmp_path / "case.zip").write_bytes(package)
    (tmp_path / "key.pem").write_text(keys() if pem is None else pem)
    done = subprocess.run(
        [sys.executable, "-I", str(CHECK), "case.zip", "--keys", "key.pem"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


@pytest.mark.both_databases
def test_a_second_program_finds_a_good_one_good(case: Case, cast: people.Cast, tmp_path: Path) -> None:
    for audience, by in ((life.BODY, cast.zhao), (life.CONSUMER, people.li(case))):
        code, said = check(tmp_path, made(case, audience, by))

        assert code == 0, said
        assert "everything fits" in said
        assert str(case.number) in said
        assert "no proof of the public log" not in said


def test_a_case_that_is_newer_than_the_log_goes_without_a_proof(cast: people.Cast, tmp_path: Path) -> None:
    case = Case.objects.with_parties().get(pk=people.mediating(cast).pk)

    code, said = check(tmp_path, made(case, life.BODY, cast.zhao))

    assert (code, "no proof of the public log" in said) == (0, True)


def test_a_court_reads_both_sides_and_nothing_that_stays_inside(case: Case, cast: people.Cast) -> None:
    parts = parts_of(made(case, life.BODY, cast.zhao))
    page, record = parts["case.html"].decode(), parts["events.json"].decode()

    for words in (
        "Li (test)",
        people.PHONE,
        case.story,
        "不是质量问题。",
        "商家退款268元",
        "2026 年 12 月 9 日",
        "发票.png",
    ):
        assert words in page
    for words in (NOTE, INSIDE):
        assert words not in page
        assert words not in record
    assert "不是质量问题。" in record
    manifest = json.loads(parts["manifest.json"])
    assert [one["title"] for one in manifest["files"] if "title" in one] == ["消费争议调解协议书"]
    assert parts["papers/01.pdf"].startswith(b"%PDF")
    film = next(one for one in manifest["files"] if one.get("name") == "监控.mp4")
    assert film["path"].endswith(".mp4")
    assert film["original_size"] == len(FILM)
    assert "data.json" not in parts


def test_words_that_are_not_told_leave_the_chain_whole(case: Case, cast: people.Cast) -> None:
    record = json.loads(parts_of(made(case, life.BODY, cast.zhao))["events.json"])["events"]

    own = json.loads(parts_of(made(case, life.CONSUMER, people.li(case)))["events.json"])["events"]
    assert [one["hash"] for one in own] == [one["hash"] for one in record]
    note = events.history(case.record_key).get(verb="note")
    for package in (own, record):  # what officers note for one another is in no package but by its hash
        assert set(package[note.number - 1]) == {"number", "hash"}
    assert any("text" not in one for one in record if one.get("text_hash"))


def test_what_cannot_be_handed_out_is_named_with_its_hash(
    case: Case, cast: people.Cast, tmp_path: Path
) -> None:
    film = case.evidence.get(kind="video/mp4")
    filestore.sealed.original_path(film.sha256).unlink()

    package = made(case, life.BODY, cast.zhao)

    left = json.loads(parts_of(package)["manifest.json"])["left_out"]
    assert [(one["original_sha256"], one["why"]) for one in left] == [(film.sha256, "missing")]
    assert film.sha256 in parts_of(package)["case.html"].decode()
    assert check(tmp_path, package)[0] == 0


def a_byte_of(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        held = bytearray(parts[name])
        held[len(held) // 2] ^= 1
        parts[name] = bytes(held)

    return change


def gone(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        del parts[name]

    return change


def of_json(name: str, alter: Callable[[Any], None]) -> Callable[[dict[str, bytes]], None]:
    """Another value in a JSON file, spelt as it was."""

    def change(parts: dict[str, bytes]) -> None:
        said = json.loads(parts[name])
        alter(said)
        parts[name] = (
            json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
            if name == "manifest.json"
            else json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
        )

    return change


def setting(*path: Any, to: Any) -> Callable[[Any], None]:
    def alter(said: Any) -> None:
        for one in path[:-1]:
            said = said[one]
        said[path[-1]] = to

    return alter


def swapped(said: Any) -> None:
    said["events"][2], said["events"][3] = said["events"][3], said["events"][2]


def without_one(said: Any) -> None:
    del said["events"][2]


def without_last(said: Any) -> None:
    said["events"].pop()


def added(parts: dict[str, bytes]) -> None:
    parts["evidence/999.jpg"] = b"\xff\xd8\xff"


def renamed(parts: dict[str, bytes]) -> None:
    parts["papers/02.pdf"] = parts.pop("papers/01.pdf")


def exchanged(parts: dict[str, bytes]) -> None:
    one, other = (next(name for name in parts if name.startswith(f"evidence/00{n}")) for n in (1, 2))
    parts[one], parts[other] = parts[other], parts[one]


def unlisted(said: Any) -> None:
    said["files"] = [one for one in said["files"] if one["path"] != "case.html"]


ALTERED: dict[str, tuple[Callable[[dict[str, bytes]], None], str]] = {
    "a byte of the page": (a_byte_of("case.html"), "case.html"),
    "a byte of a paper": (a_byte_of("papers/01.pdf"), "papers/01.pdf"),
    "a byte of a photo": (a_byte_of("evidence/001.jpg"), "evidence/001.jpg"),
    "a byte of a film": (a_byte_of("evidence/002.mp4"), "evidence/002.mp4"),
    "a byte of the record": (a_byte_of("events.json"), "events.json"),
    "a byte of the proof": (a_byte_of("log-proof.txt"), "log-proof.txt"),
    "a byte of the manifest": (a_byte_of("manifest.json"), "manifest.json"),
    "the page is gone": (gone("case.html"), "case.html"),
    "a paper is gone": (gone("papers/01.pdf"), "papers/01.pdf"),
    "a photo is gone": (gone("evidence/001.jpg"), "evidence/001.jpg"),
    "the record is gone": (gone("events.json"), "events.json"),
    "the proof is gone": (gone("log-proof.txt"), "log-proof.txt"),
    "the manifest is gone": (gone("manifest.json"), "manifest.json"),
    "the signature is gone": (gone("manifest.sig.json"), "manifest.sig.json"),
    "a file was added": (added, "evidence/999.jpg"),
    "a paper was renamed": (renamed, "papers/02.pdf"),
    "two files were exchanged": (exchanged, "evidence/001.jpg"),
    "another size in the manifest": (
        of_json("manifest.json", setting("files", 0, "size", to=1)),
        "manifest.json",
    ),
    "another hash in the manifest": (
        of_json("manifest.json", setting("files", 0, "sha256", to="0" * 64)),
        "manifest.json",
    ),
    "a file less in the manifest": (of_json("manifest.json", unlisted), "manifest.json"),
    "another number in the manifest": (of_json("manifest.json", setting("case", to="1")), "manifest.json"),
    "another receiver": (of_json("manifest.json", setting("for", to="consumer")), "manifest.json"),
    "another day of making": (
        of_json("manifest.json", setting("made_at", to="2026-01-01T00:00:00.000000+08:00")),
        "manifest.json",
    ),
    "another last event": (of_json("manifest.json", setting("events", "last", to="0" * 64)), "manifest.json"),
    "two events swapped": (of_json("events.json", swapped), "events.json: event 3"),
    "an event left out": (of_json("events.json", without_one), "events.json: event 3"),
    "the last event left out": (of_json("events.json", without_last), "events.json: does not end"),
    "another doer": (
        of_json("events.json", setting("events", 1, "by", to="account:0")),
        "events.json: event 2",
    ),
    "another moment": (
        of_json("events.json", setting("events", 1, "at", to="2026-01-01T00:00:00.000000+08:00")),
        "events.json: event 2",
    ),
    "another case in the record": (of_json("events.json", setting("subject", to="case:0")), "events.json"),
    "another value of the signature": (
        of_json("manifest.sig.json", setting("signature", "value", to="A" * 86 + "==")),
        "manifest.sig.json",
    ),
    "another key in the signature": (
        of_json("manifest.sig.json", setting("signature", "key_id", to="0" * 16)),
        "manifest.sig.json",
    ),
    "another hash in the signature": (
        of_json("manifest.sig.json", setting("content", "sha256", to="0" * 64)),
        "manifest.sig.json",
    ),
    "a signature under another format": (
        of_json("manifest.sig.json", setting("content", "of", to="huaihai-test-1")),
        "manifest.sig.json",
    ),
}


def test_whatever_is_altered_is_refused_and_named(case: Case, cast: people.Cast, tmp_path: Path) -> None:
    package = made(case, life.BODY, cast.zhao)
    assert check(tmp_path, pack(parts_of(package)))[0] == 0  # packed by another program, the same

    for what, (alter, named) in ALTERED.items():
        parts = parts_of(package)
        alter(parts)
        code, said = check(tmp_path, pack(parts))
        assert code == 1, (what, said)
        assert f"refused: {named}" in said, (what, said)


def test_what_is_hidden_beside_the_files_is_refused(case: Case, cast: people.Cast, tmp_path: Path) -> None:
    good = made(case, life.BODY, cast.zhao)
    forged = pack({"case.html": b"<p>Nobody owes anything.</p>"})
    local_entry = forged[: zipfile.ZipFile(BytesIO(forged)).start_dir]
    for package in (local_entry + good, good + b"PK", good[:-2] + b"\x02\x00hi"):
        with zipfile.ZipFile(BytesIO(package)) as packed:  # whoever reads the list alone sees the true files
            assert packed.read("case.html") == parts_of(good)["case.html"]
        status, said = check(tmp_path, package)
        assert (status, "before, between or after" in said) == (1, True), said


def test_what_is_signed_with_another_key_is_refused(case: Case, cast: people.Cast, tmp_path: Path) -> None:
    other = Ed25519PrivateKey.generate().public_key()
    pem = other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    code, said = check(tmp_path, made(case, life.BODY, cast.zhao), pem)

    assert code == 1
    assert "refused: manifest.sig.json: by the key" in said


def test_a_record_that_was_changed_before_it_was_signed_is_refused(
    case: Case, cast: people.Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever holds the key signs what does not add up: the chain says so, the words, and the log."""
    whole = facts.record

    def changed(copy: Any) -> Any:
        for one in whole(copy):
            yield one | {"text": "…"} if one.get("text") == "不是质量问题。" else one

    monkeypatch.setattr(facts, "record", changed)
    code, said = check(tmp_path, made(case, life.BODY, cast.zhao))
    assert (code, "its words were changed" in said) == (1, True)

    monkeypatch.setattr(facts, "record", lambda copy: [one | {"by": "account:0"} for one in whole(copy)])
    code, said = check(tmp_path, made(case, life.BODY, cast.zhao))
    assert (code, "events.json: event 1" in said) == (1, True)


def test_what_is_no_package_is_told_apart(tmp_path: Path) -> None:
    assert check(tmp_path, b"no zip")[0] == 2
    assert check(tmp_path, pack({"a": b"b"}), "no key")[0] == 2
    assert check(tmp_path, pack({"a": b"b"})) == (1, "refused: manifest.json: is missing\n")


def test_memory_does_not_grow_with_the_evidence(case: Case, cast: people.Cast, tmp_path: Path) -> None:
    import tracemalloc

    add(case, "长片.mp4", FILM[:24] + b"\0" * 20_000_000, party="consumer", by=people.li(case))
    copy = facts.of(case, life.BODY, by=cast.zhao, at=people.TUESDAY)
    tracemalloc.start()
    size = sum(len(piece) for piece in making.stream(copy))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert size > 20_000_000
    assert peak < 12_000_000


class TestAtTheDesk:
    def test_whoever_has_the_case_says_what_for_and_gets_it(
        self, zhao: Client, case: Case, tmp_path: Path
    ) -> None:
        page = reverse("case-package", args=[case.pk])
        assert page in zhao.get(reverse("desk-case", args=[case.pk])).text
        assert zhao.get(reverse("case-package-file", args=[case.pk])).status_code == 302
        assert zhao.post(page, {}).status_code == 200  # nothing was chosen
        assert not events.history(case.record_key).filter(verb="package_made").exists()

        answer = zhao.post(page, {"purpose": "suit"})

        assert reverse("case-package-file", args=[case.pk]) in answer.text
        written = events.history(case.record_key).get(verb="package_made")
        assert (written.facts, bool(written.text)) == ({"purpose": "suit"}, True)
        package = zhao.get(reverse("case-package-file", args=[case.pk]))
        assert package["Content-Type"] == "application/zip"
        content = b"".join(package.streaming_content)  # type: ignore[attr-defined]
        assert check(tmp_path, content)[0] == 0
        assert written.hash in parts_of(content)["events.json"].decode()

    def test_a_quarter_of_an_hour_later_it_is_asked_again(
        self, zhao: Client, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        zhao.post(reverse("case-package", args=[case.pk]), {"purpose": "suit"})
        monkeypatch.setattr(clock, "now", lambda: people.TUESDAY + timedelta(minutes=16))

        assert zhao.get(reverse("case-package-file", args=[case.pk])).status_code == 302

    def test_an_emptied_file_is_handed_out_no_more(self, zhao: Client, case: Case) -> None:
        Case.objects.filter(pk=case.pk).update(receipt_hash="")

        assert zhao.get(reverse("case-package", args=[case.pk])).status_code == 404
        assert (
            reverse("case-package", args=[case.pk]) not in zhao.get(reverse("desk-case", args=[case.pk])).text
        )

    def test_who_does_not_have_the_case_finds_nothing(
        self, cast: people.Cast, case: Case, client: Client
    ) -> None:
        for name in ("wang", "qian"):
            other = browser(cast.accounts[name])
            for page in ("case-package", "case-package-file"):
                assert other.get(reverse(page, args=[case.pk])).status_code == 404
                assert (
                    other.post(reverse("case-package", args=[case.pk]), {"purpose": "suit"}).status_code
                    == 404
                )
        opened(client, case)
        assert client.get(reverse("case-package", args=[case.pk])).status_code in (302, 404)


def test_a_paper_that_cannot_be_set_now_is_told_before_anything_goes(
    case: Case, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huaihai.desk.papers import setting

    def busy(*_given: Any, **_more: Any) -> bytes:
        raise setting.BusyError

    monkeypatch.setattr("huaihai.cases.package.facts.of", busy)
    opened(client, case)
    answer = client.get(reverse("my-data-file", args=[case.pk]))

    assert answer.status_code == 503
    assert answer["Retry-After"]
