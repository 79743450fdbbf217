"""`huaihai insight rebuild` and `huaihai insight verify`: the rollups from nothing, and whether they are right."""

import argparse
import time
from datetime import date


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    rebuild = verbs.add_parser("rebuild", help="count all months anew, from nothing")
    rebuild.set_defaults(run=run_rebuild, needs_django=True)
    verify = verbs.add_parser("verify", help="count from the cases and compare with what is stored")
    verify.add_argument(
        "month", nargs="?", type=month_named, metavar="MONTH", help="2026-10 (default: every month)"
    )
    verify.add_argument("--mend", action="store_true", help="write what was counted")
    verify.set_defaults(run=run_verify, needs_django=True)


def month_named(text: str) -> date:
    """2026-10 as its first day. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a month such as 2026-10") from error


def run_rebuild(args: argparse.Namespace) -> int:
    """One line a month."""
    from django.utils.translation import gettext as _

    from huaihai.insight.rollups import counting
    from huaihai.kit import clock

    at, began, months = clock.now(), time.perf_counter(), 0
    counting.follow(at=at)  # first: what happens from now on makes its day dirty
    for months, month in enumerate(counting.rebuild(at=at), start=1):  # noqa: B007 # told at the end
        print(f"{month:%Y-%m}", flush=True)
    words = _("%(n)d months counted in %(seconds).1f s")
    print(words % {"n": months, "seconds": time.perf_counter() - began})
    return 0


def run_verify(args: argparse.Namespace) -> int:
    """A line for each row that differs, then how many; 1 if any did and was not mended.

    What has happened since the last night is a difference too; `fall-due` puts that right by itself.
    """
    from django.utils.translation import gettext as _

    from huaihai.insight.rollups import counting
    from huaihai.kit import clock

    at = clock.now()
    months = [args.month] if args.month else counting.all_months(at)
    wrong = 0
    for month in months:
        found = counting.recount(month, at=at) if args.mend else counting.differences(month)
        for one in found:
            print(one)
        wrong += len(found)
    words = (
        _("%(n)d months counted; %(rows)d rows mended")
        if args.mend
        else _("%(n)d months counted; %(rows)d rows differ")
    )
    print(words % {"n": len(months), "rows": wrong})
    return int(bool(wrong) and not args.mend)
