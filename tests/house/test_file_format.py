"""What docs/file-format.md says is true: its lines check real files, and it names every field."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from huaihai.governance.agreement import proof
from huaihai.governance.tests import agreements, sealed
from huaihai.governance.tests.deciding import assemble
from huaihai.kit import signing

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).resolve().parents[2] / "docs" / "file-format.md"
OPEN_ENDED = ("facts", "bodies")  # their names are those of rules, verbs and cities


@pytest.fixture
def check(tmp_path: Path) -> Callable[[bytes], tuple[int, str]]:
    """Runs the page's own lines on a file, away from the program; its exit code and what it said."""
    [lines] = re.findall(r"```python\n(.+?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    script, keys, held = tmp_path / "check.py", tmp_path / "keys.pem", tmp_path / "file.json"
    script.write_text(lines, encoding="utf-8")
    keys.write_text("".join(signing.public_keys().values()), encoding="utf-8")

    def run(file: bytes) -> tuple[int, str]:
        held.write_bytes(file)
        command = [sys.executable, "-I", str(script), str(held), str(keys)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
        return done.returncode, done.stdout + done.stderr

    return run


def a_resolution(*, in_meeting: bool = False) -> bytes:
    ten = assemble()
    return sealed.file_of(sealed.sealed_in_meeting(ten) if in_meeting else sealed.sealed_in_writing(ten))


def an_agreement() -> bytes:
    agreements.assemble()
    version = agreements.opened()
    agreements.sign(version, agreements.SISTER)
    return proof.signed_file(version)


def change(*way: Any, to: Any) -> Callable[[sealed.Content], None]:
    def changed(content: sealed.Content) -> None:
        sealed.leaf(content, way[:-1])[way[-1]] = to

    return changed


@pytest.mark.parametrize("make", [a_resolution, lambda: a_resolution(in_meeting=True), an_agreement])
def test_the_lines_say_that_a_genuine_file_fits(
    make: Callable[[], bytes], check: Callable[[bytes], tuple[int, str]]
) -> None:
    assert check(make()) == (0, "fits\n")


def test_the_lines_see_what_the_platform_did_not_sign(check: Callable[[bytes], tuple[int, str]]) -> None:
    code, said = check(sealed.forged(a_resolution(), change("alliance", to="Another")))
    assert (code, "InvalidSignature" in said) == (1, True)


def test_the_lines_see_what_does_not_fit_though_it_is_signed(
    check: Callable[[bytes], tuple[int, str]],
) -> None:
    file = a_resolution()
    for way, rechain, seen in (
        (change("motion", "text", to="Another."), True, "another text"),
        (change("votes", 0, "document_hash", to="0" * 64), True, "another text"),
        (change("votes", 0, "choice", to="against"), True, "counted wrongly"),
        (change("minutes", "text", to="Nobody came."), True, "other minutes"),
        (change("alliance", to="Another."), True, "other names"),
        (change("made_at", to="2026-12-24T09:00:00.000000+08:00"), True, "made at another moment"),
        (change("record", 3, "facts", "choice", to="against"), False, "the record breaks at 4"),
    ):
        code, said = check(sealed.signed_again(file, way, rechain=rechain))
        assert (code, said.strip()[: len(seen)]) == (1, seen)


def test_the_lines_see_another_text_of_the_agreement(check: Callable[[bytes], tuple[int, str]]) -> None:
    changed = sealed.signed_again(an_agreement(), change("document", "text", to="Another."), rechain=False)
    code, said = check(changed)
    assert (code, "another text" in said) == (1, True)


def test_every_field_is_on_the_page() -> None:
    said = set(re.findall(r"`([a-z_]+)`", PAGE.read_text(encoding="utf-8")))
    ten = assemble()
    resolutions = (sealed.sealed_in_writing(ten), sealed.sealed_in_meeting(ten))
    files = [*map(sealed.file_of, resolutions), an_agreement()]
    held = {name for file in files for name in _names(json.loads(file))}
    assert {"content", "left_at", "annexes", "problem"} <= held <= said


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _names(one)
    if isinstance(value, dict):
        for name, one in value.items():
            yield name
            if name not in OPEN_ENDED:
                yield from _names(one)
