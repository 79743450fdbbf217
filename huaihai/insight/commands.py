"""`huaihai insight counts`: the public counts, for people and for programs."""

import argparse
import json
from dataclasses import asdict

from huaihai.insight.alarms import commands as alarms
from huaihai.insight.board import commands as board
from huaihai.insight.callbacks import commands as callbacks
from huaihai.insight.redecisions import commands as redecisions
from huaihai.insight.releases import commands as releases
from huaihai.insight.rollups import commands as rollups
from huaihai.insight.scanning import commands as scanning


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verbs = groups.add_parser("insight", help="public counts").add_subparsers(metavar="VERB", required=True)
    counts = verbs.add_parser("counts", help="complaints received, in progress and settled")
    counts.add_argument("--json", action="store_true", help="as JSON, for programs")
    counts.set_defaults(run=run_counts, needs_django=True)
    callbacks.add_to(verbs)
    redecisions.add_to(verbs)
    rollups.add_to(verbs)
    releases.add_to(verbs)
    board.add_to(verbs)
    alarms.add_to(verbs)
    scanning.add_to(verbs)


def run_counts(args: argparse.Namespace) -> int:
    from django.utils.translation import pgettext

    from huaihai.insight.counts import count
    from huaihai.kit import clock

    counted = asdict(count(until=clock.today()))
    if args.json:
        print(json.dumps(counted, default=str))
        return 0
    words = {
        "received": pgettext("counts", "received"),
        "in_progress": pgettext("counts", "in progress"),
        "settled": pgettext("counts", "settled"),
        "cities": pgettext("counts", "cities"),
        "since": pgettext("counts", "since"),
        "until": pgettext("counts", "until"),
    }
    for name, value in counted.items():
        print(f"{words[name]}  {'-' if value is None else value}")
    return 0
