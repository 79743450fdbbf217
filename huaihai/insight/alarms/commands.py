"""`huaihai insight alarms`: look at the day before; recompute an alarm from what it was made of."""

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huaihai.insight.alarms.nightly import Checked


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The verbs about alarms."""
    group = verbs.add_parser("alarms", help="early warning: nights, alarms")
    acts = group.add_subparsers(metavar="WHAT", required=True)
    look = acts.add_parser(
        "look", help="look at the day before, if that was not done, as the nightly run does"
    )
    look.set_defaults(run=run_look, needs_django=True)
    verify = acts.add_parser("verify", help="compute an alarm again from the counts that it was made of")
    verify.add_argument(
        "number", nargs="?", metavar="ID", help="number of an alarm (2026-7); without it, all kept"
    )
    verify.add_argument("--json", action="store_true", help="as JSON lines, for programs")
    verify.set_defaults(run=run_verify, needs_django=True)


def run_look(args: argparse.Namespace) -> int:
    """Look at the day before, and say what was found."""
    from django.utils.translation import gettext as _

    from huaihai.insight.alarms import nightly
    from huaihai.insight.models import Night
    from huaihai.kit import clock

    at = clock.now()
    nightly.look(at=at)
    nights = Night.objects.filter(ran_at=at).order_by("day")
    for night in nights:
        words = _("%(day)s  %(cases)d cases, %(found)d alarms seen, %(new)d of them new")
        print(words % {"day": night.day, "cases": night.cases, "found": night.found, "new": night.raised})
    if day := nightly.missing(at):
        print(_("%s waits until it is counted (huaihai insight verify --mend)") % day)
    elif not nights:
        print(_("nothing was missing"))
    return 0


def run_verify(args: argparse.Namespace) -> int:
    """0 if every alarm comes out again, 1 if one does not, 2 if there is no such alarm."""
    from django.utils.translation import gettext as _

    from huaihai.insight.alarms import nightly
    from huaihai.insight.models import Alarm

    rows = Alarm.objects.select_related("seen").order_by("raised_at")
    rows = rows.filter(number=args.number) if args.number else rows.filter(seen__fed__isnull=False)
    alarms = list(rows)
    if args.number and not alarms:
        print(_("there is no alarm %s") % args.number)
        return 2
    is_well = True
    for alarm in alarms:
        checked = nightly.check(alarm)
        is_well &= checked.is_well
        print(json.dumps(asdict(checked), default=str) if args.json else _in_words(checked))
    if not alarms and not args.json:
        print(_("there is no alarm whose counts are kept"))
    return 0 if is_well else 1


def _in_words(checked: "Checked") -> str:
    from django.utils.translation import gettext as _

    from huaihai.record.verify.findings import line

    words = _("alarm %(alarm)s of %(day)s (%(key)s, %(observed)s / %(expected).2f)")
    what = words % {"alarm": checked.alarm, "day": checked.day, **checked.said}
    if not checked.is_kept:
        return line(what, _("what the engine was fed is not kept any more, or was altered"))
    if checked.comes_out is None:
        return line(what, _("was found by an earlier way of deciding, and is not computed again"))
    words = (
        _("comes out again; %d counts are other ones today")
        if checked.comes_out
        else _("DOES NOT COME OUT AGAIN; %d counts are other ones today")
    )
    return line(what, words % checked.changed)
