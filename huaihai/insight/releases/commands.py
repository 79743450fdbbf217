"""`huaihai insight release`, `verify-release`."""

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

GOOD, REFUSED, UNREADABLE = 0, 1, 2


class _Keys(argparse.Action):
    """Keys of one's own: then neither database nor settings are needed."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option_string: Any = None) -> None:
        setattr(namespace, self.dest, values)
        namespace.needs_django = False


def add_to(commands: Any) -> None:
    """Add the commands about releases."""
    release = commands.add_parser("release", help="publish what is complete and not published yet")
    release.add_argument("--as-of", metavar="MOMENT", help="2026-11-02T03:00:00+08:00; otherwise now")
    release.set_defaults(run=run_release, needs_django=True)
    about = "verify a file of public data (0: good, 1: refused, 2: not readable)"
    verify = commands.add_parser("verify-release", help=about, description=about)
    verify.add_argument("file", type=Path, metavar="FILE")
    verify.add_argument("--signature", type=Path, metavar="FILE", help="its /data/releases/N.sig.json")
    verify.add_argument("--keys", type=Path, action=_Keys, metavar="FILE", help="/data/keys.json of the site")
    verify.add_argument(
        "--previous", type=Path, metavar="FILE", help="the release before: is the chain whole?"
    )
    verify.set_defaults(run=run_verify, needs_django=True, speaks=True)


def run_release(args: argparse.Namespace) -> int:
    """Prints the number and hash of the new release, or that nothing is due."""
    from datetime import datetime

    from django.utils.translation import gettext as _

    from huaihai.insight.releases.building import make_release
    from huaihai.kit import clock, speaking

    try:
        at = datetime.fromisoformat(args.as_of) if args.as_of else clock.now()
    except ValueError:
        speaking.refuse(_("%s is no moment such as 2026-11-02T03:00:00+08:00") % args.as_of)
        return UNREADABLE
    made = make_release(at=at if at.tzinfo else at.replace(tzinfo=clock.now().tzinfo))
    print(
        _("nothing is due, or days wait to be counted")
        if made is None
        else _("release %(n)d %(hash)s") % {"n": made.number, "hash": made.file_hash}
    )
    return GOOD


def run_verify(args: argparse.Namespace) -> int:
    """One line for each thing that was checked."""
    from django.utils.translation import gettext as _

    from huaihai.kit import speaking

    try:
        content = args.file.read_bytes()
        told = json.loads(content)
        hash_, number = hashlib.sha256(content).hexdigest(), int(told["number"])
        signed = _signature(args, hash_)
        before = args.previous.read_bytes() if args.previous else None
    except (OSError, ValueError, KeyError, TypeError) as error:
        speaking.refuse(error)
        return UNREADABLE
    print(_("release %(n)d %(hash)s") % {"n": number, "hash": hash_})
    is_good = signed is not None and _is_genuine(content, *signed)
    unknown = _("signature: not known") if signed is None else _("signature: forged")
    print(_("signature: good") if is_good else unknown)
    if before is not None:
        fits = told.get("previous") == hashlib.sha256(before).hexdigest()
        print(_("chain: fits") if fits else _("chain: broken"))
        is_good = is_good and fits
    return GOOD if is_good else REFUSED


def _signature(args: argparse.Namespace, hash_: str) -> tuple[str, str] | None:
    """PEM of the key and the signature: from files, or as this platform keeps them."""
    if args.signature:
        told = json.loads(args.signature.read_bytes())
        key, value = str(told["key"]), str(told["signature"])
    elif not args.needs_django:
        from django.utils.translation import gettext as _

        raise ValueError(_("please give --signature as well"))
    else:
        from huaihai.insight.models import Release

        found = Release.objects.filter(file_hash=hash_).first()
        if found is None:
            return None
        key, value = found.key_id, found.signature
    if args.keys:
        keys = {one["id"]: one["pem"] for one in json.loads(args.keys.read_bytes())["keys"]}
    else:
        from huaihai.kit.signing import public_keys

        keys = public_keys()
    return (keys[key], value) if key in keys else None


def _is_genuine(content: bytes, pem: str, value: str) -> bool:
    from huaihai.kit.signing import verify

    return verify(content, value, pem)
