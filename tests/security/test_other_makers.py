"""The log in the hands of other makers: Go's checksum database (signatures, tiles, proofs) and pymerkle."""

import base64
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pymerkle
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pymerkle.proof import InclusionProof

from huaihai.record.log import kept, notes, proofs, tiles, tree
from huaihai.record.log.notes import Checkpoint
from huaihai.record.tests.test_log import everything, write
from huaihai.record.tests.test_log_tree import Grown, numbered

GO = shutil.which("go")
LIBRARIES = Path("/usr/share/gocode")  # where Debian puts what Go programs are built of
TOOLS = Path(__file__).parents[2] / ".tools"
CHECK = Path(__file__).with_name("check_log.go")
needs_go = pytest.mark.skipif(
    GO is None or not (LIBRARIES / "src/golang.org/x/mod/sumdb/tlog").exists(),
    reason="no Go with golang.org/x/mod here: `make test-security` installs it",
)


@given(size=st.integers(1, 600), data=st.data())
def test_pymerkle_has_the_same_root_and_takes_our_proof(size: int, data: st.DataObject) -> None:
    theirs, ours = pymerkle.InmemoryTree(algorithm="sha256"), Grown(numbered(size))
    for leaf in numbered(size):
        theirs.append_entry(leaf)
    root = tree.root(size, ours.read(size))
    assert theirs.get_root() == root
    number = data.draw(st.integers(0, size - 1))
    known = theirs.prove_inclusion(number + 1)
    path = [ours.rows[0][number], *tree.inclusion(number, size, ours.read(size))]
    proof = InclusionProof("sha256", True, size, number + 1, known.rule, path)
    pymerkle.verify_inclusion(ours.rows[0][number], root, proof, index=number + 1, size=size)
    with pytest.raises(pymerkle.InvalidProof):
        pymerkle.verify_inclusion(tree.of_leaf(b"another"), root, proof, index=number + 1, size=size)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What another program gets of a log of 800 events, through its public addresses."""
    write("case:1", 300)
    everything()
    (tmp_path / "old").write_text(_fetched("checkpoint").decode(), encoding="utf-8")
    write("case:2", 500)
    everything()
    (tmp_path / "new").write_text(_fetched("checkpoint").decode(), encoding="utf-8")
    (tmp_path / "key").write_text(_fetched("key").decode().splitlines()[0], encoding="utf-8")
    (tmp_path / "proof").write_text(proofs.of_event("case:2", 77), encoding="utf-8")
    _keep_tiles(tmp_path)
    old, new = (Checkpoint.read(notes.read((tmp_path / name).read_text()).text) for name in ("old", "new"))
    proof = tree.consistency(old.size, new.size, kept.reader(new.size))
    (tmp_path / "consistency").write_text("\n".join(base64.b64encode(one).decode() for one in proof))
    return tmp_path


def _keep_tiles(folder: Path) -> None:
    for level in range(2):
        for number in range(4):
            if width := tiles.width_of(level, number, 800):
                path = folder / tiles.path_of(level, number, width)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(_fetched(tiles.path_of(level, number, width)))


def _fetched(place: str) -> bytes:
    answer = Client().get(f"/alliance/log/{place}")
    assert answer.status_code == 200
    return answer.content


def _checked(folder: Path) -> subprocess.CompletedProcess[str]:
    assert GO
    about = {"GO111MODULE": "off", "GOPATH": str(LIBRARIES), "GOFLAGS": "", "PATH": "/usr/bin:/bin"}
    about |= {"GOCACHE": str(TOOLS / "go"), "HOME": str(folder.parent)}  # what was compiled is kept
    program = folder.parent / "check_log"
    if not program.exists():
        subprocess.run([GO, "build", "-o", program, CHECK], env=about, check=True, timeout=300)
    return subprocess.run([program, folder], capture_output=True, text=True, check=False, timeout=60)


def _flipped(name: str, place: int) -> Callable[[Path], None]:
    def flip(folder: Path) -> None:
        raw = bytearray((folder / name).read_bytes())
        raw[place] ^= 1
        (folder / name).write_bytes(bytes(raw))

    return flip


@needs_go
@pytest.mark.django_db
def test_the_library_of_gos_checksum_database_takes_our_log(folder: Path) -> None:
    found = _checked(folder)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.splitlines() == ["included 376 of 800", "consistent 300 to 800"]
    for change in (
        _flipped("new", 3),
        _flipped("tile/0/001", 9),
        _flipped("proof", 60),
        _flipped("consistency", 5),
    ):
        kept_files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        change(folder)
        assert _checked(folder).returncode == 1
        for path, content in kept_files.items():
            path.write_bytes(content)
