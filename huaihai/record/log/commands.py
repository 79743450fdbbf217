"""`huaihai witness`: keeps the heads of another's log. `huaihai record log, proof, witness`: of our own."""

import argparse
import sys
import time
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

if TYPE_CHECKING:
    from huaihai.record.log.witness import Seen

CONTRADICTED, NOT_DONE = 1, 2
SECONDS = 20.0
MOST_BYTES = 65_536
NOT_THERE = (404, 410)


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command of whoever keeps the heads of a log that is not theirs."""
    parser = groups.add_parser(
        "witness",
        help="look at another's log: does it hold all that it held? Keep its head, cosign it (0: it does, 1: it does "
        "not, 2: could not look, or the log did not take the cosignature)",
    )
    parser.add_argument("address", help="where the log stands, such as https://example.cn/alliance/log/")
    parser.add_argument(
        "--folder", type=Path, required=True, help="where key and heads of this witness are kept"
    )
    parser.add_argument("--key", metavar="VKEY", help="the log's key, the first time")
    parser.add_argument("--name", help="what this witness is called, the first time: xuzhou.example/witness")
    parser.add_argument(
        "--begin-anew",
        action="store_true",
        help="set aside what was seen; only if you know why it cannot fit",
    )
    parser.set_defaults(run=_witness, needs_django=False, speaks=True)


def add_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The verbs of `huaihai record` that are about the log."""
    log = verbs.add_parser(
        "log", help="put what happened into the log and sign its head; print key, head, witnesses"
    )
    log.set_defaults(run=_log, needs_django=True)
    proof = verbs.add_parser(
        "proof", help="print the proof that an event stands in the log (C2SP tlog-proof)"
    )
    proof.add_argument("subject", help="the record, such as case:0190…")
    proof.add_argument("number", type=int, help="of the event in it")
    proof.set_defaults(run=_proof, needs_django=True)
    witness = verbs.add_parser("witness", help="let a witness hand in the heads that it cosigned")
    witness.add_argument(
        "key", metavar="VKEY", help="its key, as `huaihai witness` printed it; to remove, its name"
    )
    witness.add_argument("--body", default="", help="the code of the body that runs it, such as 320300")
    witness.add_argument("--remove", action="store_true", help="take nothing more from it")
    witness.set_defaults(run=_known_witness, needs_django=True)


def _witness(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.kit import speaking
    from huaihai.kit.refusals import Refusal
    from huaihai.record.log.witness import Contradiction, Witness

    address = f"{args.address.rstrip('/')}/"
    if urlsplit(address).scheme not in ("http", "https"):
        speaking.refuse(_("give the address of a log, with https:// before it"))
        return NOT_DONE
    witness = Witness(args.folder)
    try:
        own = witness.set_up(name=args.name, log_key=args.key)
        if args.begin_anew:
            for path in witness.begin_anew():
                print(_("set aside: %s") % path)
        seen = witness.look(lambda place: _fetched(address + place), at=int(time.time()))
    except Contradiction as error:
        speaking.refuse(f"{address}: {speaking.in_words(error)}")
        return CONTRADICTED
    except (Refusal, LookupError) as error:
        speaking.refuse(error)
        return NOT_DONE
    except (OSError, HTTPException) as error:
        speaking.refuse(_("%(address)s does not answer: %(why)s") % {"address": address, "why": error})
        return NOT_DONE
    words = (
        _("%(origin)s: %(n)d leaves, seen for the first time; kept and cosigned")
        if seen.before is None
        else _("%(origin)s: %(n)d leaves, holds all %(before)d that it held before; kept and cosigned")
    )
    print(words % {"origin": seen.head.origin, "n": seen.head.size, "before": seen.before})
    return _handed_in(address, own.name, own.vkey, seen)


def _handed_in(address: str, name: str, vkey: str, seen: "Seen") -> int:
    from django.utils.translation import gettext as _

    from huaihai.kit import speaking

    request = Request(f"{address}witnesses/{quote(name)}", data=seen.note.written.encode(), method="POST")  # noqa: S310 # http(s) alone, looked at before
    request.add_header("Content-Type", "text/plain; charset=utf-8")
    try:
        with urlopen(request, timeout=SECONDS):  # noqa: S310 # as above
            return 0
    except HTTPError as error:
        why = error.read(MOST_BYTES).decode(errors="replace").strip().partition("\n")[0][:200]
    except (OSError, HTTPException) as error:
        why = str(error)
    speaking.refuse(_("kept here, but the log did not take the cosignature: %s") % _(why))
    print(_("the key of this witness: %s") % vkey, file=sys.stderr)
    return NOT_DONE


def _fetched(url: str) -> bytes:
    """What stands there. Raises LookupError if nothing does, OSError if nobody answers."""
    try:
        with urlopen(url, timeout=SECONDS) as answer:  # noqa: S310 # http(s) alone, looked at before
            found: bytes = answer.read(MOST_BYTES)
            return found
    except HTTPError as error:
        if error.code in NOT_THERE:
            from django.utils.translation import gettext as _

            raise LookupError(_("nothing stands at %s") % url) from error
        raise


def _log(_args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.record.clock_doubt import in_digits
    from huaihai.record.log import kept, sequencing
    from huaihai.record.models import LogWitness

    added = sequencing.sequence_all()
    head = kept.head()
    if head is None:
        print(_("nothing happened yet: the log is empty"))
        return 0
    print(_("%d events added") % added)
    print(f"key: {kept.keys(head.origin)[0].vkey}\n\n{head.note.written}")
    for row in LogWitness.objects.all():
        words = (
            _("witness %(name)s: %(n)d leaves, %(at)s")
            if row.cosigned_at
            else _("witness %(name)s: nothing yet")
        )
        name = f"{row.name} ({row.body})" if row.body else row.name
        print(words % {"name": name, "n": row.size, "at": row.cosigned_at and in_digits(row.cosigned_at)})
    return 0


def _proof(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.kit import speaking
    from huaihai.record.log import proofs

    try:
        print(proofs.of_event(args.subject, args.number), end="")
    except LookupError:
        words = _("event %(n)d of %(subject)s is not in the log (yet)")
        speaking.refuse(words % {"n": args.number, "subject": args.subject})
        return NOT_DONE
    return 0


def _known_witness(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.kit import clock, speaking
    from huaihai.record.log import witnesses
    from huaihai.record.log.notes import BadNote

    by, at = "operator", clock.now()
    try:
        if args.remove:
            witnesses.remove(args.key, by=by, at=at)
            print(_("%s is a witness no more") % args.key)
        else:
            row = witnesses.add(args.key, body=args.body, by=by, at=at)
            print(_("%s may hand in heads that it cosigned") % row.name)
    except BadNote as error:
        speaking.refuse(error)
        return NOT_DONE
    return 0
