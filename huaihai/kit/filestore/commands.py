"""`huaihai files …`: the virus scanner looks at what was taken while it did not answer; files move into a bucket."""

import argparse


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
    from django.utils.translation import gettext as _

    from huaihai.kit import speaking
    from huaihai.kit.filestore import scanning

    if not settings.CLAMD:
        speaking.refuse(_("no scanner is set (HUAIHAI_CLAMD)"))
        return 2
    looked_at = found = 0
    try:
        for sha256, finding in scanning.look_again():
            looked_at += 1
            if finding:
                found += 1
                words = _("%(finding)s in %(file)s: it leaves no more")
                speaking.refuse(words % {"finding": finding, "file": sha256})
    except scanning.NoScanner as error:
        speaking.refuse(_("clamd does not answer: %s") % error)
        return 2
    print(_("%(n)d files looked at, %(found)d shut") % {"n": looked_at, "found": found})
    return 1 if found else 0


def run_to_bucket(args: argparse.Namespace) -> int:
    """0: all is there; what was copied before is not copied again. The folder stays as it is."""
    from django.conf import settings
    from django.utils.translation import gettext as _

    from huaihai.kit import speaking
    from huaihai.kit.filestore import stores
    from huaihai.kit.filestore.folder import Folder
    from huaihai.kit.outages import StoreAway

    if not settings.BUCKET:
        speaking.refuse(_("no bucket is set (HUAIHAI_S3_BUCKET)"))
        return 2
    copied = there = 0
    try:
        for is_new in stores.copied(Folder(settings.FILES), stores.store()):
            copied, there = copied + is_new, there + (not is_new)
    except StoreAway as error:
        words = _("%(why)s; %(n)d files copied so far, the next run goes on")
        speaking.refuse(words % {"why": error, "n": copied})
        return 2
    print(_("%(copied)d files copied, %(there)d were there") % {"copied": copied, "there": there})
    return 0
