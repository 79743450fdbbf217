"""Our own programs, read as programs."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def programs() -> dict[str, ast.Module]:
    """By their path; tests are left out."""
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "huaihai").rglob("*.py"))
        if "tests" not in path.parts
    }


@cache
def calls() -> list[tuple[str, str, ast.Call]]:
    """Path, dotted name of what is called, and the call."""
    return [(path, _name(node.func), node) for path, node in _nodes() if isinstance(node, ast.Call)]


@cache
def imports() -> list[tuple[str, str]]:
    """Path, and the module, or name of a module, that is imported there."""
    found = []
    for path, node in _nodes():
        if isinstance(node, ast.Import):
            found += [(path, one.name) for one in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(path, f"{node.module}.{one.name}") for one in node.names]
    return found


def _nodes() -> Iterator[tuple[str, ast.AST]]:
    for path, program in programs().items():
        for node in ast.walk(program):
            yield path, node


def _name(called: ast.expr) -> str:
    """As it is written, if it is a name; "" for what a call gives back."""
    if isinstance(called, ast.Name):
        return called.id
    if isinstance(called, ast.Attribute):
        return f"{_name(called.value)}.{called.attr}"
    return ""


@cache
def scripts() -> dict[str, str]:
    """What runs in browsers, without what others wrote."""
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "huaihai").rglob("*.js"))
        if "vendor" not in path.parts
    }
