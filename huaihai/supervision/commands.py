"""`huaihai supervision verify`: everything that was found, compared with the record."""

import argparse
import sys


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this room's commands."""
    group = groups.add_parser("supervision", help="compare what supervision found with the record")
    leaves = group.add_subparsers(metavar="VERB", required=True)
    verify = leaves.add_parser(
        "verify", help="compare observations, plans, files and photos with the record (0: all fits)"
    )
    verify.add_argument("number", nargs="?", default="", metavar="NUMBER", help="of one project: 2026-3")
    verify.set_defaults(run=run_verify, needs_django=True)


def run_verify(args: argparse.Namespace) -> int:
    """One line a finding; a summary."""
    from huaihai.supervision import verifying
    from huaihai.supervision.models import Project

    count = 0
    try:
        for finding in verifying.findings(args.number):
            count += 1
            print(finding, file=sys.stderr)
    except Project.DoesNotExist:
        print(f"huaihai: there is no project {args.number}", file=sys.stderr)
        return 2
    print(f"{count} findings")
    return 1 if count else 0
