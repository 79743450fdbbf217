"""`huaihai mirror DIR`: a static copy of all that is public. `huaihai mirror check DIR`: is it a true one?"""

import argparse
import time
from collections.abc import Sequence
from datetime import datetime
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

if TYPE_CHECKING:
    from huaihai.front.mirror.checking import Keys, Result

DOES_NOT_FIT, NOT_DONE = 1, 2
CHECK = "check"
MOST_NAMED = 50
MOST_BYTES = 65_536
SECONDS = 20.0
A_DAY = 86_400


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = groups.add_parser(
        "mirror",
        help="copy all that is public into a folder that any web host serves; check such a folder (0: a true copy, "
        "1: it is not, 2: could not look)",
    )
    parser.add_argument(
        "words",
        nargs="+",
        action=_Words,
        metavar="[check] DIR",
        help="the folder; the second time only what changed is written. With `check` before it: compare, without a "
        "database",
    )
    parser.add_argument(
        "--root-relative",
        action="store_true",
        help="links from the root of a web host (default: also for a USB stick)",
    )
    parser.add_argument(
        "--language",
        action="append",
        choices=("zh-hans", "zh-hant", "en"),
        metavar="LANGUAGE",
        help="only these: zh-hans, zh-hant, en (default: all; the first stands at the top)",
    )
    parser.add_argument(
        "--key",
        metavar="KEY",
        help="check: the site's public keys as its operator gave them: a PEM file, or NAME+ID+KEY of the log",
    )
    parser.add_argument(
        "--checkpoint",
        metavar="FILE|ADDRESS",
        help="check: a later head of the log, to say how far the copy is behind",
    )
    parser.set_defaults(run=None)


class _Words(argparse.Action):
    """A check starts without settings and database."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        *verb, folder = values
        if verb not in ([], [CHECK]):
            parser.error(f"huaihai mirror [check] DIR: {' '.join(verb)}?")
        namespace.folder = Path(folder)
        namespace.needs_django, namespace.speaks = not verb, bool(verb)
        namespace.run = _check if verb else _make


def _make(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils.translation import gettext as _

    from huaihai.front.mirror import making
    from huaihai.front.mirror.gathering import Wish
    from huaihai.front.mirror.wording import OfAMirror
    from huaihai.kit import clock, speaking
    from huaihai.kit.refusals import Refusal
    from huaihai.record.log import kept, sequencing

    sequencing.sequence_all()
    head = kept.head()
    languages: Sequence[str] = args.language or [code for code, _name in settings.LANGUAGES]
    origin = settings.SITE_URL or settings.SERVED_AT
    if not settings.SITE_URL:
        speaking.refuse(_("SITE_URL is not set, so the copy names %s as the site itself") % origin)
    began = time.monotonic()
    try:
        made = making.make(
            args.folder,
            Wish(origin, list(dict.fromkeys(languages))),
            OfAMirror(),
            at=clock.now(),
            checkpoint=kept.cosigned(head).written if head else "",
            is_demo=settings.DEMO,
            is_root_relative=args.root_relative,
        )
    except (Refusal, OSError) as error:
        speaking.refuse(error)
        return NOT_DONE
    about = made.manifest.about
    words = _("%(files)d files, %(mb).1f MB; %(written)d written, %(gone)d gone; %(seconds).0f s")
    facts = {
        "files": about.files,
        "mb": about.bytes / 1e6,
        "written": len(made.written),
        "gone": len(made.gone),
    }
    print(words % (facts | {"seconds": time.monotonic() - began}))
    if about.cut:
        print(_("of these lists the first %(n)d pages alone:") % {"n": about.list_pages}, " ".join(about.cut))
    return 0


def _check(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.front.mirror import checking
    from huaihai.kit import speaking
    from huaihai.kit.refusals import Refusal

    try:
        keys = _keys(args.key)
        found = checking.check(args.folder, keys)
        behind = (
            checking.older_than(found.manifest.about, _text(args.checkpoint), keys)
            if args.checkpoint
            else None
        )
    except (Refusal, OSError, HTTPException) as error:
        speaking.refuse(error)
        return NOT_DONE
    _say(found)
    if behind is not None:
        print(behind[1] or _in_words(behind[0]))
    if found.trusts_itself:
        print(
            _(
                "Compared with the key that lies in the copy itself: whoever made it up could have made that up, too. "
                "Ask the site's operator for the key, and give it with --key."
            )
        )
    if found.fits and not (behind and behind[1]):
        print(_("A true copy."))
        return 0
    print(_("Not a true copy: do not rely on what is named above."))
    return DOES_NOT_FIT


def _say(found: "Result") -> None:
    from django.utils.translation import gettext as _

    about = found.manifest.about
    print(_("%(name)s, %(origin)s") % {"name": about.name, "origin": about.origin})
    at = datetime.fromisoformat(about.at)
    facts = {"at": f"{at:%Y-%m-%d %H:%M}", "files": len(found.manifest.entries), "mb": about.bytes / 1e6}
    print(_("Last compared with the site %(at)s; %(files)d files, %(mb).1f MB") % facts)
    days = int((time.time() - at.timestamp()) // A_DAY)
    if days > 0 and not about.is_demo:
        print(_("That was %d days ago.") % days)
    for words, names in (
        (_("missing: %s"), found.missing),
        (_("changed: %s"), found.changed),
        (_("added, not from the site: %s"), found.added),
    ):
        for name in names[:MOST_NAMED]:
            print(words % name)
        if len(names) > MOST_NAMED:
            print(words % _("… and %d more") % (len(names) - MOST_NAMED))
    for sentence in found.problems:
        print(sentence)
    print(_("%d published files with signatures that fit") % found.signed)
    if not about.checkpoint:
        print(_("The site's log had no checkpoint yet."))


def _in_words(behind: int) -> str:
    from django.utils.translation import gettext as _

    if behind > 0:
        return _("The copy is older than this checkpoint: %d entries came to the log since.") % behind
    if behind < 0:
        return _("The copy is newer than this checkpoint, by %d entries of the log.") % -behind
    return _("The copy is as new as this checkpoint.")


def _keys(given: str | None) -> "Keys | None":
    from huaihai.front.mirror import checking

    if given is None:
        return None
    return checking.keys_of(_file(Path(given)) if Path(given).is_file() else given)


def _text(given: str) -> str:
    if given.startswith(("https://", "http://")):
        with urlopen(given, timeout=SECONDS) as answer:  # noqa: S310 # http(s) alone, looked at before
            found: bytes = answer.read(MOST_BYTES)
            return found.decode(errors="replace")
    return _file(Path(given))


def _file(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
