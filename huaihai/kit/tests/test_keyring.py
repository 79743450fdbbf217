"""The keys of an installation."""

import base64
import json
import multiprocessing
import os
import stat
import time
from pathlib import Path

import pytest

from huaihai.kit import keyring

BEFORE_SIGNATURES = {
    "signing": "old-session-key",
    "sealing_current": "k2",
    "sealing": {
        "k1": "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=",
        "k2": "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=",
    },
    "indexing": "Q0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0M=",
    "receipts": "RERERERERERERERERERERERERERERERERERERERERES=",
    "something_of_a_later_version": [1, 2],
}


def write_old(folder: Path) -> Path:
    path = folder / "keys.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(BEFORE_SIGNATURES), encoding="utf-8")
    return path


def current_of(folder: Path) -> str:
    return keyring.load_or_create(folder).signature_current


def rotated_in(folder: Path) -> str:
    return keyring.rotate_signature(folder).signature_current


def names_in(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_keys_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    made = keyring.load_or_create(tmp_path / "var")
    assert keyring.load_or_create(tmp_path / "var") == made
    assert mode_of(tmp_path / "var" / "keys.json") == 0o600
    assert names_in(tmp_path / "var") == ["keys.json"]
    assert list(made.signature_public) == [made.signature_current]


def test_an_older_installation_gets_its_signature_and_loses_nothing(tmp_path: Path) -> None:
    path = write_old(tmp_path)
    ring = keyring.load_or_create(tmp_path)
    held = json.loads(path.read_text(encoding="utf-8"))
    assert held.pop("signature")["current"] == ring.signature_current
    assert [base64.b64decode(key) for key in held.pop("passport")] == [*ring.passport]
    assert held == BEFORE_SIGNATURES
    assert ring.sealing == {"k1": b"A" * 32, "k2": b"B" * 32}
    assert (ring.signing, ring.sealing_current) == ("old-session-key", "k2")
    assert mode_of(path) == 0o600
    assert names_in(tmp_path) == ["keys.json"]
    assert keyring.load_or_create(tmp_path) == ring


def test_a_key_is_named_after_its_public_half(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    ring = keyring.load_or_create(tmp_path)
    public = Ed25519PrivateKey.from_private_bytes(ring.signature_key).public_key()
    assert ring.signature_current == keyring.key_id_of(public.public_bytes_raw())


@pytest.mark.parametrize("is_old", [True, False])
def test_processes_that_start_together_have_the_same_keys(tmp_path: Path, *, is_old: bool) -> None:
    if is_old:
        write_old(tmp_path)
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        ids = pool.map(current_of, [tmp_path] * 12, chunksize=1)
    assert set(ids) == {current_of(tmp_path)}


def test_rotations_at_the_same_time_lose_no_public_key(tmp_path: Path) -> None:
    first = current_of(tmp_path)
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        ids = pool.map(rotated_in, [tmp_path] * 12, chunksize=1)
    ring = keyring.load_or_create(tmp_path)
    assert set(ring.signature_public) == {first, *ids}
    assert len(ring.signature_public) == 13
    assert mode_of(tmp_path / "keys.json") == 0o600


def test_the_name_of_the_new_file_is_on_the_disk_before_anybody_uses_the_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, brought = tmp_path / "var", []

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            brought.append((folder / "keys.json").read_text(encoding="utf-8"))

    monkeypatch.setattr(os, "fsync", fsync)
    made, rotated = current_of(folder), rotated_in(folder)

    assert [json.loads(text)["signature"]["current"] for text in brought] == [made, rotated]
    assert names_in(folder) == ["keys.json"]


def test_a_rotation_forgets_the_old_private_key(tmp_path: Path) -> None:
    old = keyring.load_or_create(tmp_path)
    new = keyring.rotate_signature(tmp_path)
    assert new.signature_key != old.signature_key
    text = (tmp_path / "keys.json").read_text(encoding="utf-8")
    assert len(json.loads(text)["signature"]) == 3
    assert new.sealing == old.sealing


def test_a_new_sealing_key_leaves_the_old_one_readable(tmp_path: Path) -> None:
    before = keyring.load_or_create(tmp_path)
    after = keyring.rotate_sealing(tmp_path)
    assert after.old == ["k1"]
    assert after.sealing["k1"] == before.sealing["k1"]
    assert after.sealing_current != "k1"
    assert (after.indexing, after.receipts, after.signing) == (
        before.indexing,
        before.receipts,
        before.signing,
    )
    assert keyring.may_forget_from(tmp_path) > time.time() + 23 * 3600


def test_a_prepared_key_waits_and_is_the_one_that_is_used_next(tmp_path: Path) -> None:
    keyring.load_or_create(tmp_path)
    prepared = keyring.prepare_sealing(tmp_path)
    assert (prepared.sealing_current, prepared.old) == ("k1", [])
    waiting = list(prepared.sealing)[-1]
    assert keyring.rotate_sealing(tmp_path).sealing_current == waiting
    assert keyring.rotate_sealing(tmp_path).sealing_current != waiting


def test_old_keys_are_forgotten_and_one_that_waits_is_not(tmp_path: Path) -> None:
    keyring.load_or_create(tmp_path)
    current = keyring.rotate_sealing(tmp_path).sealing_current
    waiting = list(keyring.prepare_sealing(tmp_path).sealing)[-1]
    assert list(keyring.forget_old(tmp_path).sealing) == [current, waiting]


def test_a_new_passport_key_stands_beside_the_last_one_alone(tmp_path: Path) -> None:
    first, second, third = (
        keyring.load_or_create(tmp_path).passport,
        *(keyring.rotate_passport(tmp_path).passport for _ in range(2)),
    )
    assert (second[0], third[0]) == (first[-1], second[-1])
    assert len({*first, *second, *third}) == 3


def test_a_new_index_key_is_its_own_until_then_the_first_one_counts(tmp_path: Path) -> None:
    before = keyring.load_or_create(tmp_path)
    assert before.finding_key == before.indexing
    first, second = (keyring.rotate_finding(tmp_path) for _ in range(2))
    assert len({before.indexing, first.finding_key, second.finding_key}) == 3
    assert second.indexing == before.indexing
    assert list(keyring.forget_old(tmp_path).finding.values()) == [second.finding_key]
