"""`huaihai let-go CITY --receipt FILE`: what was taken in elsewhere is deleted here. `--check FILE`: was it?"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huaihai.front.leaving.going.letting_go import Gone
    from huaihai.front.leaving.going.receipts import Receipt

DONE, WRONG, STOPPED = 0, 2, 130


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

    close = groups.add_parser(
        "close",
        help="end the alliance: an archive for every city, and all that is public as a folder for any web host",
    )
    close.add_argument("folder", type=Path, metavar="DIR")
    close.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="TABLE",
        help="a CSV file with the columns city,to (an age key, or a description), title, address: for whom each is",
    )
    close.add_argument("--skip", action="append", default=[], metavar="CITY", help="no archive for this city")
    close.add_argument("--yes", action="store_true", help="do not ask once more")
    close.set_defaults(run=_closed, needs_django=True)


def run(args: argparse.Namespace) -> int:
    """Exit code 2: nothing was deleted, or the proof is not written or does not hold."""
    from django.utils.translation import gettext as _

    from huaihai.front.leaving.spelling import CannotLeave
    from huaihai.kit import speaking
    from huaihai.kit.refusals import Refusal
    from huaihai.members.models import Organisation

    try:
        return _check(args) if args.check else _let_go(args)
    except (Refusal, CannotLeave, Organisation.DoesNotExist, OSError) as error:
        speaking.refuse(error)
        return WRONG
    except KeyboardInterrupt:
        speaking.refuse(_("it was stopped: run it once more, and it goes on where it was"))
        return STOPPED


def _let_go(args: argparse.Namespace) -> int:
    from huaihai.front.leaving import running
    from huaihai.front.leaving.going import letting_go, receipts
    from huaihai.kit import clock
    from huaihai.kit.refusals import Refusal, gettext_noop

    if not args.city or args.receipt is None:
        raise Refusal(gettext_noop("huaihai let-go CITY --receipt FILE, or huaihai let-go --check FILE"))
    receipt = receipts.read(args.receipt.read_bytes())
    if receipt.city != args.city:
        raise Refusal(gettext_noop("the receipt is of %(city)s"), city=receipt.city)
    path = args.proof or Path(f"{args.city}-deleted.json")
    running.refuse_unwritable(path, "--proof")
    if not args.yes and letting_go.gone_on(receipt) is None:
        _ask(args.city)
    gone = letting_go.let_go(receipt, at=clock.now(), clean=letting_go.wipe)
    _write(gone, receipt, path)
    return DONE


def _ask(city: str) -> None:
    """Raises Refusal."""
    from django.utils.translation import gettext as _

    from huaihai.front.leaving.going import proof
    from huaihai.kit.refusals import Refusal, gettext_noop

    print(
        _("All of %s is deleted here, and its key destroyed. Type its code once more:") % proof.called(city)
    )
    try:
        typed = sys.stdin.readline().strip()
    except KeyboardInterrupt:
        typed = ""
    if typed != city:
        raise Refusal(gettext_noop("nothing was deleted"))


def _write(gone: "Gone", receipt: "Receipt", path: Path) -> None:
    """The proof, and what is to do next. Raises Refusal."""
    from django.utils.translation import gettext as _

    from huaihai.desk.papers import setting
    from huaihai.front.leaving import running
    from huaihai.front.leaving.going import proof
    from huaihai.kit.refusals import Refusal, gettext_noop

    data = proof.made(gone, receipt)
    try:
        running.put(path, data)
    except OSError as error:
        words = gettext_noop(
            "it is deleted; the proof %(file)s was not written: name another place with --proof, run it again"
        )
        raise Refusal(words, file=path) from error
    facts = {
        "rows": sum(gone.before.values()) - sum(gone.after.values()),
        "files": gone.files,
        "city": proof.called(gone.city),
        "keys": len(gone.keys),
        "day": proof.day_of(gone),
        "path": path,
    }
    words = _(
        "%(rows)d rows and %(files)d files of %(city)s are deleted; %(keys)d keys destroyed. The proof: %(path)s"
    )
    if not gone.is_new:
        words = _(
            "%(city)s was deleted before, on %(day)s: nothing was changed. The same proof again: %(path)s"
        )
    print(words % facts)
    if not gone.is_new and gone.keys_here:
        print(_("The keys of the city on this machine are destroyed now, too."))
    try:
        page = ".page.pdf" if path.suffix == ".pdf" else ".pdf"
        running.put(path.with_suffix(page), proof.page(data))
    except (setting.NotSetError, setting.BusyError, OSError) as error:
        print(_("no page to print was made: %s") % error, file=sys.stderr)
    if not gone.is_new:
        return
    print(_("It stays here, by law or agreement:"))
    for line in proof.said_kept():
        print(f"  {line}")
    print(
        _("Next: take the row of the city out of cities.csv of the pack, and see when old backups run out.")
    )


def _closed(args: argparse.Namespace) -> int:
    """Exit code 2: nothing was ended."""
    from huaihai.kit import speaking
    from huaihai.kit.refusals import Refusal

    try:
        return _close(args)
    except (Refusal, OSError) as error:
        speaking.refuse(error)
        return WRONG


def _close(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.front.leaving.commands import receiver
    from huaihai.front.leaving.going import ending
    from huaihai.kit import clock
    from huaihai.kit.refusals import Refusal, gettext_noop
    from huaihai.members.actors import Actor

    given = ending.receivers(args.to, receiver, args.skip)
    if not args.yes:
        print(_("The site will say that the alliance has ended. Type END to go on:"))
        if sys.stdin.readline().strip() != "END":
            raise Refusal(gettext_noop("nothing was ended"))
    by, at = Actor.system("close"), clock.now()
    for path in ending.archives(args.folder / ending.ARCHIVES, given, by=by, at=at):
        print(path)
    ending.note(given, by=by, at=at)
    made = _mirror(args.folder / ending.PUBLIC)
    words = _("%(cities)d archives, and %(files)d public files in %(folder)s: any web host serves them.")
    print(words % {"cities": len(given), "files": made, "folder": args.folder / ending.PUBLIC})
    print(
        _(
            "Next: each city has its archive taken in and sends a receipt; then huaihai let-go CITY, one by one."
        )
    )
    return DONE


def _mirror(folder: Path) -> int:
    """How many files the copy has."""
    from django.conf import settings

    from huaihai.front.mirror import making
    from huaihai.front.mirror.gathering import Wish
    from huaihai.front.mirror.wording import OfAMirror
    from huaihai.kit import clock
    from huaihai.record.log import kept, sequencing

    sequencing.sequence_all()
    head = kept.head()
    wish = Wish(settings.SITE_URL or settings.SERVED_AT, [code for code, _name in settings.LANGUAGES])
    written = kept.cosigned(head).written if head else ""
    made = making.make(
        folder,
        wish,
        OfAMirror(),
        at=clock.now(),
        checkpoint=written,
        is_demo=settings.DEMO,
        is_root_relative=False,
    )
    return made.manifest.about.files


def _check(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.front.leaving.going import proof

    content = proof.check(args.check.read_bytes())
    words = _("It holds: %(city)s was deleted on %(day)s, nothing of it is here, and no key opens it.")
    print(words % {"city": proof.called(content["city"]), "day": content["ended_at"][:10]})
    return DONE
