"""`huaihai insight redecisions verify`: draw a year again and compare."""

import argparse
import sys
from typing import Any


def add_to(commands: Any) -> None:
    """Add `redecisions` to the commands of the room."""
    verbs = commands.add_parser("redecisions", help="decided files, decided again blind").add_subparsers(
        metavar="VERB", required=True
    )
    verify = verbs.add_parser("verify", help="draw a year's files again and compare (0: the same come out)")
    verify.add_argument("year", metavar="YEAR", type=int)
    verify.set_defaults(run=run_verify, needs_django=True)


def run_verify(args: argparse.Namespace) -> int:
    """Exit code 2: nothing was drawn that year; 1: the check found something."""
    from huaihai.insight.models import RedecisionRound
    from huaihai.insight.redecisions import verbs as redecisions_verbs

    held = RedecisionRound.objects.filter(year=args.year).select_related("frame").first()
    if held is None:
        print(f"huaihai: {args.year} has not been drawn", file=sys.stderr)
        return 2
    found = redecisions_verbs.findings(held)
    for finding in found:
        print(finding, file=sys.stderr)
    print(f"{held.year}: {held.files.count()} of {held.frame_size}, {'other' if found else 'the same'} files")
    return 1 if found else 0
