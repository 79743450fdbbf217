"""Commands of the programme: huaihai brands …"""

import argparse
import sys
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
    audit = commands.add_parser(
        "audit", help="compare entries and all that was found with the record (0: all fits)"
    )
    audit.add_argument("number", nargs="?", default="", metavar="NUMBER", help="of one entry: 2026-7")
    audit.set_defaults(run=run_audit, needs_django=True)


def run_audit(args: argparse.Namespace) -> int:
    """One line a finding; a summary."""
    from huaihai.brands.models import Entry
    from huaihai.brands.verifying import findings

    count = 0
    try:
        for finding in findings(args.number):
            count += 1
            print(finding, file=sys.stderr)
    except Entry.DoesNotExist:
        print(f"huaihai: there is no entry {args.number}", file=sys.stderr)
        return 2
    print(f"{count} findings")
    return 1 if count else 0
