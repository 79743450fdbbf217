"""Somebody else keeps the log's heads: what grew is cosigned, what was changed is seen, also with the log's own key."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.test import Client

from huaihai import cli
from huaihai.record.log import commands, kept, notes, sequencing, tree, witnesses
from huaihai.record.log.notes import BadNote, Checkpoint, Key
from huaihai.record.log.witness import Contradiction, NotSetUp, Witness
from huaihai.record.models import Event, LogHead, LogLeaf, LogTile, LogWitness
from huaihai.record.tests.test_log import everything, write
from tests.cast import TUESDAY

pytestmark = pytest.mark.django_db
LOG = "/alliance/log/"
NAME = "xuzhou.example/witness"
NOW = 1_790_000_000


def fetch(place: str) -> bytes:
    answer = Client().get(LOG + place)
    if answer.status_code == 404:
        raise LookupError(place)
    assert answer.status_code == 200
    return answer.content


def log_key() -> str:
    return fetch("key").decode().splitlines()[0]


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    """It has seen 300 leaves."""
    write("case:1", 300)
    everything()
    found = Witness(tmp_path)
    found.set_up(name=NAME, log_key=log_key())
    assert found.look(fetch, at=NOW).before is None
    return found


def sign_anew() -> None:
    """What somebody does who owns the database and its keys: all leaves, tiles and the head are made again."""
    for leaf in LogLeaf.objects.all():
        LogLeaf.objects.filter(pk=leaf.pk).update(leaf_hash=kept.hash_of(leaf))
    size = LogLeaf.objects.count()
    LogTile.objects.all().delete()
    sequencing._close_tiles(0, size)
    row = LogHead.objects.get()
    note = kept.signed(Checkpoint(row.origin, size, kept.root(size)))
    LogHead.objects.update(size=size, checkpoint=note.written)


def edit(number: int) -> None:
    LogLeaf.objects.filter(number=number).update(event_hash="0" * 64)
    sign_anew()


def cut(number: int) -> None:
    LogLeaf.objects.filter(number__gte=number).delete()
    sign_anew()


def exchange(number: int) -> None:
    """One is taken out, another put in its place, so that there are as many as before."""
    LogLeaf.objects.filter(number=number).update(subject="case:forged", event_number=1)
    sign_anew()


def test_what_grew_is_kept_and_cosigned(witness: Witness, tmp_path: Path) -> None:
    write("case:2", 400)
    everything()
    seen = witness.look(fetch, at=NOW + 60)
    assert (seen.before, seen.head.size) == (300, 700)
    again = witness.look(fetch, at=NOW + 120)
    assert again.before == 700
    held = next(tmp_path.glob("public/*/checkpoint")).read_text()
    assert held == again.note.written
    assert (tmp_path / "witness.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("change", [edit, cut, exchange])
@pytest.mark.parametrize("number", [0, 150, 299])
@pytest.mark.parametrize("more", [0, 5])
def test_a_change_is_seen_also_with_the_logs_own_key(
    witness: Witness, tmp_path: Path, change: Callable[[int], None], number: int, more: int
) -> None:
    before = next(tmp_path.glob("public/*/checkpoint")).read_bytes()
    change(number)
    if more and number:
        write("case:3", more * 100)
        everything()
    with pytest.raises(Contradiction):
        witness.look(fetch, at=NOW + 60)
    assert next(tmp_path.glob("public/*/checkpoint")).read_bytes() == before
    assert list(tmp_path.glob("public/*/contradiction-*"))
    with pytest.raises(Contradiction):  # nor at the next look
        witness.look(fetch, at=NOW + 120)


def test_a_log_that_cannot_show_its_hashes_is_not_believed(witness: Witness) -> None:
    write("case:2", 400)
    everything()

    def without_tiles(place: str) -> bytes:
        if place.startswith("tile/"):
            raise LookupError(place)
        return fetch(place)

    with pytest.raises(Contradiction, match="cannot show"):
        witness.look(without_tiles, at=NOW)


def test_a_head_that_somebody_else_signed_is_refused(witness: Witness) -> None:
    note = notes.read(fetch("checkpoint").decode())
    stranger = notes.Ed25519PrivateKey.generate()
    forged = notes.Note(note.text, (notes.sign(note.text, kept.origin(), stranger),)).written.encode()
    with pytest.raises(BadNote, match="not signed"):
        witness.look(lambda _place: forged, at=NOW)


def test_a_witness_says_what_it_needs_first(tmp_path: Path) -> None:
    write()
    everything()
    with pytest.raises(NotSetUp, match="--key"):
        Witness(tmp_path).set_up(name=NAME, log_key=None)
    with pytest.raises(NotSetUp, match="--name"):
        Witness(tmp_path).set_up(name=None, log_key=log_key())
    with pytest.raises(NotSetUp, match="--name"):
        Witness(tmp_path).set_up(name="two words", log_key=log_key())
    with pytest.raises(BadNote):
        Witness(tmp_path).set_up(name=NAME, log_key="nonsense")


def test_after_a_restore_it_begins_anew_and_keeps_what_it_saw(witness: Witness, tmp_path: Path) -> None:
    cut(200)
    with pytest.raises(Contradiction):
        witness.look(fetch, at=NOW)
    assert [path.name for path in witness.begin_anew()] == ["checkpoint-300"]
    assert witness.look(fetch, at=NOW).before is None


def known(witness: Witness) -> Key:
    key = witness.set_up(name=None, log_key=None)
    witnesses.add(key.vkey, body="320300", by="operator", at=TUESDAY)
    return key


def test_a_cosigned_head_is_handed_in_and_shown(witness: Witness) -> None:
    known(witness)
    seen = witness.look(fetch, at=NOW)
    address = f"{LOG}witnesses/{NAME}"
    assert Client().get(address).status_code == 404
    handed_in = Client(enforce_csrf_checks=True).post(
        address, seen.note.written.encode(), content_type="text/plain"
    )
    assert (handed_in.status_code, handed_in.text) == (200, "kept\n")
    assert Client().get(address).text == seen.note.written
    assert fetch("checkpoint").decode() == seen.note.written  # nothing happened since
    write("case:2")
    everything()
    assert len(notes.read(fetch("checkpoint").decode()).signatures) == 1
    row = LogWitness.objects.get()
    assert (row.size, row.body) == (300, "320300")


def post(written: str) -> tuple[int, str]:
    answer = Client().post(f"{LOG}witnesses/{NAME}", written.encode(), content_type="text/plain")
    return answer.status_code, answer.text


def test_what_a_witness_did_not_sign_is_not_taken(witness: Witness) -> None:
    own = fetch("checkpoint").decode()
    good = witness.look(fetch, at=NOW).note
    assert post(good.written) == (
        422,
        "no witness of this name is known here: give its key to whoever runs the platform\n",
    )
    known(witness)
    assert post(own)[0] == 422
    assert post("nonsense") == (422, "this is not a signed note\n")
    assert Client().post(f"{LOG}witnesses/{NAME}", b"\xff\xfe", content_type="text/plain").status_code == 400
    assert post("x" * 3_000_000)[0] == 400
    later = good.signatures[1]
    moved = notes.Signature(later.name, later.key_id, (NOW + 1).to_bytes(8) + later.value[8:])
    assert post(notes.Note(good.text, (good.signatures[0], moved)).written)[0] == 422
    ahead = witness.look(fetch, at=4_000_000_000).note
    assert "of a time to come" in post(ahead.written)[1]
    assert not LogWitness.objects.get().checkpoint


def test_an_older_head_does_not_take_the_place_of_a_later_one(witness: Witness) -> None:
    known(witness)
    older = witness.look(fetch, at=NOW).note
    write("case:2")
    everything()
    assert post(witness.look(fetch, at=NOW + 60).note.written)[0] == 200
    assert post(older.written) == (422, "a later head of this witness is kept already\n")


def test_a_head_of_ours_that_is_not_of_this_log_is_an_alarm(
    witness: Witness, caplog: pytest.LogCaptureFixture
) -> None:
    """What a witness saw and what the database holds now are two things: somebody changed one of them."""
    known(witness)
    seen = witness.look(fetch, at=NOW).note
    edit(7)
    assert post(seen.written)[0] == 409
    assert "not one of this log" in caplog.text


def test_who_is_a_witness_is_itself_an_event(witness: Witness) -> None:
    key = known(witness)
    with pytest.raises(BadNote, match="known already"):
        witnesses.add(key.vkey, body="", by="operator", at=TUESDAY)
    with pytest.raises(BadNote, match="of a log"):
        witnesses.add(log_key(), body="", by="operator", at=TUESDAY)
    witnesses.remove(NAME, by="operator", at=TUESDAY)
    with pytest.raises(BadNote, match="no witness"):
        witnesses.remove(NAME, by="operator", at=TUESDAY)
    found = Event.objects.filter(subject="log").order_by("number")
    assert [event.verb for event in found] == ["witness_added", "witness_removed"]


def test_the_command(
    witness: Witness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "_fetched", lambda url: fetch(url.removeprefix("http://log.example" + LOG)))
    given = ["witness", f"http://log.example{LOG}", "--folder", str(tmp_path / "new"), "--lang", "en"]
    assert cli.main(given) == 2
    assert "--key" in capsys.readouterr().err
    assert cli.main(["witness", "log.example", "--folder", str(tmp_path)]) == 2
    handed_in = Mock(return_value=0)
    monkeypatch.setattr(commands, "_handed_in", handed_in)
    assert cli.main([*given, "--key", log_key(), "--name", NAME]) == 0
    assert cli.main(given) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[2] for line in said] == [
        "300 leaves, seen for the first time; kept and cosigned",
        "300 leaves, holds all 300 that it held before; kept and cosigned",
    ]
    assert handed_in.call_count == 2
    edit(3)
    assert cli.main(given) == 1
    assert "no longer those that this witness saw" in capsys.readouterr().err


def test_commands_of_the_log(witness: Witness, capsys: pytest.CaptureFixture[str]) -> None:
    key = witness.set_up(name=None, log_key=None)
    write("case:2")
    assert cli.main(["record", "log", "--lang", "en"]) == 0
    assert "1 events added" in capsys.readouterr().out
    assert cli.main(["record", "witness", key.vkey, "--body", "320300"]) == 0
    assert cli.main(["record", "witness", key.vkey]) == 2
    assert cli.main(["record", "witness", key.name, "--remove"]) == 0
    assert cli.main(["record", "proof", "case:2", "1"]) == 0
    assert "c2sp.org/tlog-proof@v1" in capsys.readouterr().out
    assert cli.main(["record", "proof", "case:2", "9"]) == 2


def test_addresses_are_kept_by_whoever_stands_between(witness: Witness) -> None:
    tile = Client().get(f"{LOG}tile/0/000")
    assert len(tile.content) == 256 * 32
    assert "immutable" in tile["Cache-Control"]
    assert len(Client().get(f"{LOG}tile/0/001.p/44").content) == 44 * 32
    assert Client().get(f"{LOG}tile/1/000.p/1").content == tree.of_tile(kept.tile(0, 0, 256))
    assert Client().get(f"{LOG}checkpoint")["Cache-Control"] == "public, max-age=5"
    for place in ("checkpoint", "key", "tile/0/000"):
        assert not Client().get(LOG + place).cookies


@pytest.mark.parametrize(
    "place",
    ["tile/0/001", "tile/0/001.p/45", "tile/1/000", "tile/7/000", "tile/0/x", "tile/64/000", "witnesses/x"],
)
def test_what_is_not_there(witness: Witness, place: str) -> None:
    assert Client().get(LOG + place).status_code == 404
    assert Client().post(LOG + "checkpoint").status_code == 405


def test_without_a_log_there_is_nothing() -> None:
    for place in ("checkpoint", "key", "tile/0/000"):
        assert Client().get(LOG + place).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_command_over_a_network(
    live_server: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["witness", f"{live_server.url}{LOG}", "--folder", str(tmp_path), "--lang", "en"]
    write()
    everything()
    first = [*given, "--key", log_key(), "--name", NAME]
    assert cli.main(first) == 2
    said = capsys.readouterr()
    assert "1 leaves, seen for the first time" in said.out
    assert "no witness of this name is known here" in said.err
    witnesses.add(said.err.splitlines()[-1].rpartition(" ")[2], body="320300", by="operator", at=TUESDAY)
    write("case:2", 300)
    everything()
    assert cli.main(given) == 0
    assert "302 leaves, holds all 1 that it held before" in capsys.readouterr().out
    assert LogWitness.objects.get().size == 302
    assert (
        cli.main(["witness", f"{live_server.url}/nowhere/", "--folder", str(tmp_path), "--lang", "en"]) == 2
    )
    assert "nothing stands at" in capsys.readouterr().err
    assert cli.main(["witness", "http://127.0.0.1:9/", "--folder", str(tmp_path)]) == 2
