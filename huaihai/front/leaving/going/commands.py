"""`huaihai let-go CITY --receipt FILE`: what was taken in elsewhere is deleted here. `--check FILE`: was it?"""

import argparse
import sys
from pathlib import Path

DONE, WRONG = 0, 2


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = groups.add_parser(
        "let-go",
        help="delete a city here, once another installation has taken it in and signed for it; with --check, whether "
        "that was done",
    )
    parser.add_argument("city", nargs="?", metavar="CITY", help="the code of the city: 320300")
    parser.add_argument("--receipt", type=Path, metavar="FILE", help="what take-in wrote at the new place")
    parser.add_argument(
        "--proof", type=Path, metavar="FILE", help="where the proof is written (default: CITY-deleted.json)"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask for the code of the city once more")
    parser.add_argument("--check", type=Path, metavar="FILE", help="check a proof, and that it is still so")
    parser.set_defaults(run=run, needs_django=True)


def run(args: argparse.Namespace) -> int:
    """Exit code 2: nothing was deleted, or the proof does not hold."""
    from huaihai.front.leaving.spelling import CannotLeave
    from huaihai.kit import speaking
    from huaihai.kit.refusals import Refusal
    from huaihai.members.models import Organisation

    try:
        return _check(args) if args.check else _let_go(args)
    except (Refusal, CannotLeave, Organisation.DoesNotExist, OSError) as error:
        speaking.refuse(error)
        return WRONG


def _let_go(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.desk.papers import setting
    from huaihai.front.leaving.going import letting_go, proof, receipts
    from huaihai.kit import clock
    from huaihai.kit.refusals import Refusal
    from huaihai.kit.refusals import gettext_noop as noop

    if not args.city or args.receipt is None:
        raise Refusal(noop("huaihai let-go CITY --receipt FILE, or huaihai let-go --check FILE"))
    receipt = receipts.read(args.receipt.read_bytes())
    if receipt.city != args.city:
        raise Refusal(noop("the receipt is of %(city)s"), city=receipt.city)
    if not args.yes:
        print(_("All of %s is deleted here, and its key destroyed. Type its code once more:") % args.city)
        if sys.stdin.readline().strip() != args.city:
            raise Refusal(noop("nothing was deleted"))
    gone = letting_go.let_go(receipt, at=clock.now())
    letting_go.wipe()
    data = proof.made(gone, receipt)
    path = args.proof or Path(f"{args.city}-deleted.json")
    path.write_bytes(data)
    words = _(
        "%(rows)d rows and %(files)d files of %(city)s are deleted; %(keys)d keys destroyed. The proof: %(path)s"
    )
    rows = sum(gone.before.values()) - sum(gone.after.values())
    print(
        words % {"rows": rows, "files": gone.files, "city": args.city, "keys": len(gone.keys), "path": path}
    )
    try:
        path.with_suffix(".pdf").write_bytes(proof.page(data))
    except (setting.NotSetError, setting.BusyError) as error:
        print(_("no page to print was made: %s") % error, file=sys.stderr)
    print(_("It stays here, by law or agreement:"))
    for line in proof.said_kept():
        print(f"  {line}")
    print(
        _("Next: take the row of the city out of cities.csv of the pack, and see when old backups run out.")
    )
    return DONE


def _check(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.front.leaving.going import proof

    content = proof.check(args.check.read_bytes())
    words = _("It holds: %(city)s was deleted on %(day)s, nothing of it is here, and no key opens it.")
    print(words % {"city": content["city"], "day": content["ended_at"][:10]})
    return DONE
