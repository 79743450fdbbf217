"""`huaihai insight callbacks draw`: draw a quarter, or check a draw that was made."""

import argparse
import sys
from typing import Any


def add_to(commands: Any) -> None:
    """Add `callbacks` to the commands of the room."""
    verbs = commands.add_parser("callbacks", help="calling back a sample of the unknown").add_subparsers(
        metavar="VERB", required=True
    )
    draw = verbs.add_parser("draw", help="draw the sample of a quarter whose outcomes are complete")
    draw.add_argument("quarter", metavar="QUARTER", help="2026-Q1")
    draw.add_argument(
        "--check", action="store_true", help="only draw again and compare (0: the same comes out)"
    )
    draw.set_defaults(run=run_draw, needs_django=True)


def run_draw(args: argparse.Namespace) -> int:
    """Exit code 2: no such quarter or round; 1: the check found something."""
    from huaihai.insight.callbacks.frames import Quarter

    try:
        quarter = Quarter.named(args.quarter)
    except ValueError as error:
        print(f"huaihai: {error}", file=sys.stderr)
        return 2
    return _check(str(quarter)) if args.check else _draw(quarter)


def _draw(quarter: Any) -> int:
    from huaihai.desk.lives import NotPossible
    from huaihai.insight.callbacks import rounds
    from huaihai.kit import clock

    try:
        held = rounds.draw(quarter, at=clock.now())
    except NotPossible as error:
        print(f"huaihai: {error}", file=sys.stderr)
        return 2
    print(f"{held.quarter}: {held.calls.count()} of {held.frame_size} drawn, seed {held.seed}")
    return 0


def _check(name: str) -> int:
    from huaihai.insight.callbacks import rounds
    from huaihai.insight.models import CallRound

    held = CallRound.objects.filter(quarter=name).select_related("frame").first()
    if held is None:
        print(f"huaihai: {name} has not been drawn", file=sys.stderr)
        return 2
    found = rounds.findings(held)
    for finding in found:
        print(finding, file=sys.stderr)
    print(f"{name}: {held.calls.count()} of {held.frame_size}, " + ("other" if found else "the same sample"))
    return 1 if found else 0
