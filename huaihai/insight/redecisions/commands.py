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
    from django.utils.translation import gettext as _

    from huaihai.insight.models import RedecisionRound
    from huaihai.insight.redecisions import verbs as redecisions_verbs
    from huaihai.kit import speaking

    held = RedecisionRound.objects.filter(year=args.year).select_related("frame").first()
    if held is None:
        speaking.refuse(_("%s has not been drawn") % args.year)
        return 2
    found = redecisions_verbs.findings(held)
    for finding in found:
        print(finding, file=sys.stderr)
    words = (
        _("%(name)s: %(n)d of %(all)d, not the same") if found else _("%(name)s: %(n)d of %(all)d, the same")
    )
    print(words % {"name": held.year, "n": held.files.count(), "all": held.frame_size})
    return 1 if found else 0
