"""Commands of the programme: huaihai brands …"""

import argparse
import sys
from itertools import chain
from typing import Any

from huaihai.brands.conduct import commands as conduct
from huaihai.brands.evidence import commands as evidence
from huaihai.brands.marks import commands as marks
from huaihai.brands.scoring import commands as scoring


def add_to(groups: Any) -> None:
    """Add the group `brands` with its commands."""
    brands = groups.add_parser("brands", help="the three hearts: marks, scores, the record of the programme")
    commands = brands.add_subparsers(metavar="COMMAND", required=True)
    conduct.add_to(commands)
    evidence.add_to(commands)
    marks.add_to(commands)
    scoring.add_to(commands)
    about = (
        "verify a mark, by the database or by files alone; without one, entries, what was found and the public log "
        "by the record (0: good, 1: refused, 2: not readable)"
    )
    verify = commands.add_parser("verify", help=about, description=about)
    marks.add_options(verify)
    verify.add_argument("--entry", default="", metavar="NUMBER", help="only the record of this one: 2026-7")
    verify.set_defaults(run=run_verify, needs_django=True)


def run_verify(args: argparse.Namespace) -> int:
    """Of a mark its state and what it says; of the record one line a finding, and how many."""
    if args.payload is not None:
        return marks.run_verify(args)
    if not args.needs_django:
        print("huaihai: please give the text of the mark as well", file=sys.stderr)
        return 2
    from huaihai.brands.conduct.log import misfits
    from huaihai.brands.models import Entry
    from huaihai.brands.verifying import findings

    rows = Entry.objects.order_by("year", "opened_at", "pk")
    if args.entry and not rows.filter(number=args.entry).exists():
        print(f"huaihai: there is no entry {args.entry}", file=sys.stderr)
        return 2
    entries = (rows.filter(number=args.entry) if args.entry else rows).iterator(100)
    count = 0
    for finding in chain(findings(args.entry), chain.from_iterable(map(misfits, entries))):
        count += 1
        print(finding, file=sys.stderr)
    print(f"{count} findings")
    return 1 if count else 0
