"""`huaihai supervision …`: a published test file checked and computed again.

`lint` and `recompute` need a file alone: no database, no Django.
"""

import argparse
import gettext
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from huaihai.supervision.grading import files
from huaihai.supervision.grading.files import Compared, recompute
from huaihai.supervision.grading.lint import lint
from huaihai.supervision.grading.shape import GradingError, Problem
from huaihai.supervision.testing import wording
from huaihai.supervision.testing.wording import PART, PARTS, Tongue, gettext_noop

GOOD, FAULTS, BAD_INPUT = 0, 1, 2
OTHER_KIND = frozenset({"other-format", "no-format"})
PACKAGE = Path(__file__).resolve().parents[1]


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this room's commands."""
    group = groups.add_parser(
        "supervision", help="check a published test file, compute it again; the life of a sweep"
    )
    leaves = group.add_subparsers(metavar="VERB", required=True)
    diagram = leaves.add_parser("diagram", help="print docs/sweep-life.md from the tables")
    diagram.set_defaults(run=run_diagram, needs_django=True)
    for name, run, meaning in (
        ("lint", run_lint, "what is wrong in a test file (0: nothing, 1: something, 2: it cannot be read)"),
        ("recompute", run_recompute, "every total, grade and place of a test file again (0: all the same)"),
    ):
        leaf = leaves.add_parser(name, help=meaning, description=meaning)
        leaf.add_argument("file", type=Path, metavar="FILE")
        leaf.add_argument("--json", action="store_true", help="answer in JSON")
        leaf.set_defaults(run=run, needs_django=False)


def run_diagram(args: argparse.Namespace) -> int:
    """The page, as it is in docs/."""
    from django.utils import translation

    from huaihai.supervision.sweeping import life as diagram

    with translation.override("en"):
        print(diagram.page(), end="")
    return GOOD


def run_lint(args: argparse.Namespace) -> int:
    """One line for each finding."""
    tongue = _tongue(args.lang)
    file = _read(args.file, tongue)
    if file is None:
        return BAD_INPUT
    found = lint(file)
    is_other = any(one.code in OTHER_KIND for one in found)
    if args.json:
        print(json.dumps(list(_as_json(found, tongue)), ensure_ascii=False, indent=2))
    elif is_other:
        _print_sentences(found, tongue, to_errors=True)
    else:
        _print_sentences(found, tongue)
        said = gettext_noop("Findings: %(n)s.") if found else gettext_noop("Nothing is wrong in this file.")
        print(tongue.say(said) % {"n": len(found)})
    if is_other:
        return BAD_INPUT
    return FAULTS if found else GOOD


def run_recompute(args: argparse.Namespace) -> int:
    """One line for each product: total, grade, place, and what the file says otherwise."""
    tongue = _tongue(args.lang)
    file = _read(args.file, tongue)
    if file is None:
        return BAD_INPUT
    try:
        compared = recompute(file)
    except GradingError as error:
        _print_sentences(error.problems, tongue, to_errors=True)
        return BAD_INPUT
    same = sum(not one.differing for one in compared)
    if args.json:
        print(json.dumps([dict(one.ours) for one in compared], ensure_ascii=False, indent=2))
    else:
        for one in compared:
            print(_line(one, tongue))
        said = gettext_noop("%(same)s of %(all)s products come out as in the file.")
        print(tongue.say(said) % {"same": same, "all": len(compared)})
    return GOOD if same == len(compared) else FAULTS


def _read(path: Path, tongue: Tongue) -> dict[str, Any] | None:
    try:
        return files.read(path.read_bytes())
    except FileNotFoundError:
        why = gettext_noop("There is no such file.")
    except OSError:
        why = gettext_noop("This file cannot be opened.")
    except files.FileError:
        why = gettext_noop(
            "This is no test file: it is no JSON that can be read, or it says something twice."
        )
    print(f"huaihai: {path}: {tongue.say(why)}", file=sys.stderr)
    return None


def _tongue(language: str) -> Tongue:
    """The words of this language; a text that several rooms say stands in the catalogue of one of them."""
    spoken = gettext.NullTranslations()
    if language == "zh":
        for folder in sorted(PACKAGE.glob("*/locale")):
            spoken.add_fallback(gettext.translation("django", folder, ["zh_Hans"], fallback=True))
    return Tongue(spoken.gettext, spoken.pgettext)


def _print_sentences(found: Sequence[Problem], tongue: Tongue, *, to_errors: bool = False) -> None:
    for one in found:
        print(wording.sentence(one, tongue), file=sys.stderr if to_errors else sys.stdout)


def _as_json(found: Sequence[Problem], tongue: Tongue) -> Iterator[dict[str, Any]]:
    for one in found:
        words = wording.sentence(one, tongue)
        yield {"code": one.code, "place": one.place, "facts": dict(one.facts), "words": words}


def _line(one: Compared, tongue: Tongue) -> str:
    ours = [str(one.ours[name] if one.ours[name] is not None else "–") for name in ("total", "grade", "rank")]
    line = "  ".join([one.product, *ours])
    if not one.differing:
        return line
    names = [tongue.say_of(PART, PARTS[name]) for name in one.differing if name in PARTS]
    return f"{line}  ≠ {tongue.say_of(PART, ', ').join(names)}"
