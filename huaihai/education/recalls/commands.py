"""`huaihai education load-recalls FILE`: a list of recalled goods from an operator's file."""

import argparse
from datetime import date
from pathlib import Path

BAD_INPUT = 2


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `education load-recalls` to the room's commands."""
    command = verbs.add_parser(
        "load-recalls",
        help="read a list of recalled goods (.xlsx, .xls, .csv); the newest of a source counts",
    )
    command.add_argument("file", metavar="FILE", type=Path)
    command.add_argument("--source", required=True, help="who published it, as people know them")
    command.add_argument(
        "--dated", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day of the list"
    )
    command.add_argument("--url", default="", help="where it was found")
    command.add_argument("--save", action="store_true", help="store it; without it nothing is stored")
    command.set_defaults(run=run_load, needs_django=True)


def run_load(args: argparse.Namespace) -> int:
    """Says what was read, and stores it with --save. 2: the file cannot be taken."""
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from huaihai.education.recalls import reading, verbs
    from huaihai.kit import clock, speaking
    from huaihai.kit.text.files import UnreadableFileError
    from huaihai.members.actors import Actor

    try:
        raw = args.file.read_bytes()
        products = reading.read(raw)
    except (OSError, UnreadableFileError) as error:
        speaking.refuse(error if isinstance(error, OSError) else f"{args.file.name}: {error}")
        return BAD_INPUT
    told = ngettext("%(n)s product", "%(n)s products", len(products)) % {"n": len(products)}
    print(f"{args.file.name}: {told}. {products[0].brand} {products[0].name} … {products[-1].name}")
    if not args.save:
        print(_("Nothing was stored. Look it over, then run it again with --save."))
        return 0
    _list, is_new = verbs.load(
        products,
        raw=raw,
        file_name=args.file.name,
        source=args.source,
        dated_on=args.dated,
        address=args.url,
        by=Actor.system("education load-recalls"),
        at=clock.now(),
    )
    print(_("stored") if is_new else _("held already, nothing changed"))
    return 0
