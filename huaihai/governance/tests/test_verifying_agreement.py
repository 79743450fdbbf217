"""The file about a version of the agreement: genuine it fits, changed it does not."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from huaihai import cli
from huaihai.governance import signed_file, verifying
from huaihai.governance.agreement import proof
from huaihai.governance.tests import agreements
from huaihai.governance.tests.sealed import Content, failing, forged, leaves, signed_again, with_leaf

pytestmark = pytest.mark.django_db


@pytest.fixture
def file() -> bytes:
    agreements.assemble()
    version = agreements.opened()
    agreements.sign(version, agreements.SISTER)
    agreements.sign(version, agreements.OFFICE)
    return proof.signed_file(version)


def changed(*path: Any, to: Any) -> Callable[[Content], None]:
    def change(content: Content) -> None:
        place: Any = content
        for name in path[:-1]:
            place = place[name]
        place[path[-1]] = to

    return change


def test_a_genuine_file_fits(file: bytes) -> None:
    assert failing(file) == set()
    assert proof.FORMAT == signed_file.AGREEMENT
    assert not verifying.subject_of(file).is_resolution
    with pytest.raises(verifying.NotReadable):
        verifying.number_of(file)


def test_each_single_value_is_covered(file: bytes) -> None:
    whole = json.loads(file)
    ways = list(leaves(whole))
    assert [way for way in ways if not failing(json.dumps(with_leaf(whole, way, "another")).encode())] == []


def _sign_twice(content: Content) -> None:
    content["signatures"].append(content["signatures"][0])


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (changed("document", "text", to="Another text."), {"text"}),
        (changed("document", "annexes", to=[]), {"text"}),
        (changed("document_hash", to="0" * 64), {"text", "signatures"}),
        (changed("signatures", 0, "document_hash", to="0" * 64), {"signatures"}),
        (changed("signatures", 0, "signed_at", to="2026-11-24T09:00:00"), {"signatures"}),
        (_sign_twice, {"signatures"}),
        (changed("signatures", to=None), {"unreadable"}),
        (changed("signatures", to=["x"]), {"unreadable"}),
        (changed("signatures", 0, "signed_at", to="yesterday"), {"unreadable"}),
    ],
)
def test_a_changed_file_fails_where_it_was_changed(
    file: bytes, change: Callable[[Content], None], seen: set[str]
) -> None:
    assert failing(signed_again(file, change, rechain=False)) == seen
    if seen != {"unreadable"}:
        assert failing(forged(file, change, rechain=False)) == {*seen, "signature"}


def test_one_kind_of_file_does_not_pass_for_the_other(file: bytes) -> None:
    other = signed_again(file, changed("format", to=signed_file.FORMAT), rechain=False)
    assert failing(other) == {"unreadable"}


def test_the_command_says_which_version_it_is(
    file: bytes, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "agreement.json"
    path.write_bytes(file)
    assert cli.main(["governance", "verify", str(path), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Version ")
    assert told.count("✓") == 3
