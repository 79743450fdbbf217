"""`huaihai files …`: the virus scanner looks at what was taken while it did not answer; files move into a bucket."""

import argparse
import sys


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    leaves = groups.add_parser("files", help="files that people handed in").add_subparsers(
        metavar="VERB", required=True
    )
    scan = leaves.add_parser("scan", help="have clamd look at files that were taken while it did not answer")
    scan.set_defaults(run=run_scan, needs_django=True)
    move = leaves.add_parser(
        "to-bucket", help="copy what lies in the folder into the bucket of HUAIHAI_S3_BUCKET"
    )
    move.set_defaults(run=run_to_bucket, needs_django=True)


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


def run_to_bucket(args: argparse.Namespace) -> int:
    """0: all is there; what was copied before is not copied again. The folder stays as it is."""
    from django.conf import settings

    from huaihai.kit.filestore import stores
    from huaihai.kit.filestore.folder import Folder
    from huaihai.kit.outages import StoreAway

    if not settings.BUCKET:
        print("huaihai: no bucket is set (HUAIHAI_S3_BUCKET)", file=sys.stderr)
        return 2
    copied = there = 0
    try:
        for is_new in stores.copied(Folder(settings.FILES), stores.store()):
            copied, there = copied + is_new, there + (not is_new)
    except StoreAway as error:
        print(f"huaihai: {error}; {copied} files copied so far, the next run goes on", file=sys.stderr)
        return 2
    print(f"{copied} files copied, {there} were there")
    return 0
