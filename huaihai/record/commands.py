"""`huaihai record …`: what falls due, messages that wait, holiday notices."""

import argparse
import importlib
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
    double = verbs.add_parser("double", help="a double of a provider of messages, to try without a contract")
    double.add_argument("provider", choices=("aliyun", "tencent", "wework", "wechat"))
    double.add_argument("--port", type=int, help="default: 8791 and those after it")
    double.add_argument(
        "--receipts", default="", metavar="ADDRESS", help="where receipts are pushed (default: this machine)"
    )
    double.add_argument("--money", type=int, default=10_000, help="parts until the balance is gone")
    double.set_defaults(run=_double, needs_django=True)
    notice = verbs.add_parser("load-notice", help="load a holiday notice and recompute provisional due dates")
    notice.add_argument("file", type=Path)
    notice.set_defaults(run=_load_notice, needs_django=True)
    check = verbs.add_parser("check", help="check the database file and the stored files")
    check.add_argument(
        "--contents", action="store_true", help="also read every original and compare its hash"
    )
    check.add_argument("--sweep", action="store_true", help="remove stored files that have no row for a day")
    check.add_argument("--release", action="store_true", help="with --sweep: also implausibly many")
    check.set_defaults(run=_check, needs_django=True)
    log_commands.add_verbs(verbs)


def _fall_due(args: argparse.Namespace) -> int:
    from django.conf import settings

    from huaihai.kit import clock
    from huaihai.record import clock_doubt, due

    at = clock.local_moment(args.as_of, time_of_day(0, 5)) if args.as_of else clock.now()
    if not args.as_of and (doubt := clock_doubt.look(at)):  # who names a day does not go by the clock
        print(f"huaihai: {doubt}", file=sys.stderr)
        return 1
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

    worker.answer_all()
    sent = outbox.send_waiting(at=clock.now()) + webhooks.send_waiting(at=clock.now(), stamp=int(time.time()))
    sent += worker.send_all_due()
    print(f"{sent} messages sent")
    return 0


def _double(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.record.senders import pages
    from huaihai.record.senders.doubles import serving

    module = importlib.import_module(f"{serving.__package__}.{args.provider}")
    here = serving.HERE.format(provider=args.provider, word=pages.word_of(args.provider))
    account = serving.Account(money=args.money, receipts_to=args.receipts or here)
    port = serving.PORTS[args.provider] if args.port is None else args.port
    print(_(serving.HELP))
    try:
        serving.run(getattr(module, args.provider.title()), account, port)
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        print(f"huaihai: {error.strerror}", file=sys.stderr)
        return 2


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


def _check(args: argparse.Namespace) -> int:
    from huaihai.kit import clock, integrity
    from huaihai.kit.filestore import keeping as files
    from huaihai.record import clock_doubt, keeping

    if faults := integrity.faults():  # what it says of its files is worth nothing
        print("\n".join(f"huaihai: {fault}" for fault in faults), file=sys.stderr)
        return 1
    found = files.look()
    faults += [f"{name} is missing: {', '.join(files.where(name))}" for name in found.missing]
    damaged = list(files.damaged()) if args.contents else []
    faults += [f"{name} is damaged: {', '.join(files.where(name))}" for name in damaged]
    swept, too_many = 0, 0
    if args.sweep and (doubt := clock_doubt.standing()):
        faults.append(f"nothing was swept: {doubt}")
    elif args.sweep:
        try:
            swept = files.sweep(found, brake=None if args.release else files.MOST)
        except files.Braked as error:
            faults.append(f"{error}: nothing was swept; look at them, then run again with --release")
            too_many = len(found.orphans)
    keeping.note(missing=len(found.missing), swept=swept, too_many=too_many, at=clock.now())
    for fault in faults:
        print(f"huaihai: {fault}", file=sys.stderr)
    print(
        f"{found.present} files present, {len(found.missing)} missing, {len(found.orphans) - swept} without a row, "
        f"{swept} swept; {len(faults)} faults"
    )
    return 1 if faults else 0
