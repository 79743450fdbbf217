"""`huaihai insight board rebuild` and `huaihai insight context load`."""

import argparse
from pathlib import Path

from huaihai.insight.rollups.commands import month_named


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    board = verbs.add_parser("board", help="live measures of the charter")
    of_board = board.add_subparsers(metavar="VERB", required=True)
    rebuild = of_board.add_parser("rebuild", help="compute the months again, from this one on")
    rebuild.add_argument(
        "since", nargs="?", type=month_named, metavar="MONTH", help="2026-01 (default: the first)"
    )
    rebuild.set_defaults(run=run_rebuild, needs_django=True)
    context = verbs.add_parser("context", help="figures of other authorities")
    of_context = context.add_subparsers(metavar="VERB", required=True)
    load = of_context.add_parser("load", help="load a table (CSV or Excel)")
    load.add_argument("file", type=Path, metavar="FILE.csv")
    load.set_defaults(run=run_load, needs_django=True)


def run_rebuild(args: argparse.Namespace) -> int:
    """One line a month."""
    from django.utils.translation import gettext as _

    from huaihai.insight.board import computing
    from huaihai.insight.months import between, first_day
    from huaihai.kit import clock

    at = clock.now()
    today = clock.local_day(at)
    for month in between(args.since or computing.first_month(today), first_day(today)):
        words = _("%(month)s  %(n)d measures")
        print(words % {"month": f"{month:%Y-%m}", "n": computing.compute(month, at=at)}, flush=True)
    return 0


def run_load(args: argparse.Namespace) -> int:
    """How many figures were taken in; what is wrong with the file goes to stderr."""
    from django.utils.translation import gettext as _

    from huaihai.desk.lives import Unfit
    from huaihai.insight.board import context as board_context
    from huaihai.kit import clock, speaking
    from huaihai.members.actors import Actor

    try:
        raw = args.file.read_bytes()
        count = board_context.load(raw, by=Actor.system("command"), at=clock.now())
    except (OSError, Unfit) as error:
        speaking.refuse(error.message if isinstance(error, Unfit) else error)
        return 1
    print(_("%d figures loaded") % count)
    return 0
