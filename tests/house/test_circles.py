"""No two files need each other: the imports of the product's files, followed to the end, never come back."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@cache
def files() -> dict[str, Path]:
    """Module → file, without tests and migrations."""
    found = {}
    for path in sorted((ROOT / "huaihai").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if not {"tests", "migrations"} & set(parts):
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(text: str) -> Iterator[str]:
    """What a file imports when it is loaded: each name of `from a import b` as `a.b`."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def needs(module: str, text: str, known: set[str]) -> set[str]:
    """The modules of the product that this one loads first."""
    found = set()
    for name in imports(text):
        holder = name if name in known else name.rpartition(".")[0]
        if holder in known and holder != module:
            found.add(holder)
    return found


def test_no_file_needs_one_that_needs_it() -> None:
    known = set(files())
    graph = {
        module: needs(module, path.read_text(encoding="utf-8"), known) for module, path in files().items()
    }
    assert sum(map(len, graph.values())) > len(graph)  # imports are seen at all
    TopologicalSorter(graph).prepare()


def test_a_circle_would_be_found() -> None:
    texts = {"a": "from b import c", "b": "import d", "d": "from a import e"}
    graph = {module: needs(module, text, set(texts)) for module, text in texts.items()}
    with pytest.raises(CycleError):
        TopologicalSorter(graph).prepare()
