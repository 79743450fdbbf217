"""`huaihai governance verify` and `public-key`, as an auditor runs them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from huaihai import cli
from huaihai.governance.tests.deciding import assemble
from huaihai.governance.tests.sealed import file_of, sealed_in_writing
from huaihai.kit import keyring, signing

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "2026-1.json"
    path.write_bytes(file_of(sealed_in_writing(assemble())))
    return path


def verify(*args: object) -> int:
    return cli.main(["governance", "verify", *map(str, args)])


def test_a_genuine_file_fits_line_by_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(file, "--lang", "en") == 0
    told = capsys.readouterr().out
    assert told.count("✓") == 12
    assert "Everything fits." in told
    assert "Resolution 2026-1" in told


def test_the_lines_are_chinese_unless_asked_otherwise(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(file) == 0
    assert "决议 2026-1" in capsys.readouterr().out


def test_a_changed_file_is_told_with_what_does_not_fit(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(file.read_bytes().replace('"title": "共同提示"'.encode(), b'"title": "x"', 1))
    assert verify(file, "--lang", "en") == 1
    told = capsys.readouterr().out
    assert "✗ The platform signed exactly this content." in told
    assert "do not rely on this file" in told


@pytest.mark.parametrize("held", [b"", b"\x00\xff", b"{}", b"[" * 50_000])
def test_what_is_no_such_file_is_bad_input(
    tmp_path: Path, held: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "other.json"
    path.write_bytes(held)
    assert verify(path) == 2
    assert capsys.readouterr().err.startswith("huaihai: ")


def test_a_file_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    assert verify(tmp_path / "none.json") == 2
    assert verify(tmp_path) == 2


def test_public_keys_are_printed_and_serve_as_keyfile(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["governance", "public-key"]) == 0
    pem = tmp_path / "key.pem"
    pem.write_text(capsys.readouterr().out)
    assert verify(file, "--key", pem) == 0


def test_somebody_elses_key_does_not_prove_it(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = keyring.load_or_create(tmp_path / "another").signature_public
    pem = tmp_path / "key.pem"
    pem.write_text("".join(other.values()))
    assert verify(file, "--key", pem, "--lang", "en") == 1
    assert "not among those" in capsys.readouterr().out


@pytest.mark.parametrize("held", [b"", b"no key", b"\xff\x00"])
def test_a_keyfile_without_key_is_bad_input(file: Path, tmp_path: Path, held: bytes) -> None:
    pem = tmp_path / "key.pem"
    pem.write_bytes(held)
    assert verify(file, "--key", pem) == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_auditor_with_file_and_key_needs_no_installation(
    file: Path, tmp_path: Path, language: str
) -> None:
    pem, var = tmp_path / "key.pem", tmp_path / "var"
    pem.write_text("".join(signing.public_keys().values()))
    outside = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "huaihai.cli", "governance", "verify", str(file)]
    command += ["--key", str(pem), "--lang", language]
    done = subprocess.run(
        command,
        env=outside | {"HUAIHAI_VAR": str(var)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert ("Resolution 2026-1" if language == "en" else "决议 2026-1") in done.stdout
    assert not var.exists()
