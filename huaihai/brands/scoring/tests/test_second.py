"""The published file, and the script that imports nothing of ours: both come to the same."""

import ast
import hashlib
import importlib.util
import json
import random
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from huaihai.brands.scoring import criteria, files
from huaihai.brands.scoring.names import KINDS
from huaihai.brands.scoring.tests import designs
from huaihai.brands.scoring.tests.designs import Json
from huaihai.kit.canonical import digest
from huaihai.supervision.grading.tests.breaking import NONSENSE, every_place
from tests.effort import examples

SCRIPT = Path(__file__).resolve().parents[4] / "examples" / "recompute_scores" / "recompute.py"
BASIS = {"kind": "list", "title": "演示名录", "from": "2026-01-01", "until": None}


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("recompute", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


second = load()


def a_file(content: Json, evidence: list[tuple[str, Json]], basis: Json | None = BASIS) -> Json:
    read = criteria.parse(content) if basis else None
    entries = [
        files.entry_of(read, number=f"2026-{n}", name="演示店", kind=kind, city="320300", evidence=held)
        for n, (kind, held) in enumerate(evidence, start=1)
    ]
    named = {"number": 1, "hash": digest(content), "content": content}
    made = files.file_of(as_of=date(2026, 11, 25), criteria=named, basis=basis, entries=entries)
    written = b"".join(files.chunks({k: v for k, v in made.items() if k != "entries"}, entries))
    assert json.loads(written) == made
    return files.read(written)


def a_good_file(**said: Any) -> Json:
    chance = random.Random(3)
    rows = [(chance.choice(KINDS), designs.evidence(chance)) for _ in range(3)]
    return a_file(designs.shipped(), rows, **said)


def run(tmp_path: Path, file: Any) -> subprocess.CompletedProcess[str]:
    path = tmp_path / "scores.json"
    path.write_text(file if isinstance(file, str) else json.dumps(file), encoding="utf-8")
    command = [sys.executable, "-I", "-X", "utf8", str(SCRIPT), str(path)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=tmp_path)


def test_the_script_imports_nothing_but_the_standard_library() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    names = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ] + [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules = [name for name in names if name.islower() and "." not in name]
    assert {"json", "fractions"} <= set(modules)
    assert not any(name.startswith("huaihai") for name in names)


def test_random_criteria_and_evidence_come_out_the_same() -> None:
    chance = random.Random(20261125)
    rounds, totals = examples(40, long=150), set()
    for _ in range(rounds):
        rows = [(chance.choice(KINDS), designs.evidence(chance)) for _ in range(4)]
        file = a_file(designs.criteria(chance), rows)
        assert second.compare(file) == (4, 0)
        assert list(files.differences(file)) == []
        totals |= {entry["result"]["total"] for entry in file["entries"]}
    assert len(totals) > rounds  # and they were not all alike


def test_a_file_with_criteria_of_the_first_format_verifies_as_before(tmp_path: Path) -> None:
    chance = random.Random(5)
    file = a_file(designs.first_format(), [("shop", designs.evidence(chance))])
    assert list(files.differences(file)) == []
    assert run(tmp_path, file).returncode == 0


def test_every_single_word_of_a_result_is_compared() -> None:
    file = a_good_file()
    result = file["entries"][0]["result"]

    def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        if isinstance(value, dict):
            return [place for key, inner in value.items() for place in places(inner, (*path, key))]
        if isinstance(value, list):
            return [place for key, inner in enumerate(value) for place in places(inner, (*path, key))] or [
                path
            ]
        return [path]

    for place in places(result):
        altered = json.loads(json.dumps(file))
        held = altered["entries"][0]["result"]
        for key in place[:-1]:
            held = held[key]
        held[place[-1]] = ["x"] if isinstance(held[place[-1]], list) else "0.05"
        assert [one.number for one in files.differences(altered)] == ["2026-1"], place
        assert second.compare(altered) == (3, 1), place


def test_the_script_says_how_many_are_the_same_and_names_what_differs(tmp_path: Path) -> None:
    file = a_good_file()
    file["entries"][2]["result"]["total"] = "99.9"
    done = run(tmp_path, file)
    assert done.returncode == 1
    assert "2026-3" in done.stdout
    assert "in the file 99.9" in done.stdout
    assert done.stdout.endswith("3 entries, 2 the same\n")
    done = run(tmp_path, a_good_file())
    assert (done.returncode, done.stdout, done.stderr) == (0, "3 entries, 3 the same\n", "")


def test_a_file_without_a_legal_basis_has_evidence_and_a_result_there_is_a_difference(tmp_path: Path) -> None:
    file = a_good_file(basis=None)
    assert all(entry["result"] is None and entry["evidence"] for entry in file["entries"])
    assert list(files.differences(file)) == []
    done = run(tmp_path, file)
    assert done.returncode == 0
    assert "3 entries, 3 the same" in done.stdout
    file = a_good_file()
    file["basis"] = None
    assert {one.place for one in files.differences(file)} == {"result"}
    assert second.compare(file) == (3, 3)


def test_other_criteria_than_the_hash_says_are_refused_and_a_stored_result_is_taken_over(
    tmp_path: Path,
) -> None:
    file = a_good_file()
    file["criteria"]["content"]["admission"]["total"] = "10"
    with pytest.raises(files.FileError):
        list(files.differences(file))
    assert run(tmp_path, file).returncode == 2
    read = criteria.parse(designs.SHIPPED)
    facts: Json = {"number": "2026-1", "name": "店", "kind": "shop", "city": "320300", "evidence": {}}
    computed = files.entry_of(read, **facts)["result"]
    assert files.entry_of(read, **facts, result=computed)["result"] == computed
    assert files.entry_of(None, **facts, result=computed)["result"] is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", "[" * 5000, '{"format": "x"}', '{"a": 1, "a": 2}', "NaN"]
)
def test_what_is_no_file_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(files.FileError):
        files.read(text.encode())
    assert run(tmp_path, text).returncode == 2


def test_an_entry_twice_and_a_basis_that_ended_are_seen_by_both(tmp_path: Path) -> None:
    doubled, ended, early = a_good_file(), a_good_file(), a_good_file()
    doubled["entries"].append(doubled["entries"][0])
    ended["basis"]["until"] = "2026-11-24"
    early["basis"]["from"] = "2026-11-26"
    for file, words in ((doubled, "2026-1"), (ended, "ended"), (early, "began")):
        [misfit] = files.misfits(file)
        assert words in str(misfit)
        done = run(tmp_path, file)
        assert (done.returncode, words in done.stdout) == (1, True)
    last_day = a_good_file()
    last_day["basis"]["until"] = "2026-11-25"
    assert list(files.misfits(last_day)) == []


def test_a_hurt_file_is_answered_with_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chance, path = random.Random(7), tmp_path / "scores.json"
    for nonsense in NONSENSE:
        for _ in range(examples(5, long=20)):
            file = a_good_file()
            content = file["criteria"]["content"]
            part = chance.choice((file, content, content["criteria"], file["entries"]))
            holder, name = chance.choice(list(every_place(part)))
            holder[name] = nonsense
            _answer(file, path)
    for weight in ("0", "1/0", "1e999999999"):
        file = a_good_file()
        for one in file["criteria"]["content"]["criteria"]:
            one["weight"] = weight
        assert _answer(file, path) == 2
    assert "cannot be used" in capsys.readouterr().err


def _answer(file: Json, path: Path) -> int:
    """What the script says of this file, with the hash of its criteria as they are now."""
    if isinstance(file.get("criteria"), dict) and "content" in file["criteria"]:
        file["criteria"]["hash"] = hashlib.sha256(_spelt(file["criteria"]["content"])).hexdigest()
    path.write_text(json.dumps(file), encoding="utf-8")
    code: int = second.main([str(path)])
    assert code in (0, 1, 2)
    return code


def _spelt(content: Json) -> bytes:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")
