"""No test looks for a few letters or digits where chance writes: any id, code or token may hold them one day.

`assert "40" not in message` fails whenever the message's check code holds 40. Look in `without_chance(message)`
(`tests.reading`), or for what only the fault writes: "40 元". Where nothing is drawn, a comment says "no chance".
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHORT = re.compile(r"(?=\w*[0-9])[0-9A-Za-z]{1,6}|[A-Za-z]{1,3}", re.ASCII)
APART = (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.DictComp)


def in_doubt(source: str) -> Iterator[tuple[int, str]]:
    """Lines on which something so short must be absent, each with it."""
    lines, tree = source.splitlines(), ast.parse(source)
    nodes = list(ast.walk(tree))
    loops = [node for node in nodes if isinstance(node, ast.For)]
    for node in nodes:
        for one in absent(node):
            where = one.comparators[0]
            is_apart = isinstance(where, APART) or "without_chance" in ast.unparse(where)
            if is_apart or "no chance" in lines[one.lineno - 1].partition("#")[2]:
                continue
            for text in texts(one.left, loops):
                if SHORT.fullmatch(text):
                    yield one.lineno, text


def absent(node: ast.AST) -> Iterator[ast.Compare]:
    """Each `x not in y`, and each `x in y` of a `not any(…)`."""
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.NotIn):
        yield node
    elif isinstance(node, ast.UnaryOp) and ast.unparse(node).startswith("not any("):
        for part in ast.walk(node):
            if isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.In):
                yield part


def texts(sought: ast.expr, loops: list[ast.For]) -> Iterator[str]:
    """What is looked for: a text, or the texts that a loop around it goes through."""
    for loop in loops:
        is_around = loop.lineno <= sought.lineno <= (loop.end_lineno or 0)
        if is_around and ast.unparse(loop.target) == ast.unparse(sought):
            sought = loop.iter
            break
    for one in sought.elts if isinstance(sought, ast.Tuple | ast.List) else [sought]:
        if isinstance(one, ast.Constant) and isinstance(one.value, str | bytes):
            yield one.value if isinstance(one.value, str) else one.value.decode("latin-1")


def test_nothing_so_short_must_be_absent_where_chance_writes() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {short!r}"
        for path in sorted((*ROOT.glob("tests/**/*.py"), *ROOT.glob("huaihai/**/tests/**/*.py")))
        for number, short in in_doubt(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "short"),
    [
        ("assert '40' not in message", ["40"]),
        ("assert b'JFIF1' not in path.read_bytes()", ["JFIF1"]),
        ("for one in ('Li', 'Li (test)'):\n    assert one not in page", ["Li"]),
        ("assert '40' not in without_chance(message)", []),
        ("assert not any('40' in message for message in sent)", ["40"]),
        ("assert '40' not in amounts  # no chance", []),
        ("assert '40 元' not in message", []),
        ("assert 'near' not in {one.key for one in rows}", []),
    ],
)
def test_what_is_in_doubt(source: str, short: list[str]) -> None:
    assert [one for _line, one in in_doubt(source)] == short
