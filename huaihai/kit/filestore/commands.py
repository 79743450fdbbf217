"""`huaihai files scan`: the virus scanner looks at what was taken while it did not answer."""

import argparse
import sys


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    leaves = groups.add_parser("files", help="files that people handed in").add_subparsers(
        metavar="VERB", required=True
    )
    scan = leaves.add_parser("scan", help="have clamd look at files that were taken while it did not answer")
    scan.set_defaults(run=run_scan, needs_django=True)


def run_scan(args: argparse.Namespace) -> int:
    """0: nothing found; 1: something found, which leaves no more; 2: the scanner does not answer."""
    from django.conf import settings

    from huaihai.kit.filestore import scanning

    if not settings.CLAMD:
        print("huaihai: no scanner is set (HUAIHAI_CLAMD)", file=sys.stderr)
        return 2
    looked_at = found = 0
    try:
        for sha256, finding in scanning.look_again():
            looked_at += 1
            if finding:
                found += 1
                print(f"huaihai: {finding} in {sha256}: it leaves no more", file=sys.stderr)
    except scanning.NoScanner as error:
        print(f"huaihai: clamd does not answer: {error}", file=sys.stderr)
        return 2
    print(f"{looked_at} files looked at, {found} shut")
    return 1 if found else 0
