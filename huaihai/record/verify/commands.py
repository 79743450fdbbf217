"""`huaihai verify`: whether what database and store hold is what the record says, and what others kept of it."""

import argparse
import sys
from pathlib import Path

FITS, FAULTS, CANNOT = 0, 1, 2
ABOUT = (
    "check every chain of events, the log over them, rows, texts, files and signed documents (0: all fits, 1: "
    "something does not, 2: it cannot be checked)"
)


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verify = groups.add_parser(
        "verify", help="whether anything was changed past the record", description=ABOUT
    )
    verify.add_argument(
        "--checkpoint",
        type=Path,
        action="append",
        default=[],
        metavar="PATH",
        help="a checkpoint that somebody else kept, or a folder of them; may be given again",
    )
    verify.add_argument(
        "--key", action="append", default=[], metavar="KEY", help="a public key of the log: NAME+ID+KEY"
    )
    verify.add_argument(
        "--public",
        action="store_true",
        help="with public keys alone: events and the log; nothing sealed is opened, no row and no file compared",
    )
    verify.set_defaults(run=run, needs_django=True)


def run(args: argparse.Namespace) -> int:
    """One line a finding, as it is found; what was looked at; what nobody outside vouches for."""
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from huaihai.kit import speaking
    from huaihai.record.verify import whole
    from huaihai.record.verify.heads import CannotRead

    try:
        seen = whole.prepare(args.checkpoint, args.key, with_keys=not args.public)
    except (CannotRead, OSError) as error:
        speaking.refuse(error)
        return CANNOT
    count = 0
    for finding in whole.findings(seen):
        count += 1
        print(finding, file=sys.stderr, flush=True)
    print("\n".join(whole.summary(seen)))
    words = ngettext("%d thing does not fit.", "%d things do not fit.", count) % count
    print(words if count else _("Everything fits."))
    return FAULTS if count else FITS
