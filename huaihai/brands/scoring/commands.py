"""`huaihai brands recompute FILE`: every score of a published file again. Needs neither Django nor a database."""

import argparse
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Final

from huaihai.brands.scoring import files

SAME, DIFFERENT, BAD_INPUT = 0, 1, 2
SHOWN: Final = 200  # differences that are printed


def add_to(commands: Any) -> None:
    """Add the command to the group `brands`."""
    meaning = (
        "every score of a published file again (0: all the same, 1: something differs, 2: it cannot be read)"
    )
    leaf = commands.add_parser("recompute", help=meaning, description=meaning)
    leaf.add_argument("file", type=Path, metavar="FILE", help="see docs/guides/scores-file.md")
    leaf.set_defaults(run=run_recompute, needs_django=False)


def run_recompute(args: argparse.Namespace) -> int:
    """Each difference, and how many entries come out the same."""
    wrong: dict[str, None] = {}
    try:
        file = files.read(args.file.read_bytes())
        found: Iterator[files.Misfit | files.Difference]
        found = chain(files.misfits(file), files.differences(file))
        for number, one in enumerate(found):
            wrong[one.number] = None
            if number < SHOWN:
                print(one)
    except (OSError, files.FileError) as error:
        print(f"huaihai: {args.file}: {error}", file=sys.stderr)
        return BAD_INPUT
    count = len(file["entries"])
    print(
        f"{count} entries, {count - sum(entry.get('number') in wrong for entry in file['entries'])} the same"
    )
    return DIFFERENT if wrong else SAME
