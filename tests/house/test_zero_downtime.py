"""Between two releases a migration only adds: the version before goes on working on the same database.

What takes away comes one release later, and is named in contracting.tsv with its reason.
"""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import release

ROOT = Path(__file__).resolve().parents[2]
EXCEPTIONS = Path(__file__).with_name("contracting.tsv")
# What the version before may still ask for, or would not fill.
TAKES_AWAY = frozenset({
    "RemoveField", "DeleteModel", "RenameField", "RenameModel", "AlterModelTable", "AlterField", "AddConstraint",
    "AlterUniqueTogether", "RenameIndex", "RunSQL",
})  # fmt: skip


def faults(source: str) -> list[str]:
    """The operations of one migration that the version before would not stand."""
    calls = (one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.Call))
    return [fault for call in calls if (fault := _fault(call))]


def _fault(call: ast.Call) -> str:
    name = _name(call)
    named = _named(call)
    if name in TAKES_AWAY:
        return f"{name} {_text(named.get('model_name', named.get('name')))}".strip()
    field = named.get("field")
    if name != "AddField" or not isinstance(field, ast.Call):
        return ""
    given = {one.arg: one.value for one in field.keywords}
    may_be_left_out = (
        "db_default" in given or _text(given.get("null")) == "True" or _name(field) == "ManyToManyField"
    )
    return "" if may_be_left_out else f"AddField {_text(named.get('name'))} {_text(named.get('model_name'))}"


def _named(call: ast.Call) -> dict[str | None, ast.expr]:
    """What is given to an operation, by name or by its place."""
    by_place: dict[str | None, ast.expr] = dict(zip(("model_name", "name", "field"), call.args, strict=False))
    return by_place | {one.arg: one.value for one in call.keywords}


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _text(value: ast.expr | None) -> str:
    return str(value.value) if isinstance(value, ast.Constant) else ""


def made(source: str) -> set[str]:
    """Tables that a migration makes; the version before does not know them."""
    calls = (one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.Call))
    given = ({one.arg: one.value for one in call.keywords} for call in calls if _name(call) == "CreateModel")
    return {_text(named.get("name")).lower() for named in given}


def migrations() -> Iterator[Path]:
    """Those that came after the last release."""
    known = of_last_release()
    yield from (path for path in sorted(ROOT.glob("huaihai/*/migrations/0*.py")) if path not in known)


def of_last_release() -> set[Path]:
    """Its migrations."""
    listed = ("git", "ls-tree", "-r", "--name-only", release.last(), "--", "huaihai")
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return {ROOT / name for name in names}


def needs_history() -> None:
    asked = ("git", "rev-parse", "--is-shallow-repository")
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    if told != "false":
        pytest.skip("this is not a whole clone")


def excepted() -> dict[str, str]:
    """Operation by migration, each with a reason."""
    lines = [line.split("\t") for line in EXCEPTIONS.read_text(encoding="utf-8").splitlines()[1:]]
    assert all(len(line) == 3 and line[2] for line in lines)
    return {f"{where}\t{what}": why for where, what, why in lines}


def test_the_version_before_goes_on_while_the_new_one_starts() -> None:
    needs_history()
    texts = {path.relative_to(ROOT): path.read_text("utf-8") for path in migrations()}
    new = {f"{path.parts[1]}.{table}" for path, text in texts.items() for table in made(text)}
    found = {
        f"{path}\t{fault}"
        for path, text in texts.items()
        for fault in faults(text)
        if f"{path.parts[1]}.{fault.split()[-1]}" not in new
    }
    assert found == excepted().keys() & found, sorted(found - excepted().keys())
    gone = {line for line in excepted() if not (ROOT / line.partition("\t")[0]).exists()}
    assert not gone


@pytest.mark.parametrize(
    ("operation", "is_refused"),
    [
        ("migrations.RemoveField(model_name='case', name='x')", True),
        ("migrations.RenameField(model_name='case', old_name='x', new_name='y')", True),
        ("migrations.DeleteModel(name='Case')", True),
        ("migrations.AlterField(model_name='case', name='x', field=models.TextField())", True),
        ("migrations.RunSQL('DROP TABLE x')", True),
        ("migrations.AddField(model_name='case', name='x', field=models.TextField(default=''))", True),
        ("migrations.AddField('case', 'x', models.TextField(default=''))", True),
        ("migrations.AddField(model_name='case', name='x', field=models.TextField(null=True))", False),
        ("migrations.AddField(model_name='case', name='x', field=models.TextField(db_default=''))", False),
        ("migrations.AddField(model_name='case', name='x', field=models.ManyToManyField('x'))", False),
        ("migrations.CreateModel(name='Case', fields=[('id', models.AutoField())])", False),
        ("migrations.AddIndex(model_name='case', index=models.Index(fields=['x'], name='y'))", False),
    ],
)
def test_what_takes_away_is_seen(operation: str, is_refused: bool) -> None:
    assert bool(faults(operation)) is is_refused


def test_a_table_that_came_since_is_known_to_be_new() -> None:
    assert made("migrations.CreateModel(name='TogetherCase', fields=[])") == {"togethercase"}


def test_the_last_release_is_part_of_this_history() -> None:
    needs_history()
    asked = ("git", "merge-base", "--is-ancestor", release.last(), "HEAD")
    assert subprocess.run(asked, cwd=ROOT, check=False).returncode == 0
