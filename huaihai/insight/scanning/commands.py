"""`huaihai insight scan`: early warning over anyone's counts, as if each period had just ended."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from huaihai.insight.scanning.reading import Table

Row = dict[str, Any]
WRONG_INPUT = 2
PARTIAL = 0.7  # of what was to be expected; a last period below is perhaps not over


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `scan` to the verbs of `huaihai insight`."""
    scan = verbs.add_parser("scan", help="early warning over a CSV file of counts, period by period")
    scan.add_argument("file", type=Path, metavar="FILE.csv")
    scan.add_argument("--date-column", required=True, metavar="NAME", help="days, weeks or months")
    scan.add_argument(
        "--count-column", required=True, metavar="NAME", help="counts; rows of one period are added"
    )
    scan.add_argument(
        "--by", action="append", default=[], metavar="NAME", help="one series for each value; may be repeated"
    )
    scan.add_argument("--json", action="store_true", help="JSON lines: by, period, observed, expected, score")
    scan.add_argument(
        "--explain",
        action="store_true",
        help="say of each alarm what it is compared with; with --json: before, ordinary",
    )
    scan.set_defaults(run=run_scan, needs_django=False, speaks=True)


def run_scan(args: argparse.Namespace) -> int:
    """Print the alarms in the order in which they would have been raised; 2 if the file cannot be read."""
    from huaihai.insight.scanning import reading
    from huaihai.kit import speaking

    try:
        table = reading.read(args.file, args.date_column, args.count_column, _names(args.by))
    except (reading.CannotRead, OSError) as error:
        speaking.refuse(error)
        return WRONG_INPUT
    try:
        if args.json:
            for row in alarms(table, explain=args.explain):
                print(json.dumps(row, ensure_ascii=False), flush=True)
        else:
            _print_table(table, _names(args.by), explain=args.explain)
    except BrokenPipeError:
        sys.stderr.close()
    return 0


def alarms(table: "Table", *, explain: bool = False) -> Iterator[Row]:
    """`by` is the value of the column, a list for several columns, null without any.

    With `explain` also `before`, the mean of the three months before, and `ordinary`: up to so many, no alarm.
    """
    import numpy as np

    from huaihai.insight.scanning import nightly

    starts = np.array(table.starts, "datetime64[D]")
    for raised in nightly.replay(table.counts, starts, table.grain):
        key = table.keys[raised.series]
        row = {
            "by": (key[0] if len(key) == 1 else list(key)) if key else None,
            "period": table.spelt[raised.period],
            "observed": _plain(raised.observed),
            "expected": round(raised.expected, 2),
            "score": round(raised.score, 2),
        }
        yield row | ({"before": round(raised.before, 2), "ordinary": raised.ordinary} if explain else {})


def _names(asked: list[str]) -> list[str]:
    return [name.strip() for one in asked for name in one.split(",")] if asked else []


def _plain(number: float) -> int | float:
    return int(number) if number == int(number) else round(number, 3)


def _print_table(table: "Table", by: list[str], *, explain: bool) -> None:
    from django.utils.translation import gettext as _
    from django.utils.translation import pgettext

    from huaihai.insight.scanning import nightly

    grains = {
        "day": pgettext("scan", "days"),
        "week": pgettext("scan", "weeks"),
        "month": pgettext("scan", "months"),
    }
    (periods, series), grain = table.counts.shape, grains[table.grain.name]
    if periods < table.grain.first_year + 1:
        words = _("Too short: %(n)d %(grain)s; %(enough)d are needed.")
        print(words % {"n": periods, "grain": grain, "enough": table.grain.first_year + 1})
        return
    found = [{**row, "by": _shown(row["by"])} for row in alarms(table, explain=explain)]
    heads = [
        ", ".join(by) or pgettext("scan", "series"),
        pgettext("scan", "period"),
        pgettext("scan", "observed"),
        pgettext("scan", "expected"),
        pgettext("scan", "score"),
    ]
    if explain:
        heads += [pgettext("scan", "three months before"), pgettext("scan", "ordinary up to")]
    _print_columns([tuple(heads), *(tuple(str(value) for value in row.values()) for row in found)])
    chance = nightly.chance(table.grain, series)
    words = _(
        "%(alarms)d alarms; %(series)d series, %(n)d %(grain)s, %(first)s to %(last)s. Periods without a row count "
        "as 0."
    )
    facts = {"alarms": len(found), "series": series, "n": periods, "grain": grain}
    print(f"\n{words % (facts | {'first': table.spelt[0], 'last': table.spelt[-1]})}")
    words = _("Score: -log10 of the chance; alarms have at most %(chance).2g for one series in one period.")
    print(words % {"chance": chance})
    usual = float(table.counts[-4:-1].sum()) / 3
    if float(table.counts[-1].sum()) < PARTIAL * usual:
        words = _("%s holds far less than the periods before it: it may not be over.")
        print(words % table.spelt[-1])


def _print_columns(cells: list[tuple[str, ...]]) -> None:
    widths = [max(len(line[place]) for line in cells) for place in range(len(cells[0]))]
    for line in cells:
        left = (f"{cell:{width}}" for cell, width in zip(line[:2], widths[:2], strict=True))
        right = (f"{cell:>{width}}" for cell, width in zip(line[2:], widths[2:], strict=True))
        print("  ".join((*left, *right)))


def _shown(by: Any) -> str:
    if by is None:
        return "(all)"
    return " / ".join(by) if isinstance(by, list) else str(by)
