"""`huaihai leave`: a city with all that is its own, in one sealed file. `huaihai take-in`: such a file, here."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import urlopen

if TYPE_CHECKING:
    from huaihai.front.leaving.making import Receiver

REFUSED, STOPPED = 2, 130
AGE = "age1"
SECONDS = 20.0
MOST_BYTES = 65_536


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    leave = groups.add_parser(
        "leave", help="write all that is of one city into a sealed file, for another installation"
    )
    leave.add_argument("city", metavar="CITY", help="the six digits of a member city, such as 320300")
    leave.add_argument("file", type=Path, metavar="FILE", help="is made new, for its owner alone")
    leave.add_argument(
        "--to",
        required=True,
        metavar="AGE-KEY|DESCRIPTOR",
        help="who can open it: an age key (age1…), or the description of the other installation "
        "(/.well-known/case-passport.json) as a file or an https address; only with that its receipt can be checked",
    )
    leave.set_defaults(run=_leave, needs_django=True)
    take = groups.add_parser("take-in", help="take in a city from such a file; a second time nothing happens")
    take.add_argument("file", type=Path, metavar="FILE")
    take.add_argument(
        "--identity",
        type=Path,
        metavar="KEYFILE",
        help="the age key (age-keygen) it is for (default: this installation's own, of its description)",
    )
    take.add_argument(
        "--key", required=True, metavar="ID", help="the key that must have signed it, as they read it to you"
    )
    take.add_argument(
        "--receipt",
        type=Path,
        metavar="FILE",
        help="where the signed receipt goes (default: FILE.receipt.json)",
    )
    take.set_defaults(run=_take_in, needs_django=True)


def _leave(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils.translation import gettext as _

    from huaihai.front.leaving import making
    from huaihai.kit import clock, speaking
    from huaihai.kit.refusals import Refusal
    from huaihai.members.actors import Actor

    try:
        made = making.leave(
            args.city, args.file, to=receiver(args.to), by=Actor.system("leave"), at=clock.now()
        )
    except (Refusal, OSError) as error:
        speaking.refuse(error)
        return REFUSED
    facts = {
        "file": args.file,
        "rows": sum(one["rows"] for one in made["tables"].values()),
        "files": len(made["files"]),
    }
    print(_("%(file)s is written: %(rows)d rows, %(files)d files.") % facts)
    print(_("Root: %s") % made["root"])
    print(_("Signed by the key: %s") % settings.KEYRING.signature_current)
    print(_("Nothing changed here. Give them the file, and tell them root and key by telephone."))
    return 0


def _take_in(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.cases.passing import own
    from huaihai.front.leaving import receipt, running, taking
    from huaihai.kit import clock, speaking
    from huaihai.kit.refusals import Refusal
    from huaihai.members.actors import Actor

    target = args.receipt or args.file.with_name(f"{args.file.name}.receipt.json")
    try:
        running.refuse_unwritable(target, "--receipt")
        identity = (
            args.identity.read_text(encoding="utf-8", errors="replace")
            if args.identity
            else "\n".join(own.identities())
        )
        taken = taking.take_in(args.file, identity, by=Actor.system("take-in"), at=clock.now(), key=args.key)
    except (Refusal, OSError) as error:
        speaking.refuse(error)
        return REFUSED
    except KeyboardInterrupt:
        speaking.refuse(_("it was stopped: run it once more"))
        return STOPPED
    try:
        running.put(target, receipt.of(taken.event))
    except OSError:
        words = _(
            "it is taken in; the receipt %s was not written: name another place with --receipt, run it again"
        )
        speaking.refuse(words % target)
        return REFUSED
    facts = taken.event.facts
    if not taken.is_new:
        print(_("This archive was taken in before; nothing was changed."))
    numbers = {"rows": sum(facts["rows"].values()), "files": facts["files"], "title": facts["from"]["title"]}
    print(_("From %(title)s: %(rows)d rows, %(files)d files.") % numbers)
    print(_("Root: %s") % facts["root"])
    print(_("The signed receipt for them: %s") % target)
    names = taking.without_password(taken.event)
    if names:
        print(_("These people need a link for a new password (people and accounts): %s") % ", ".join(names))
    return 0


def receiver(given: str) -> "Receiver":
    """For whom: an age key, or a description. Raises CannotLeave, OSError."""
    from huaihai.cases.passport import peers
    from huaihai.cases.passport.bad import Bad
    from huaihai.front.leaving.making import Receiver
    from huaihai.front.leaving.spelling import CannotLeave
    from huaihai.kit.refusals import gettext_noop
    from huaihai.kit.signing import as_pem

    if given.startswith(AGE):
        return Receiver(given)
    if given.startswith("http://"):
        raise CannotLeave(gettext_noop("%(address)s: the address must begin with https://"), address=given)
    try:
        found = peers.read(_descriptor(given))
    except Bad as error:
        words = gettext_noop("%(from)s is neither an age key nor the description of an installation")
        raise CannotLeave(words, **{"from": given}) from error
    keys = {key_id: as_pem(public) for key_id, public in found.keys.items()}
    return Receiver(found.age, found.title, found.address, keys)


def _descriptor(given: str) -> bytes:
    from http.client import HTTPException

    from huaihai.cases.passport.peers import WELL_KNOWN
    from huaihai.front.leaving.spelling import CannotLeave
    from huaihai.kit.refusals import gettext_noop

    if not given.startswith("https://"):
        return Path(given).read_bytes()
    address = given if urlsplit(given).path.strip("/") else f"{given.rstrip('/')}{WELL_KNOWN}"
    try:
        with urlopen(address, timeout=SECONDS) as answer:  # noqa: S310 # https alone, looked at before
            found: bytes = answer.read(MOST_BYTES)
            return found
    except (OSError, HTTPException, ValueError) as error:
        words = gettext_noop(
            "%(address)s cannot be reached: look at it again, or give the description as a file"
        )
        raise CannotLeave(words, address=address) from error
