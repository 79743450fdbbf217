"""Keys come to a second machine, and come back from two shares of three."""

import io
import json
import stat
from itertools import combinations, permutations
from pathlib import Path

import pytest
from pyrage import x25519

from huaihai.cli import main
from huaihai.kit import keyring
from huaihai.kit.keys import bech32, carrying, recovery
from huaihai.kit.keys.carrying import CannotCarry


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


@pytest.fixture
def node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with keys; commands work on it."""
    folder = tmp_path / "node"
    keyring.load_or_create(folder)
    monkeypatch.setenv("HUAIHAI_VAR", str(folder))
    return folder


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase costs two seconds on purpose; here it is told apart, and nothing more."""
    monkeypatch.setattr(carrying, "sealed_under", lambda words, content: words.encode() + b"\n" + content)

    def opened(words: str, sealed: bytes) -> bytes:
        given, _, content = sealed.partition(b"\n")
        if given.decode() != words:
            raise CannotCarry("not this one")
        return content

    monkeypatch.setattr(carrying, "opened_with", opened)


def test_a_second_machine_gets_the_keys_for_its_age_key(
    node: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = x25519.Identity.generate()
    (tmp_path / "age.txt").write_text(f"# created by hand\n{identity}\n")
    file, second = tmp_path / "keys.age", tmp_path / "second"
    assert main(["keys", "export", str(file), "--to", str(identity.to_public())]) == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"sealing" not in file.read_bytes()
    monkeypatch.setenv("HUAIHAI_VAR", str(second))
    assert main(["keys", "import", str(file), "--identity", str(tmp_path / "age.txt")]) == 0
    assert keyring.load_or_create(second) == keyring.load_or_create(node)
    assert stat.S_IMODE((second / keyring.FILE).stat().st_mode) == 0o600


def test_a_passphrase_does_it_too(
    node: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    quick: None,
) -> None:
    file, second = tmp_path / "keys.age", tmp_path / "second"
    typed(monkeypatch, "one two three four")
    assert main(["keys", "export", str(file)]) == 0
    monkeypatch.setenv("HUAIHAI_VAR", str(second))
    typed(monkeypatch, "another one that is long")
    assert main(["keys", "import", str(file)]) == 2
    assert not second.exists()
    typed(monkeypatch, "one two three four")
    assert main(["keys", "import", str(file)]) == 0
    assert keyring.load_or_create(second) == keyring.load_or_create(node)
    assert "huaihai: not this one" in capsys.readouterr().err


def test_a_short_passphrase_is_refused(
    node: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "short")
    assert main(["keys", "export", str(tmp_path / "keys.age"), "--lang", "en"]) == 2
    assert "at least 12 characters" in capsys.readouterr().err
    typed(monkeypatch, "short")
    assert main(["keys", "export", str(tmp_path / "keys.age")]) == 2
    assert "口令至少要 12 个字符" in capsys.readouterr().err
    assert not (tmp_path / "keys.age").exists()


def test_nothing_is_written_over(node: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "keys.age"
    file.write_text("mine")
    assert main(["keys", "export", str(file), "--to", str(x25519.Identity.generate().to_public())]) == 2
    assert file.read_text() == "mine"
    assert main(["keys", "export", str(tmp_path / "x"), "--to", "age1nonsense", "--lang", "en"]) == 2
    assert "is no age key" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_a_new_key_reaches_the_other_machine_before_it_is_used(node: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    carrying.take_in(second, (node / keyring.FILE).read_bytes())
    before = keyring.load_or_create(node).sealing_current
    waiting = list(keyring.prepare_sealing(node).sealing)[-1]
    assert keyring.prepare_sealing(node).sealing.keys() == {before, waiting}
    assert carrying.take_in(second, (node / keyring.FILE).read_bytes()).sealing_current == before
    assert keyring.rotate_sealing(node).sealing_current == waiting
    assert keyring.rotate_sealing(second).sealing_current == waiting
    assert keyring.load_or_create(second) == keyring.load_or_create(node)


def test_a_machine_that_is_behind_catches_up_and_loses_nothing(node: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    carrying.take_in(second, (node / keyring.FILE).read_bytes())
    own = list(keyring.prepare_sealing(second).sealing)[-1]
    current = keyring.rotate_sealing(node).sealing_current
    ring = carrying.take_in(second, (node / keyring.FILE).read_bytes())
    assert ring.sealing_current == current
    assert ring.sealing.keys() >= {own, current}
    behind = carrying.take_in(node, json.dumps(json.loads((second / keyring.FILE).read_text())).encode())
    assert behind.sealing_current == current


def test_keys_of_another_installation_are_refused(node: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    keyring.load_or_create(other)
    before = (node / keyring.FILE).read_bytes()
    with pytest.raises(CannotCarry, match="another installation"):
        carrying.take_in(node, (other / keyring.FILE).read_bytes())
    keyring.rotate_sealing(other)
    keyring.forget_old(other)  # no key of the same name is left
    with pytest.raises(CannotCarry, match="another installation"):
        carrying.take_in(node, (other / keyring.FILE).read_bytes())
    for content in (b"", b"{}", b"[]", b"\xff", b'{"sealing": 1}'):
        with pytest.raises(CannotCarry, match="no keys in this file"):
            carrying.take_in(node, content)
    assert (node / keyring.FILE).read_bytes() == before


def test_any_two_of_three_bring_the_keys_back_and_one_brings_nothing(node: Path) -> None:
    shares = recovery.share(node)
    keys = (node / keyring.FILE).read_bytes()
    for pair in permutations(shares, 2):
        assert json.loads(recovery.recover(node, pair)) == json.loads(keys)
    for one in shares:
        with pytest.raises(CannotCarry, match="2 different shares"):
            recovery.recover(node, [one, one])
    others = recovery.share(node)
    for mixed in ((shares[0], others[1]), (shares[1], shares[2])):
        with pytest.raises(CannotCarry, match="do not belong"):
            recovery.recover(node, mixed)


def test_shares_bring_back_what_changed_after_they_were_made(node: Path) -> None:
    shares = recovery.share(node)
    current = keyring.rotate_sealing(node).sealing_current
    keyring.rotate_signature(node)
    for pair in combinations(shares, 2):
        back = json.loads(recovery.recover(node, pair))
        assert back == json.loads((node / keyring.FILE).read_text())
        assert back["sealing_current"] == current


def test_the_drill(
    node: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a clerk does it: the shares are read from the screen, keys.json is gone, two heads type theirs."""
    assert main(["keys", "share"]) == 0
    shares = [line.strip() for line in capsys.readouterr().out.splitlines() if line.startswith("    ")]
    assert len(shares) == 3
    for file in node.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert not any(share[2:] in file.read_text() for share in shares)
    before = json.loads((node / keyring.FILE).read_text())
    (node / keyring.FILE).rename(tmp_path / "lost")
    typed(monkeypatch, shares[0].upper(), shares[2].replace("-", " "))
    assert main(["keys", "recover"]) == 0
    assert json.loads((node / keyring.FILE).read_text()) == before


def test_a_derived_key_is_one_that_age_reads() -> None:
    """Any Bech32 writer of others gives the same; age itself refuses a wrong checksum."""
    for content in (bytes(32), bytes(range(32)), b"\xff" * 32):
        written = bech32.encode("age-secret-key-", content).upper()
        assert str(x25519.Identity.from_str(written)) == written
    assert bech32.encode("a", b"") == "a12uel5l"  # of BIP 173


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "this is no share"),
        ("1-zzzz", "this is no share"),
        ("x" * 41, "this is no share"),
        ("1-" + "00" * 20, "share 1 is not typed as it is written"),
    ],
)
def test_a_share_that_is_mistyped_is_named(written: str, why: str) -> None:
    with pytest.raises(CannotCarry, match=why):
        recovery.read(written)


def test_a_full_width_keyboard_types_a_share_too(node: Path) -> None:
    (one, *_rest) = recovery.share(node)
    wide = "".join(chr(ord(character) + 0xFEE0) for character in one)
    assert recovery.read(wide) == recovery.read(one)


def test_one_wrong_sign_never_passes(node: Path) -> None:
    (one, *_rest) = recovery.share(node)
    value = recovery.read(one)
    for place, sign in enumerate(one):
        if sign == "-" or not place:
            continue
        wrong = one[:place] + ("0" if sign != "0" else "1") + one[place + 1 :]
        try:
            assert recovery.read(wrong) == value
        except CannotCarry:
            continue
        raise AssertionError(wrong)
