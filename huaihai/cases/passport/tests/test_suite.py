"""The conformance suite: as it is written down, and by the program and by the second one."""

import ast
import gzip
import inspect
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from types import CodeType, FunctionType, ModuleType
from typing import Any, cast

import passport_suite
import pytest
from jsonschema import Draft202012Validator

from huaihai.cases.passport import checking, messages, peers, rules, shape, spelling, thread
from huaihai.cases.passport.bad import REASONS, Bad
from huaihai.cases.passport.tests import scene
from huaihai.cases.passport.tests.suite import files
from huaihai.cases.passport.tests.suite.making import File
from huaihai.kit.canonical import canonical

AS_OF = datetime(2026, 12, 1, tzinfo=UTC)
ALL = files()


def reason_of(file: File) -> str:
    try:
        checking.check(file.kind, file.data, scene.keys(), now=AS_OF, beside=file.beside)  # type: ignore[arg-type]
    except Bad as bad:
        return bad.code
    return ""


@pytest.mark.parametrize("file", ALL, ids=[f"{one.reason or 'fits'}: {one.about}" for one in ALL])
def test_each_file_has_its_one_verdict(file: File) -> None:
    assert reason_of(file) == file.reason


def test_there_are_enough_and_each_reason_is_met() -> None:
    reasons = [one.reason for one in ALL]

    assert reasons.count("") >= 40
    assert len(reasons) - reasons.count("") >= 120
    assert set(reasons) == {*REASONS, ""} - {"not_sealed"}  # its files are opened already
    assert len({one.about for one in ALL}) == len(ALL)


def test_the_files_of_the_guide_are_these() -> None:
    for path, data in passport_suite.written().items():
        found = path.read_bytes()
        assert (gzip.decompress(found) if path.suffix == ".gz" else found) == data, path


def test_the_guide_names_each_reason() -> None:
    guide = (passport_suite.ROOT / "docs/guides/passport.md").read_text(encoding="utf-8")

    assert {*re.findall(r"^\| `([a-z_0-9]+)` \|", guide, re.MULTILINE)} >= {*REASONS}


def test_the_json_schema_takes_what_fits_and_refuses_other_parts() -> None:
    validator = Draft202012Validator(json.loads(passport_suite.SCHEMA.read_bytes()))
    parts = {
        "missing_name",
        "unknown_name",
        "unknown_code",
        "too_long",
        "unknown_version",
        "unknown_kind",
    }

    for file in ALL:
        if file.kind == "thread" or (file.reason and file.reason not in parts):
            continue
        assert validator.is_valid(json.loads(file.data)) is (not file.reason), file.about


def _raises() -> Iterator[tuple[ModuleType, ast.Raise]]:
    """Each place at which a file is refused."""
    for module in (checking, messages, peers, rules, shape, spelling, thread):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Raise) and "Bad(" in ast.unparse(node):
                yield module, node


SITES = [*_raises()]


@pytest.mark.parametrize(
    ("module", "site"),
    SITES,
    ids=[f"{module.__name__.rpartition('.')[2]}-{site.lineno}" for module, site in SITES],
)
def test_a_rule_that_is_gone_is_missed(
    module: ModuleType, site: ast.Raise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without this refusal some file gets another verdict."""
    function, code = _without(module, site)
    reasons = {one.value for one in ast.walk(site) if isinstance(one, ast.Constant)} & {*REASONS} or {
        *REASONS
    }

    monkeypatch.setattr(function, "__code__", code)

    assert any(_verdict(one) != one.reason for one in ALL if one.reason in reasons)


def _without(module: ModuleType, site: ast.Raise) -> tuple[FunctionType, CodeType]:
    """The function in which it stands, and its code with nothing in its place."""
    tree = ast.parse(inspect.getsource(module))
    path = _path_to(tree, site)

    class Without(ast.NodeTransformer):
        def visit_Raise(self, node: ast.Raise) -> ast.AST:
            return ast.copy_location(ast.Pass(), node) if node.lineno == site.lineno else node

    code, found = compile(Without().visit(tree), str(module.__file__), "exec"), cast("Any", module)
    for name in path:
        code = next(one for one in code.co_consts if isinstance(one, CodeType) and one.co_name == name)
        found = found.__dict__[name]
    return found, code


def _path_to(tree: ast.AST, site: ast.Raise) -> list[str]:
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and node.lineno <= site.lineno <= (node.end_lineno or 0)
    ]
    return [node.name for node in sorted(around, key=lambda node: node.lineno)]


def _verdict(file: File) -> str:
    try:
        return reason_of(file)
    except (ValueError, LookupError, TypeError, NameError, AttributeError, RecursionError) as error:
        return type(error).__name__


def test_it_is_the_spelling_of_rfc_8785() -> None:
    """Its own example (3.2.4), without the fractions and null that this format does not have."""
    value = {
        "peach": 1,
        "numbers": [333333333, 1, -2],
        "string": '\u20ac$\u000f\nA\'B"\\\\"/',
        "literals": [True, False],
    }
    spelt = canonical(value).decode()

    assert spelt == (
        '{"literals":[true,false],"numbers":[333333333,1,-2],"peach":1,'
        '"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert spelling.read(b'{"a":[1,{}],"b":""}') == {"a": [1, {}], "b": ""}
