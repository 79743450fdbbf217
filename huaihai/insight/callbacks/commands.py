"""`huaihai insight callbacks draw`: draw a quarter, or check a draw that was made."""

import argparse
import sys
from typing import Any


def add_to(commands: Any) -> None:
    """Add `callbacks` to the commands of the room."""
    verbs = commands.add_parser("callbacks", help="calling back a sample of the unknown").add_subparsers(
        metavar="VERB", required=True
    )
    draw = verbs.add_parser("draw", help="draw the sample of a quarter whose outcomes are complete")
    draw.add_argument("quarter", metavar="QUARTER", help="2026-Q1")
    draw.add_argument(
        "--check", action="store_true", help="only draw again and compare (0: the same comes out)"
    )
    draw.set_defaults(run=run_draw, needs_django=True)


def run_draw(args: argparse.Namespace) -> int:
    """Exit code 2: no such quarter or round; 1: the check found something."""
    from huaihai.insight.callbacks.frames import Quarter
    from huaihai.kit import speaking

    try:
        quarter = Quarter.named(args.quarter)
    except ValueError as error:
        speaking.refuse(error)
        return 2
    return _check(str(quarter)) if args.check else _draw(quarter)


def _draw(quarter: Any) -> int:
    from django.utils.translation import gettext as _

    from huaihai.desk.lives import NotPossible
    from huaihai.insight.callbacks import rounds
    from huaihai.kit import clock, speaking

    try:
        held = rounds.draw(quarter, at=clock.now())
    except NotPossible as error:
        speaking.refuse(error)
        return 2
    words = _("%(quarter)s: %(n)d of %(all)d drawn, seed %(seed)s")
    facts = {"quarter": held.quarter, "n": held.calls.count(), "all": held.frame_size}
    print(words % (facts | {"seed": held.seed}))
    return 0


def _check(name: str) -> int:
    from django.utils.translation import gettext as _

    from huaihai.insight.callbacks import rounds
    from huaihai.insight.models import CallRound
    from huaihai.kit import speaking

    held = CallRound.objects.filter(quarter=name).select_related("frame").first()
    if held is None:
        speaking.refuse(_("%s has not been drawn") % name)
        return 2
    found = rounds.findings(held)
    for finding in found:
        print(finding, file=sys.stderr)
    words = (
        _("%(name)s: %(n)d of %(all)d, not the same") if found else _("%(name)s: %(n)d of %(all)d, the same")
    )
    print(words % {"name": name, "n": held.calls.count(), "all": held.frame_size})
    return 1 if found else 0
