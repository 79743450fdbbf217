"""`huaihai brands verify`, `new-key`, `revoke-key`. With files alone, `verify` needs neither database nor settings."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from huaihai.brands.marks import payload
from huaihai.brands.marks.payload import MISTYPED, OTHER, compared, text_in
from huaihai.brands.marks.published import FileError, Listed, read_keys, read_list, standing
from huaihai.packs.words import of_country

GOOD, REFUSED, UNREADABLE = 0, 1, 2
LARGEST = 20_000_000  # bytes of a file
NO_MARK = frozenset({payload.NOT_A_MARK, payload.OTHER_FORMAT})


class _File(argparse.Action):
    """A file to verify with: then nothing else is needed."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option_string: Any = None) -> None:
        setattr(namespace, self.dest, values)
        namespace.needs_django = False


def add_options(verify: Any) -> None:
    """What is asked about a mark."""
    verify.add_argument("payload", metavar="PAYLOAD", help="the text of a mark, or the address in its QR")
    verify.add_argument("--keys", type=Path, action=_File, metavar="FILE", help="keys.json of the site")
    verify.add_argument("--list", type=Path, action=_File, metavar="FILE", help="status.json of the site")
    verify.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="2026-12-09; otherwise today")
    verify.add_argument(
        "--shop",
        default="",
        metavar="CODE",
        help=f"{of_country().named['business_code'].en} on the licence, or its last six",
    )


def add_to(commands: Any) -> None:
    """Add the commands about keys of marks."""
    new = commands.add_parser("new-key", help="sign with a new key from now on; the old one stays known")
    new.set_defaults(run=run_new_key, needs_django=True)
    revoke = commands.add_parser(
        "revoke-key", help="what this key signed counts no more; marks are given anew"
    )
    revoke.add_argument("key", metavar="KEY")
    revoke.add_argument("--reason", required=True, help="public")
    revoke.set_defaults(run=run_revoke_key, needs_django=True)


def run_verify(args: argparse.Namespace) -> int:
    """One line: the state; then what the mark says."""
    text = text_in(args.payload) if "://" in args.payload else args.payload
    if args.needs_django:
        return _by_database(text, args)
    return _by_files(text, args)


def run_new_key(_args: argparse.Namespace) -> int:
    """Prints the id of the new key."""
    from django.conf import settings

    from huaihai.kit import keyring

    print(keyring.rotate_signature(settings.VAR).signature_current)
    return GOOD


def run_revoke_key(args: argparse.Namespace) -> int:
    """Revokes it, and gives every holder whose mark it signed a new one."""
    from django.utils.translation import gettext as _

    from huaihai.brands.marks import verbs
    from huaihai.desk.lives import NotPossible, Unfit
    from huaihai.kit import clock, speaking
    from huaihai.members.actors import Actor

    now = clock.now()
    try:
        verbs.revoke_key(args.key, reason=args.reason, by=Actor.system("revoke-key"), at=now)
    except (NotPossible, Unfit) as error:
        speaking.refuse(error)
        return UNREADABLE
    count = 0
    for act in verbs.due_acts(now):
        act()
        count += 1
    print(_("%d marks given anew") % count)
    return GOOD


def _by_files(text: str, args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.kit import speaking

    if args.keys is None:
        speaking.refuse(_("--list needs --keys"))
        return UNREADABLE
    try:
        keys = read_keys(_json(args.keys))
        listed = read_list(_json(args.list), keys) if args.list is not None else None
    except FileError as error:
        speaking.refuse(error.code)
        return UNREADABLE
    try:
        content = payload.verify(text, keys.public, revoked=keys.revoked)
    except payload.MarkError as error:
        return _refused(error.code)
    state, since, reason = standing(content, listed, args.on or _today())
    came = compared(args.shop, content.credit_code)
    if came == MISTYPED:
        return _mistyped()
    if state != "no-basis" and came == OTHER:
        state, since, reason = "copied", None, ""
    _about_list(listed)
    return _told(state, content, since, reason)


def _by_database(text: str, args: argparse.Namespace) -> int:
    from huaihai.brands.marks import checking
    from huaihai.kit import clock

    found = checking.check(text, code=args.shop, on=args.on or clock.today())
    if found.content is None or found.status is None:
        return _refused(found.state)
    if found.is_mistyped:
        return _mistyped()
    since = found.status.since.isoformat() if found.status.since else None
    return _told(found.state, found.content, since, found.status.reason)


def _told(state: str, content: payload.Content, since: str | None, reason: str) -> int:
    from django.utils.translation import gettext as _
    from django.utils.translation import pgettext

    print(state)  # the code, as in docs/guides/mark.md
    rows: Sequence[tuple[str, str | None]] = (
        (pgettext("mark", "mark"), content.number),
        (pgettext("mark", "name"), content.name),
        (pgettext("mark", "what"), " ".join(filter(None, (content.kind, content.what)))),
        (pgettext("mark", "over the door"), content.sign),
        (pgettext("mark", "address"), content.address),
        (pgettext("mark", "{business_code}"), content.credit_code),
        (pgettext("mark", "valid"), f"{content.since} – {content.until}"),
        (pgettext("mark", "since"), since if state != "good" else None),
        (pgettext("mark", "reason"), reason),
    )
    for label, value in rows if state != "no-basis" else ():
        if value:
            print(f"  {_(': ').join((label, value))}")
    return GOOD if state == "good" else REFUSED


def _refused(code: str) -> int:
    print(code)
    return UNREADABLE if code in NO_MARK else REFUSED


def _mistyped() -> int:
    from django.utils.translation import gettext as _

    from huaihai.kit import speaking

    speaking.refuse(_("--shop takes a {business_code}, all 18 characters or the last six"))
    return UNREADABLE


def _about_list(listed: Listed | None) -> None:
    from django.utils.translation import gettext as _

    words = _("no list was given: a mark that was suspended or removed since is not noticed")
    if listed is not None:
        words = _("list made %s") % listed.made_at.isoformat()
    print(words, file=sys.stderr)


def _today() -> date:
    """Today by this machine: files alone know no other clock."""
    from huaihai import alliance

    return alliance.today()


def _json(path: Path) -> Any:
    """What stands in a file. Raises FileError."""
    try:
        if path.stat().st_size > LARGEST:
            raise FileError("too-large")
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise FileError(f"cannot read {path.name}: {error}") from error
