"""Rows that not everybody may see are asked for through `visible_to`; who asks for all of them says why.

Looked at are files with views, and every file outside the room that keeps the rows. Inside a room verbs and nightly
counts read all rows: what they do is not what a page shows.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.urls import get_resolver

from tests.house.test_arrow import PACKAGE
from tests.matrix.addresses import patterns

ALLOWED = Path(__file__).with_name("raw_managers.tsv")
PRIVATE = ("_base_manager", "_default_manager")
NARROW = ("visible_to", "none", "create", "get_or_create", "bulk_create")
NARROW_THEMSELVES = (
    "public",
    "published",
    "directory",
    "listed_to",
    "worked_on_by",
)  # by what is out, or by the actor
OF_PEOPLE = (
    "Account",
    "Post",
)  # their names and posts stand on pages of all rooms; their own pages are in `members`


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def scoped() -> dict[str, set[str]]:
    """Of each room, its models whose query set narrows by reader."""
    found: dict[str, set[str]] = {}
    held = [(path, node) for path, tree in modules() for node in tree.body if isinstance(node, ast.ClassDef)]
    narrowing = {node.name for _path, node in held if any(map(_narrows, node.body))}
    narrowing |= {node.name for _path, node in held if narrowing & {_class(base) for base in node.bases}}
    for path, node in held:
        asked = {
            part.id
            for line in node.body
            if isinstance(line, ast.Assign | ast.AnnAssign) and line.value and "objects" in ast.unparse(line)
            for part in ast.walk(line.value)
            if isinstance(part, ast.Name)
        }
        if asked & narrowing:
            found.setdefault(_room(path), set()).add(node.name)
    return found


def _class(base: ast.expr) -> str:
    """The name of a class, also of one of these rows or those: `Of[Row]`."""
    return ast.unparse(base.value if isinstance(base, ast.Subscript) else base)


def _narrows(part: ast.stmt) -> bool:
    """It is a `visible_to` that does not give every row to all."""
    if not isinstance(part, ast.FunctionDef) or part.name != "visible_to":
        return False
    return [ast.unparse(line) for line in part.body if not isinstance(line, ast.Expr)] != ["return self"]


def raw() -> set[tuple[str, str]]:
    """Where all rows are asked for: file, and model with the first thing asked of it."""
    rooms = scoped()
    pages = {pattern.callback.__module__ for _route, pattern in patterns(get_resolver())}
    found = set()
    for path, tree in modules():
        room, where = _room(path), path.relative_to(PACKAGE).as_posix()
        module = ".".join(("huaihai", *path.relative_to(PACKAGE).with_suffix("").parts))
        owners = _imported(tree)
        for node in ast.walk(tree):
            match node:
                case ast.Attribute(value=ast.Attribute(value=ast.Name(id=model), attr="objects"), attr=asked):
                    owner = owners.get(model, room)
                    is_open = (
                        asked in (*NARROW, *NARROW_THEMSELVES)
                        or model in OF_PEOPLE
                        or model not in rooms.get(owner, ())
                    )
                    if not is_open and (owner != room or module in pages):
                        found.add((where, f"{model}.{asked}"))
    return found


def _imported(tree: ast.Module) -> dict[str, str]:
    """From which room each name comes."""
    return {
        alias.asname or alias.name: node.module.split(".")[1]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("huaihai.")
        for alias in node.names
    }


def allowed() -> dict[tuple[str, str], str]:
    lines = ALLOWED.read_text(encoding="utf-8").splitlines()[1:]
    return {(where, asked): why for where, asked, why in (line.split("\t") for line in lines)}


def test_who_asks_for_all_rows_says_why() -> None:
    known = allowed()
    assert sorted(raw() - set(known)) == [], "narrow it with visible_to, or say why in raw_managers.tsv"
    assert sorted(set(known) - raw()) == [], "these are narrowed by now"
    assert all(known.values())


def test_nobody_goes_around_the_manager() -> None:
    found = [
        str(path.relative_to(PACKAGE))
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in PRIVATE and "models" not in path.parts
    ]
    assert found == ["desk/sealed/rows.py"], "what every row is, is asked of `objects`"


def test_the_search_finds_them() -> None:
    assert "Case" in scoped()["cases"]
    assert "Organisation" not in scoped()["members"]
    assert ("cases/business/pages.py", "Case.get") in raw()
