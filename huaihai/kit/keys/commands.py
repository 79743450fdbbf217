"""`huaihai keys …`: a new key, everything sealed anew with it, keys for another machine, shares to come back from."""

import argparse
import getpass
import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from huaihai.kit import speaking

if TYPE_CHECKING:
    from huaihai.kit.keyring import Keyring

GOOD, NOT_YET, WRONG = 0, 1, 2
RING = "the code of a city, or alliance"


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    keys = groups.add_parser(
        "keys", help="a new key, sealing anew, keys for another machine, recovery shares"
    )
    verbs = keys.add_subparsers(metavar="VERB", required=True)
    rotate = verbs.add_parser("rotate", help="seal with a new key from now on; old ones stay readable")
    rotate.add_argument(
        "--prepare",
        action="store_true",
        help="make the key, but do not use it yet: other machines get it first (keys export), then rotate on each",
    )
    rotate.add_argument(
        "--index",
        action="store_true",
        help="also a new key by which telephones and addresses are found; reseal at once, at night",
    )
    rotate.add_argument("--ring", metavar="RING", help=f"{RING}; without it all get a new key")
    rotate.add_argument(
        "--passport",
        action="store_true",
        help="only a new key for what other installations send (case passport); the one before still opens",
    )
    rotate.set_defaults(run=_rotate, needs_django=True)
    reseal = verbs.add_parser(
        "reseal", help="seal everything anew with the current key, while the desk works"
    )
    reseal.add_argument(
        "--remove-old",
        action="store_true",
        help="and remove old keys, if nothing is sealed with them any more",
    )
    reseal.set_defaults(run=_reseal, needs_django=True)
    export = verbs.add_parser("export", help="the keys in a sealed file, for another machine")
    export.add_argument("file", type=Path)
    export.add_argument(
        "--to", metavar="age1…", help="seal for this age key; without it a passphrase is asked"
    )
    export.add_argument("--ring", metavar="RING", help=f"one ring alone: {RING}")
    export.set_defaults(run=_export, needs_django=False, speaks=True)
    bring = verbs.add_parser("import", help="take keys from a file of keys export")
    bring.add_argument("file", type=Path)
    bring.add_argument(
        "--identity", type=Path, metavar="FILE", help="the age key (age-keygen) it was sealed for"
    )
    bring.set_defaults(run=_import, needs_django=False, speaks=True)
    look = verbs.add_parser("open", help="what of this database one ring opens, without any other key")
    look.add_argument("file", type=Path, help="of keys export --ring")
    look.add_argument(
        "--identity", type=Path, metavar="FILE", help="the age key (age-keygen) it was sealed for"
    )
    look.add_argument(
        "--to", type=Path, metavar="FILE", help="write what was opened there, a line of JSON each"
    )
    look.set_defaults(run=_open, needs_django=True, public=True)
    share = verbs.add_parser("share", help="three shares, two of which bring the keys back; shown this once")
    share.set_defaults(run=_share, needs_django=False, speaks=True)
    recover = verbs.add_parser(
        "recover", help="the keys from two shares; with keys in place it only compares"
    )
    recover.add_argument(
        "--from",
        dest="folder",
        type=Path,
        metavar="FOLDER",
        help="where recovery.age is (default: var)",
    )
    recover.set_defaults(run=_recover, needs_django=False, speaks=True)


def _rotate(args: argparse.Namespace) -> int:
    from huaihai.kit import key_check, keyring, sealing

    key_check.settle()
    if args.passport:
        if settings.DEMO:
            return _refused(_("a demo exchanges nothing"))
        keyring.rotate_passport(settings.VAR)
        sealing.look_now()
        print(_("messages of other installations are sealed for a new key; the one before still opens them"))
        print(_("next: back up keys.json, and send your description to each of them, to be pasted anew"))
        return GOOD
    ring: str | None = None if args.ring is None else _named(args.ring)
    if ring is not None and ring not in sealing.ring().rings:
        return _refused(_unknown(args.ring, sealing.ring().cities))
    if args.prepare:
        made = keyring.prepare_sealing(settings.VAR, ring)
        words = _("%(key)s waits. Bring it to every other machine (huaihai keys export), then rotate on each")
        print(words % {"key": _last(made, ring)})
    else:
        if args.index and settings.DEMO:
            return _refused(_("a demo finds by its published key"))
        if args.index:
            keyring.rotate_finding(settings.VAR)
            print(
                _("telephones and addresses are found by a new key, each once huaihai keys reseal came to it")
            )
        current = _last(keyring.rotate_sealing(settings.VAR, ring), ring)
        if ring is None:
            words = _(
                "from now on everything is sealed with %(key)s; running servers have it within a second"
            )
        else:
            words = _(
                "from now on what belongs to %(ring)s is sealed with %(key)s; running servers have it within a second"
            )
        print(words % {"key": current, "ring": args.ring})
        print(_("next: back up keys.json, then huaihai keys reseal"))
    sealing.look_now()
    key_check.settle()
    return GOOD


def _reseal(args: argparse.Namespace) -> int:
    from huaihai.kit.keys import resealing

    done = resealing.everything(lambda line: print(line, flush=True))
    print(_("%(rows)d rows and %(files)d files sealed anew") % {"rows": done.rows, "files": done.files})
    for name in sorted(done.damaged):
        print(_("left as it was: %s") % name, file=sys.stderr)
    if done.left:
        print(_("%d rows were in use all the time; run this again") % done.left, file=sys.stderr)
        return NOT_YET
    return _about_old_keys(args, done.rows + done.files, bool(done.damaged))


def _about_old_keys(args: argparse.Namespace, moved: int, is_damaged: bool) -> int:
    from huaihai.kit import key_check, keyring

    old, may_from = keyring.load_or_create(settings.VAR).old, keyring.may_forget_from(settings.VAR)
    if not old:
        print(_("there are no old keys"))
        return GOOD
    names = ", ".join(old)
    if is_damaged:
        words = _("old keys stay (%s) while something was left: bring it back from a backup, or erase it")
        print(words % names, file=sys.stderr)
        return NOT_YET
    if time.time() < may_from or (args.remove_old and moved):
        again = time.strftime("%Y-%m-%d %H:%M", time.localtime(max(may_from, time.time())))
        print(_("old keys stay (%s): what is in work may still bear them") % names)
        print(_("run huaihai keys reseal --remove-old from %s") % again)
        return NOT_YET if args.remove_old else GOOD
    if not args.remove_old:
        words = _(
            "nothing is sealed with the old keys (%s); remove them with huaihai keys reseal --remove-old"
        )
        print(words % names)
        return GOOD
    key_check.forget_old()
    keyring.forget_old(settings.VAR)
    print(_("removed: %s. Backups of the database made before need the keys.json of their time") % names)
    return GOOD


def _export(args: argparse.Namespace) -> int:
    from huaihai.kit import keyring
    from huaihai.kit.keys import carrying

    try:
        content = (keyring.folder() / keyring.FILE).read_bytes()
        if args.ring:
            content = json.dumps(keyring.ring_alone(keyring.folder(), _named(args.ring)), indent=1).encode()
        if args.to:
            sealed = carrying.sealed_for(args.to, content)
        else:
            words = _asked(_("a passphrase for the file: "))
            if sys.stdin.isatty() and words != _asked(_("once more: ")):
                return _refused(_("the two passphrases differ; nothing was written"))
            sealed = carrying.sealed_under(words, content)
        carrying.write_new(args.file, sealed)
    except KeyError:
        return _refused(_unknown(args.ring, json.loads(content).get("cities", {})))
    except (OSError, carrying.CannotCarry) as error:
        return _refused(error)
    if args.ring:
        words = _("%(file)s is written. It opens what is sealed for %(ring)s: huaihai keys open FILE")
        print(words % {"file": args.file, "ring": args.ring})
        return GOOD
    print(
        _("%s is written. On the other machine: huaihai keys import FILE; then delete it on both") % args.file
    )
    return GOOD


def _import(args: argparse.Namespace) -> int:
    from huaihai.kit import keyring
    from huaihai.kit.keys import carrying

    try:
        current = carrying.take_in(keyring.folder(), _brought(args)).sealing_current
    except (OSError, ValueError) as error:
        return _refused(error)
    words = _("the keys are in %(file)s; %(key)s seals. A running server has them within a second")
    print(words % {"file": keyring.folder() / keyring.FILE, "key": current})
    return GOOD


def _open(args: argparse.Namespace) -> int:
    from contextlib import nullcontext

    from huaihai.kit.keys import carrying, opening

    try:
        ring = carrying.ring_in(_brought(args))
        with args.to.open("x", encoding="utf-8") if args.to else nullcontext() as out:
            for column, found in opening.everything(ring, lambda line: out and print(line, file=out)):
                if found.opened:
                    words = _("%(column)s: %(opened)d of %(sealed)d")
                    print(words % {"column": column, "opened": found.opened, "sealed": found.sealed})
    except (OSError, ValueError) as error:
        return _refused(error)
    return GOOD


def _brought(args: argparse.Namespace) -> bytes:
    """What the file holds that was carried here."""
    from huaihai.kit.keys import carrying

    sealed: bytes = args.file.read_bytes()
    if args.identity:
        return carrying.opened_by(args.identity.read_text(encoding="utf-8"), sealed)
    return carrying.opened_with(_asked(_("its passphrase: ")), sealed)


def _named(ring: str) -> str:
    return "" if ring == "alliance" else ring


def _unknown(ring: str, cities: Iterable[str]) -> str:
    found = {"ring": ring, "others": ", ".join(["alliance", *cities])}
    return _("there is no ring %(ring)s; there are: %(others)s") % found


def _last(keys: "Keyring", ring: str | None) -> str:
    """The newest key of this ring, else of the alliance's, and of how many others."""
    last = list(keys.rings[ring or ""].keys)[-1]
    if ring is not None or not keys.cities:
        return last
    return _("%(key)s, and one for each of %(n)d cities,") % {"key": last, "n": len(keys.cities)}


def _share(_args: argparse.Namespace) -> int:
    from huaihai.kit import keyring
    from huaihai.kit.keys import recovery

    try:
        shares = recovery.share(keyring.folder())
    except OSError as error:
        return _refused(error)
    words = _(
        "One share for each of three heads; two bring the keys back. They are shown this once and kept nowhere:"
    )
    print(f"{words}\n")
    for share in shares:
        print(f"    {share}\n")
    print(_("huaihai backup takes %s along.") % (keyring.folder() / recovery.FILE))
    print(_("Shares made before this open older backups of that file only. Try it: huaihai keys recover"))
    return GOOD


def _recover(args: argparse.Namespace) -> int:
    from huaihai.kit import keyring
    from huaihai.kit.keys import carrying, recovery

    folder = keyring.folder()
    try:
        shares = [_asked(_("share of the first head: ")), _asked(_("share of the second head: "))]
        content = recovery.recover(args.folder or folder, shares)
        if not (folder / keyring.FILE).exists():
            carrying.take_in(folder, content)
            print(_("the keys are back in %s.") % (folder / keyring.FILE))
        elif keyring.same(folder, content):
            print(_("these shares bring back the keys that are in use. Nothing was changed"))
        else:
            words = _("these shares bring back other keys than those in %s; nothing was changed")
            return _refused(words % folder)
    except (OSError, ValueError) as error:
        return _refused(error)
    return GOOD


def _asked(what: str) -> str:
    """A line that is not shown while it is typed; from a pipe, the next line."""
    return getpass.getpass(what) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _refused(why: BaseException | str) -> int:
    speaking.refuse(why)
    return WRONG
