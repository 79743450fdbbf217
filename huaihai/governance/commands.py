"""Commands about the alliance: `huaihai governance verify FILE` and `huaihai governance public-key`."""

import argparse
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huaihai.governance.verifying import Check

DOES_NOT_FIT, BAD_INPUT = 1, 2


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this room's commands."""
    group = groups.add_parser(
        "governance", help="check a file that the alliance signed, print the public key"
    )
    leaves = group.add_subparsers(metavar="COMMAND", required=True)
    verify = leaves.add_parser(
        "verify",
        help="check a signed file: a resolution, the agreement; a test or scores with --signature (0: all fits, "
        "1: something does not, 2: not readable)",
    )
    verify.add_argument("file", type=Path)
    verify.add_argument(
        "--key",
        type=Path,
        metavar="KEYS",
        help="public keys: PEM, or /data/keys.json (default: this platform's)",
    )
    verify.add_argument(
        "--signature", type=Path, metavar="SIGFILE", help="the signature that was published beside this file"
    )
    verify.set_defaults(run=run_verify, needs_django=False)
    key = leaves.add_parser("public-key", help="print the public keys that sign, as PEM")
    key.set_defaults(run=run_public_key, needs_django=False)


def run_verify(args: argparse.Namespace) -> int:
    """One line a check. Needs no database; with `--key` none of this platform's secrets either."""
    if args.key is None:
        _begin()
    from huaihai.kit import speaking

    with speaking.language(args.lang):
        return _verify(args)


def run_public_key(_args: argparse.Namespace) -> int:
    """Keys that sign no more are printed too: they still prove what they signed."""
    _begin()
    from huaihai.kit import signing

    print("".join(signing.public_keys().values()), end="")
    return 0


def _verify(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.governance import verifying
    from huaihai.kit import speaking

    try:
        keys = _keys(args.key)
        name, key_id, found = (_beside if args.signature else _alone)(args, keys)
    except (OSError, verifying.NotReadable) as error:
        speaking.refuse(error)
        return BAD_INPUT
    print(name)
    for one in found:
        print(f"{'✓' if one.fits else '✗' if one.is_possible else '–'} {one.label}")
    if not all(one.is_possible for one in found):
        print(
            _("–: this could not be checked, since files of this earlier format do not carry what is needed.")
        )
    print(_("Signed with the key %(key)s.") % {"key": key_id})
    if key_id not in keys:
        print(_("This key is not among those that the file was checked with."))
    if verifying.all_fit(found):
        print(_("Everything fits."))
        return 0
    print(_("Not everything fits: do not rely on this file."))
    return DOES_NOT_FIT


def _alone(args: argparse.Namespace, keys: Mapping[str, str]) -> "tuple[str, str, list[Check]]":
    from huaihai.governance import verifying

    held = _read(args.file)
    found = verifying.check(held, keys=keys)
    return verifying.subject_of(held).in_words(), verifying.key_of(held), found


def _beside(args: argparse.Namespace, keys: Mapping[str, str]) -> "tuple[str, str, list[Check]]":
    from huaihai.governance import verifying

    with args.file.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    held = verifying.check_beside(_read(args.signature), sha256=sha256, keys=keys)
    return held.name, held.key_id, held.checks


def _read(path: Path) -> bytes:
    from huaihai.governance import verifying

    with path.open("rb") as file:
        return file.read(verifying.LARGEST + 1)


def _keys(path: Path | None) -> dict[str, str]:
    from django.utils.translation import gettext as _

    from huaihai.governance import verifying
    from huaihai.kit import signing

    if path is None:
        return signing.public_keys()
    keys = verifying.keys_from_pem(path.read_bytes().decode(errors="replace"))
    if not keys:
        raise verifying.NotReadable(_("%(file)s: no public key (Ed25519, PEM) in this file") % {"file": path})
    return keys


def _begin() -> None:
    """The platform's own settings, which make keys, are read for its keys alone."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huaihai.settings")
    django.setup()
