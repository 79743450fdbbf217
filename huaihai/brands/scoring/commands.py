"""`huaihai brands recompute FILE`: every score of a published file again. Needs neither settings nor a database."""

import argparse
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
    leaf.set_defaults(run=run_recompute, needs_django=False, speaks=True)


def run_recompute(args: argparse.Namespace) -> int:
    """Each difference, and how many entries come out the same."""
    from django.utils.translation import gettext as _

    from huaihai.kit import speaking

    wrong: dict[str, None] = {}
    try:
        file = files.read(args.file.read_bytes())
        found: Iterator[files.Misfit | files.Difference]
        found = chain(files.misfits(file), files.differences(file))
        for number, one in enumerate(found):
            wrong[one.number] = None
            if number < SHOWN:
                print(_(": ").join((one.number, speaking.in_words(one.what))))
    except OSError as error:
        speaking.refuse(error)
        return BAD_INPUT
    except files.FileError as error:
        speaking.refuse(_(": ").join((str(args.file), speaking.in_words(error))))
        return BAD_INPUT
    same = sum(entry.get("number") not in wrong for entry in file["entries"])
    print(_("%(n)d entries, %(same)d the same") % {"n": len(file["entries"]), "same": same})
    return DIFFERENT if wrong else SAME
