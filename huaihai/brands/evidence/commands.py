"""`huaihai brands import-penalties FILE`: a list of penalties or licences, checked and read in."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any, Final

GOOD, REFUSED, BAD_INPUT = 0, 1, 2
SHOWN: Final = 100  # refused rows that are named


def add_to(commands: Any) -> None:
    """Add the command to the group `brands`."""
    leaf = commands.add_parser(
        "import-penalties",
        help="read a list of penalties (or licences) in (0: all rows, 1: some were refused, 2: it cannot be read)",
    )
    leaf.add_argument(
        "file", type=Path, metavar="FILE", help="Excel or CSV, see docs/guides/penalties-file.md"
    )
    leaf.add_argument("--source", required=True, help="where anybody can read the list: name and address")
    leaf.add_argument("--from", dest="known_from", required=True, type=date.fromisoformat, metavar="DAY")
    leaf.add_argument("--until", dest="known_until", required=True, type=date.fromisoformat, metavar="DAY")
    leaf.add_argument("--city", default="", metavar="CODE", help="if it is of one city only: its region code")
    leaf.add_argument("--licences", action="store_true", help="it is a list of licences")
    leaf.add_argument("--check", action="store_true", help="only say what would come of it")
    leaf.set_defaults(run=run_import, needs_django=True)


def run_import(args: argparse.Namespace) -> int:
    """Read, say what is wrong, store the rest unless only asked."""
    from django.utils.translation import gettext as _

    from huaihai.brands.evidence import imports, lists
    from huaihai.brands.evidence.imports import About
    from huaihai.brands.evidence.lists import NotTheList, read
    from huaihai.desk.lives import DeskError
    from huaihai.desk.spreadsheets import CannotRead
    from huaihai.kit import clock
    from huaihai.members.actors import Actor

    try:
        about = "licences" if args.licences else "penalties"
        told = read(args.file.read_bytes(), about, today=clock.today())
    except CannotRead as error:
        return _failed(str(lists.FILES[error.why]))
    except NotTheList as error:
        return _failed(lists.not_the_list(error.missing))
    except OSError as error:
        return _failed(error)
    result = imports.sort(told)
    for one in result.refused[:SHOWN]:
        print(f"{one.line}: {lists.refusal(one)}", file=sys.stderr)
    if not args.check:
        what = About(args.source, args.known_from, args.known_until, args.city)
        try:
            imports.store(told, what, by=Actor.system("brands import-penalties"), at=clock.now())
        except DeskError as error:
            return _failed(str(error))
    words = _("%(n)d rows: %(new)d new, %(corrections)d corrections, %(known)d known, %(refused)d refused")
    names = ("new", "corrections", "known", "refused")
    print(words % {"n": told.rows_read, **{name: len(getattr(result, name)) for name in names}})
    return REFUSED if result.refused else GOOD


def _failed(why: object) -> int:
    from huaihai.kit import speaking

    speaking.refuse(why)
    return BAD_INPUT
