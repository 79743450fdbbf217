"""Commands of conduct: printing the lives, comparing the public log with the record."""

import argparse
import sys
from typing import Any


def add_to(commands: Any) -> None:
    """Add them to the group `brands`."""
    diagram = commands.add_parser("diagram", help="print docs/brand-life.md from the tables")
    diagram.set_defaults(run=run_diagram, needs_django=True)
    log = commands.add_parser("log", help="compare the public log with the record (0: it says what happened)")
    log.add_argument("number", nargs="?", default="", metavar="NUMBER", help="of one entry: 2026-7")
    log.set_defaults(run=run_log, needs_django=True)


def run_diagram(_args: argparse.Namespace) -> int:
    """The page, as it is in docs/."""
    from django.utils import translation

    from huaihai.brands.conduct import diagram

    with translation.override("en"):
        print(diagram.page(), end="")
    return 0


def run_log(args: argparse.Namespace) -> int:
    """One line a finding; a summary."""
    from huaihai.brands.conduct.log import misfits
    from huaihai.brands.models import Entry

    rows = Entry.objects.order_by("year", "opened_at", "pk")
    if args.number and not rows.filter(number=args.number).exists():
        print(f"huaihai: there is no entry {args.number}", file=sys.stderr)
        return 2
    count = 0
    for entry in (rows.filter(number=args.number) if args.number else rows).iterator(100):
        for finding in misfits(entry):
            count += 1
            print(finding, file=sys.stderr)
    print(f"{count} findings")
    return 1 if count else 0
