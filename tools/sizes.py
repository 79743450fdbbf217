"""`make sizes`: how much there is to carry, counted the same way before and after a change.

    .venv/bin/python tools/sizes.py              this tree
    .venv/bin/python tools/sizes.py --at REV     a commit, in a copy that is removed afterwards
    … --quick                                    without the three walks, which run tests

How it counts. *Product* is `huaihai/` without tests and migrations; *tests* are all folders `tests` and `conftest.py`.
Lines are physical lines, statements are nodes of the syntax tree, tokens are Python's without comments and line ends:
lines packed denser change the first alone. An *address* is a pattern of a URL, a *table* a managed model or a join
table. A *manager* is a `with` block that a room above `members` offers; an *engine* is a file that catches `Moved`; the
*names of acting files* are the different names of the files that answer a POST. Walks: see `tools/walks.py`.
"""

import argparse
import ast
import io
import os
import subprocess
import sys
import tempfile
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from walks import WALKS

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("product", "migrations", "tests", "tools")
LOW = {"law", "kit", "record", "members", "front"}  # rooms without a row that has a life
SILENT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
}
DJANGO = """
import django; django.setup()
from django.apps import apps
from django.urls import get_resolver
def patterns(found): return sum(patterns(one.url_patterns) if hasattr(one, "url_patterns") else 1 for one in found)
models = [one._meta for one in apps.get_models(include_auto_created=True) if one.__module__.startswith("huaihai.")]
print(patterns(get_resolver().url_patterns), sum(meta.managed and not meta.proxy for meta in models))
"""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--at", metavar="REV", help="a commit instead of this tree")
    parser.add_argument("--quick", action="store_true", help="without the three walks")
    asked = parser.parse_args()
    with _tree(asked.at) as tree:
        rows = [*_code(tree), *_texts(tree), *_django(tree)]
        if not asked.quick:
            rows += _walks(tree)
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        print(f"{name:<{width}}  {value}")
    return 0


@contextmanager
def _tree(revision: str | None) -> Iterator[Path]:
    if revision is None:
        yield ROOT
        return
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            ["git", "archive", revision], cwd=ROOT, check=True, capture_output=True
        ).stdout
        subprocess.run(["tar", "x", "-C", folder], input=packed, check=True)
        yield Path(folder)


def _code(tree: Path) -> list[tuple[str, str]]:
    parts: dict[str, list[Path]] = {part: [] for part in PARTS}
    for path in _files(tree, "*.py"):
        if part := _part(path.relative_to(tree)):
            parts[part].append(path)
    rows = []
    for part, files in parts.items():
        texts = [path.read_text(encoding="utf-8") for path in files]
        lines = sum(text.count("\n") for text in texts)
        rows.append((f"{part}, files", f"{len(files):,}"))
        rows.append((f"{part}, lines", f"{lines:,}"))
        if part != "migrations":
            rows.append((f"{part}, statements", f"{sum(map(_statements, texts)):,}"))
            rows.append((f"{part}, tokens", f"{sum(map(_tokens, texts)):,}"))
    return rows + _shape(tree, parts["product"])


def _part(path: Path) -> str:
    if "tests" in path.parts or path.name == "conftest.py":
        return "tests"
    if "migrations" in path.parts:
        return "migrations"
    return {"huaihai": "product", "tools": "tools"}.get(path.parts[0], "")


def _statements(text: str) -> int:
    return sum(isinstance(node, ast.stmt) for node in ast.walk(ast.parse(text)))


def _tokens(text: str) -> int:
    return sum(token.type not in SILENT for token in tokenize.generate_tokens(io.StringIO(text).readline))


def _shape(tree: Path, files: list[Path]) -> list[tuple[str, str]]:
    """What a reader meets in the product."""
    imports = lines = managers = engines = 0
    acting, longest_file, longest_function = Counter[str](), (0, ""), (0, "")
    for path in files:
        text, name = path.read_text(encoding="utf-8"), str(path.relative_to(tree))
        lines += text.count("\n")
        longest_file = max(longest_file, (text.count("\n"), name))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                imports += _height(node)
            if isinstance(node, ast.FunctionDef):
                longest_function = max(longest_function, (_height(node), f"{name} {node.name}"))
                managers += name.split("/")[1] not in LOW and _is_decorated(node, "contextmanager")
        engines += any(isinstance(node, ast.ExceptHandler) and _catches_moved(node) for node in _nodes(text))
        acting[path.name] += "require_POST" in text or '"POST"' in text
    return [
        ("product, share of import lines", f"{100 * imports / lines:.1f} %"),
        ("managers of changes", str(managers)),
        ("engines that catch Moved", str(engines)),
        ("names of acting files", f"{len(+acting)} for {acting.total()} files"),
        ("longest file", f"{longest_file[0]} {longest_file[1]}"),
        ("longest function", f"{longest_function[0]} {longest_function[1]}"),
    ]


def _nodes(text: str) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(text))


def _height(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _is_decorated(node: ast.FunctionDef, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in node.decorator_list)


def _catches_moved(node: ast.ExceptHandler) -> bool:
    return node.type is not None and "Moved" in ast.unparse(node.type)


def _texts(tree: Path) -> list[tuple[str, str]]:
    kinds = {
        "templates": ("huaihai/**/templates/**/*.html", "huaihai/**/templates/**/*.txt"),
        "Chinese texts": ("huaihai/**/zh_Hans/**/*.po",),
        "data files": ("huaihai/**/data/**/*", "alliances/**/*", "countries/**/*"),
        "guides and papers": ("docs/**/*.md", "*.md"),
    }
    rows = []
    for name, patterns in kinds.items():
        files = {path for pattern in patterns for path in tree.glob(pattern) if path.is_file()}
        lines = sum(path.read_bytes().count(b"\n") for path in files if "__pycache__" not in path.parts)
        rows.append((name, f"{lines:,} lines in {len(files):,} files"))
    return rows


def _django(tree: Path) -> list[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        settings = {"DJANGO_SETTINGS_MODULE": "huaihai.settings"}
        addresses, tables = _python(tree, folder, "-c", DJANGO, **settings).split()[-2:]
    return [("addresses", addresses), ("tables", tables)]


def _walks(tree: Path) -> list[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        options = ("-q", "-s", "-n0", "-p", "no:cacheprovider", "-p", "walks")
        output = _python(tree, folder, "-m", "pytest", *options, *WALKS)
    found = dict(line.partition("WALK ")[2].split(": ", 1) for line in output.splitlines() if "WALK " in line)
    return [(name, found.get(name, "not seen: its test has another name")) for name, _ in WALKS.values()]


def _python(tree: Path, folder: str, *command: str, **settings: str) -> str:
    """What a Python program prints that runs with the code of `tree`, on a folder of its own."""
    where = {
        **os.environ,
        "PYTHONPATH": f"{tree}{os.pathsep}{ROOT / 'tools'}",
        "HUAIHAI_VAR": folder,
        "DATABASE_URL": "",
        **settings,
    }
    return subprocess.run(
        [sys.executable, *command], cwd=tree, env=where, capture_output=True, text=True, check=False
    ).stdout


def _files(tree: Path, pattern: str) -> Iterable[Path]:
    left_out = {".venv", ".tools", "var", "node_modules"}
    return (path for path in sorted(tree.rglob(pattern)) if not left_out & set(path.relative_to(tree).parts))


if __name__ == "__main__":
    sys.exit(main())
