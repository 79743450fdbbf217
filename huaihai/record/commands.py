"""`huaihai record …`: what falls due, messages that wait, holiday notices."""

import argparse
import importlib
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
    from django.utils.translation import gettext as _

    from huaihai.kit import clock, speaking
    from huaihai.record import clock_doubt, due

    at = clock.local_moment(args.as_of, time_of_day(0, 5)) if args.as_of else clock.now()
    if not args.as_of and (doubt := clock_doubt.look(at)):  # who names a day does not go by the clock
        speaking.refuse(doubt.in_words())
        return 1
    try:
        done = due.fall_due(at=at, brake=None if args.release else settings.FALL_DUE_BRAKE)
    except due.Braked:
        words = _(
            "more than %(n)d acts have fallen due; look at the work list, then run again with --release"
        )
        speaking.refuse(words % {"n": settings.FALL_DUE_BRAKE})
        return 1
    except due.SomeFailed as error:
        words = _(
            "%(failed)d of %(n)d acts failed, the others were done; the log names where, the next run tries again"
        )
        speaking.refuse(words % {"failed": error.failed, "n": error.acts})
        return 1
    words = _("%(n)d acts fallen due by %(at)s done")
    print(words % {"n": done.acts, "at": clock_doubt.in_digits(at)})
    return 0


def _send(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.kit import clock
    from huaihai.record import outbox, webhooks, worker

    worker.answer_all()
    sent = outbox.send_waiting(at=clock.now()) + webhooks.send_waiting(at=clock.now(), stamp=int(time.time()))
    sent += worker.send_all_due()
    print(_("%d messages sent") % sent)
    return 0


def _double(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.kit import speaking
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
        speaking.refuse(_("cannot listen at port %(port)d: %(why)s") % {"port": port, "why": error.strerror})
        return 2


def _load_notice(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.kit import clock, speaking
    from huaihai.record import clocks

    try:
        moved = clocks.load_notice(args.file.read_text(encoding="utf-8"), at=clock.now())
    except (OSError, ValueError) as error:
        speaking.refuse(error)
        return 2
    print(_("notice loaded; %d due dates moved") % moved)
    return 0


def _check(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.kit import clock, integrity, speaking
    from huaihai.kit.filestore import keeping as files
    from huaihai.record import clock_doubt, keeping

    if faults := integrity.faults():  # what it says of its files is worth nothing
        for fault in faults:
            speaking.refuse(fault)
        return 1
    found, damaged = files.look(), list(files.damaged()) if args.contents else []
    for names, words in (
        (found.missing, _("%(file)s is missing: %(rows)s")),
        (damaged, _("%(file)s is damaged: %(rows)s")),
    ):
        faults += [words % {"file": name, "rows": ", ".join(files.where(name))} for name in names]
    swept, too_many = 0, 0
    if args.sweep and (doubt := clock_doubt.standing()):
        faults.append(_("nothing was swept: %s") % doubt.in_words())
    elif args.sweep:
        try:
            swept = files.sweep(found, brake=None if args.release else keeping.most(clock.now()))
        except files.Braked:
            too_many = len(found.orphans)
            words = _(
                "%d files have no row in this database: nothing was swept; look at them, then run again with --release"
            )
            faults.append(words % too_many)
    keeping.note(missing=len(found.missing), swept=swept, too_many=too_many, at=clock.now())
    for fault in faults:
        speaking.refuse(fault)
    words = _(
        "%(present)d files present, %(missing)d missing, %(orphans)d without a row, %(swept)d swept; %(faults)d faults"
    )
    counts = {"present": found.present, "missing": len(found.missing), "swept": swept, "faults": len(faults)}
    print(words % (counts | {"orphans": len(found.orphans) - swept}))
    return 1 if faults else 0
