"""`huaihai record …`: what falls due, messages that wait, holiday notices."""

import argparse
import sys
import time
from datetime import date
from datetime import time as time_of_day
from pathlib import Path

from huaihai.record.log import commands as log_commands


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    record = groups.add_parser("record", help="what falls due, messages that wait, holiday notices")
    verbs = record.add_subparsers(metavar="VERB", required=True)
    fall_due = verbs.add_parser("fall-due", help="do what has fallen due (idempotent)")
    fall_due.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="as if this day had begun")
    fall_due.add_argument("--release", action="store_true", help="act even on implausibly many cases")
    fall_due.set_defaults(run=_fall_due, needs_django=True)
    send = verbs.add_parser("send-outbox", help="send waiting messages once")
    send.set_defaults(run=_send, needs_django=True)
    notice = verbs.add_parser("load-notice", help="load a holiday notice and recompute provisional due dates")
    notice.add_argument("file", type=Path)
    notice.set_defaults(run=_load_notice, needs_django=True)
    log_commands.add_verbs(verbs)


def _fall_due(args: argparse.Namespace) -> int:
    from django.conf import settings

    from huaihai.kit import clock
    from huaihai.record import due

    at = clock.local_moment(args.as_of, time_of_day(0, 5)) if args.as_of else clock.now()
    try:
        done = due.fall_due(at=at, brake=None if args.release else settings.FALL_DUE_BRAKE)
    except due.Braked as error:
        print(f"huaihai: {error}; look at the work list, then run again with --release", file=sys.stderr)
        return 1
    except due.SomeFailed as error:
        print(f"huaihai: {error}; the log names where, the next run tries again", file=sys.stderr)
        return 1
    print(f"{done.acts} acts fallen due by {at:%Y-%m-%d %H:%M} done")
    return 0


def _send(args: argparse.Namespace) -> int:
    from huaihai.kit import clock
    from huaihai.record import outbox, webhooks, worker

    sent = outbox.send_waiting(at=clock.now()) + webhooks.send_waiting(at=clock.now(), stamp=int(time.time()))
    sent += worker.send_all_due()
    print(f"{sent} messages sent")
    return 0


def _load_notice(args: argparse.Namespace) -> int:
    from huaihai.kit import clock
    from huaihai.record import clocks

    try:
        moved = clocks.load_notice(args.file.read_text(encoding="utf-8"), at=clock.now())
    except (OSError, ValueError) as error:
        print(f"huaihai: {error}", file=sys.stderr)
        return 2
    print(f"notice loaded; {moved} due dates moved")
    return 0
