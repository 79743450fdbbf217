"""Who reads Chinese meets no English sentence in what commands print; only what is for programs stays as it is.

Here is whether a sentence is translated at all; whether its Chinese is there, and its values fit, knows
`tools/catalogues.py check`.
"""

import argparse
import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import huaihai
from huaihai import cli, reactions
from huaihai.cli import main

PACKAGE = Path(huaihai.__file__).parent
SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
TRANSLATES = {"_", "gettext", "gettext_noop", "ngettext", "pgettext"}
PRINTS = {"print", "refuse", "write", "_refuse", "_refused", "_failed"}
FINDS = {"Finding", "Fault", "Misfit", "Contradiction", "BadNote", "NotTaken", "Refusal", "append"}
MODULES = [
    *(PACKAGE / "record" / "log" / f"{name}.py" for name in ("notes", "witness", "witnesses")),
    *PACKAGE.glob("record/verify/*.py"),
    *PACKAGE.glob("supervision/*/subject.py"),
    *(PACKAGE.parent / f"{name.rpartition('.')[0].replace('.', '/')}.py" for name in reactions.CHECKS),
    *(
        PACKAGE / f"{name}.py"
        for name in (
            "compensation/books",
            "desk/sealed/comparing",
            "kit/integrity",
            "supervision/testing/misfits",
        )
    ),
]


@pytest.mark.parametrize(
    "path", [*PACKAGE.glob("**/commands.py")], ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_what_a_command_prints_is_translated(path: Path) -> None:
    assert list(_untranslated(path, PRINTS)) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_kind_of_finding_is_translated(path: Path) -> None:
    assert list(_untranslated(path, FINDS, ast.Yield, ast.Return)) == []


def _untranslated(path: Path, calls: set[str], *kinds: type[ast.AST]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, kinds) or (isinstance(node, ast.Call) and _name(node) in calls):
            yield from _sentences(node)


def _sentences(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and _name(node) in TRANSLATES:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and SENTENCE.search(node.value):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from _sentences(child)


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_the_guide_quotes_what_comes_out() -> None:
    """Between values, which stand in the guide as … or a number."""
    rows = (PACKAGE.parent / "docs/guides/verify.zh-CN.md").read_text(encoding="utf-8").splitlines()
    catalogues = "".join(
        one.read_text(encoding="utf-8") for one in PACKAGE.glob("*/locale/zh_Hans/*/django.po")
    )
    written = re.sub(r'%\(\w+\)[sd]|"\n"', "", catalogues)
    quotes = [
        quote
        for row in rows
        if row.startswith("| `")
        for quote in re.findall("`([^`]+)`", row.split(" | ")[0])
    ]
    assert len(quotes) > 15
    assert [one for one in quotes if re.sub(r"…|\d+", "", one) not in written] == []


COMMANDS = """
verify
verify --key x
verify --checkpoint /nowhere
witness x --folder /nowhere
record check
record fall-due
record send-outbox
record load-notice /nowhere
record log
record proof case:1 1
record witness x
record witness x --remove
backup
restore
keys reseal
keys rotate --ring x
files scan
files to-bucket
members load
members first-administrator
members new-factor nobody
governance verify /nowhere
mirror check /nowhere
mirror check /nowhere --key x
cases index
cases rebuild
cases import /nowhere --home 320300
education import /nowhere
education import-files /nowhere
education load-law
education load-recalls /nowhere --source x --dated 2026-01-01
supervision lint /nowhere
supervision recompute /nowhere
insight counts
insight rebuild
insight verify
insight release
insight verify-release /nowhere
insight alarms look
insight alarms verify
insight alarms verify 2026-7
insight board rebuild
insight context load /nowhere
insight callbacks draw x
insight callbacks draw 2026-Q1
insight callbacks draw 2026-Q1 --check
insight redecisions verify 2025
insight scan /nowhere --date-column a --count-column b
brands verify x
brands recompute /nowhere
brands revoke-key x --reason x
brands import-penalties /nowhere --source x --from 2026-01-01 --until 2026-01-02
law notice /nowhere
triage check
serve --port 70000
"""


@pytest.mark.django_db
@pytest.mark.parametrize("command", COMMANDS.strip().splitlines())
def test_a_command_answers_in_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(command.split())
    answer = "".join(capsys.readouterr())
    assert SENTENCE.findall(re.sub(r"huaihai [\w -]+", "", answer)) == []


TYPED = re.compile(r"(?:^ {4}|`)(?:sudo -u huaihai )?huaihai ([a-z][^`\n]*)", re.MULTILINE)


@pytest.fixture(scope="module")
def parser() -> argparse.ArgumentParser:
    made = cli._Parser(prog="huaihai")
    groups = made.add_subparsers(required=True)
    for room in dict.fromkeys(cli.ROOMS.values()):
        importlib.import_module(f"huaihai.{room}.commands").add_to(groups)
    return made


@pytest.mark.parametrize(
    "guide", sorted((PACKAGE.parent / "docs/guides").glob("*.md")), ids=lambda guide: guide.name
)
def test_a_guide_names_commands_and_options_that_there_are(
    guide: Path, parser: argparse.ArgumentParser
) -> None:
    typed = TYPED.findall(guide.read_text(encoding="utf-8"))
    assert [(one, wrong) for one in typed if (wrong := _not_there(one, parser))] == []


def _not_there(typed: str, parser: argparse.ArgumentParser) -> str:
    """The first word of a command, or option, that the parser does not know."""
    held = parser
    for word in re.split(r"\s#\s|[>|]|&&", f" {typed} ")[0].replace("[", " ").replace("]", " ").split():
        leaves = next(
            (one.choices for one in held._actions if isinstance(one, argparse._SubParsersAction)), None
        )
        if leaves and not word.startswith("-"):
            if word not in leaves:
                return word
            held = leaves[word]
        elif word.startswith("--") and word.partition("=")[0] not in held._option_string_actions:
            return word
    return ""
