"""There is no open vote: no other path of the program makes a rating."""

import ast
from pathlib import Path

import huaihai


def test_nothing_but_the_two_verbs_makes_a_rating() -> None:
    """No module of ours calls the class of ratings, or adds to their table, but `evidence/ratings.py`."""
    makers = set()
    for file in Path(huaihai.__file__).parent.rglob("*.py"):
        if "tests" in file.parts or "migrations" in file.parts:
            continue
        text = file.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "Rating" in text else ():
            if isinstance(node, ast.Call) and _makes_rating(node.func):
                makers.add(file.name)
    assert makers == {"ratings.py"}


def _makes_rating(called: ast.expr) -> bool:
    told = ast.unparse(called)
    return told == "Rating" or (told.startswith("Rating.") and "create" in told)
