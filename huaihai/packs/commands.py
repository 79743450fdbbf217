"""`huaihai pack check` and `huaihai pack new`: no Django, no database."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from huaihai.law.errors import LawError
from huaihai.packs import making
from huaihai.packs.checking import check
from huaihai.packs.flaws import report

WRONG, BAD_INPUT = 1, 2


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `pack check` and `pack new` to the program."""
    pack = groups.add_parser("pack", help="what an alliance or a country consists of, as a folder")
    leaves = pack.add_subparsers(metavar="COMMAND", required=True)
    meaning = "name what is wrong (exit code 1) or missing in a pack"
    checking = leaves.add_parser("check", help=meaning, description=meaning)
    checking.add_argument("folder", nargs="?", type=Path, help="default: the one of HUAIHAI_ALLIANCE")
    checking.set_defaults(run=run_check, needs_django=False)
    meaning = "begin an alliance's pack: its cities and counties are filled in, the rest is to be written"
    new = leaves.add_parser("new", help=meaning, description=meaning)
    new.add_argument("folder", type=Path)
    new.add_argument(
        "--cities", metavar="CODES", required=True, help="names or place codes, such as 320500,330500"
    )
    new.set_defaults(run=run_new, needs_django=False)


def run_check(args: argparse.Namespace) -> int:
    """0: it starts; 1: something is wrong."""
    from huaihai import alliance

    folder = args.folder or alliance.folder()
    flaws = check(folder, on=datetime.now(UTC).date())  # noqa: TID251  # kit's clock needs Django
    en, zh = report(folder, flaws)
    print(en if args.lang == "en" else zh)
    return WRONG if any(flaw.stops for flaw in flaws) else 0


def run_new(args: argparse.Namespace) -> int:
    try:
        made = making.new(args.folder, [code.strip() for code in args.cities.replace("，", ",").split(",")])
    except LawError as error:
        print(f"huaihai: {error.en if args.lang == 'en' else error.zh}", file=sys.stderr)
        return BAD_INPUT
    for path in made:
        print(path)
    return run_check(argparse.Namespace(folder=args.folder, lang=args.lang))
