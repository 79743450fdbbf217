"""`huaihai education load-law PATH…`: official texts of statutes from an operator's files."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huaihai.education.library.loading import Loaded, Read

NOT_ALL = 1
NOTHING = 2


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `education load-law` to the room's commands."""
    command = verbs.add_parser(
        "load-law",
        help="read official texts of statutes (.txt in UTF-8 or GB18030, .docx); shows what it recognises",
    )
    command.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="files or folders")
    command.add_argument("--save", action="store_true", help="store them; without it nothing is stored")
    command.add_argument(
        "--correct",
        action="store_true",
        help="store a file with other words for a wording that is held; the earlier one stays beside it",
    )
    command.add_argument(
        "--dated",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="day of the wording, where none is named",
    )
    command.set_defaults(run=run_load, needs_django=True)


def run_load(args: argparse.Namespace) -> int:
    """0: all recognised; 1: some not; 2: no file at all."""
    from django.conf import settings
    from django.utils.translation import gettext as _

    from huaihai.education.library import loading
    from huaihai.kit import clock
    from huaihai.members.actors import Actor

    read = list(loading.read_all(args.paths or settings.LAW_TEXTS, dated_on=args.dated))
    if not read:
        print(_("No file was given, and HUAIHAI_LAW_TEXTS names no folder with any."))
        return NOTHING
    if args.save:
        by = Actor.system("education load-law")
        done = loading.load(read, corrects=args.correct, by=by, at=clock.now())
    else:
        done = loading.preview(read, corrects=args.correct)
    for one in done:
        print("\n".join(_told(one, saved=args.save)))
    if not args.save:
        print(_("Nothing was stored. Look it over, then run it again with --save."))
    return NOT_ALL if any(one.outcome in loading.NOT_LOADED for one in done) else 0


def _told(one: "Loaded", *, saved: bool) -> list[str]:
    from django.utils.translation import gettext as _

    from huaihai.education.library.loading import Outcome

    words = {
        Outcome.UNREADABLE: _("not loaded: %(why)s") % {"why": one.read.trouble},
        Outcome.AS_HELD: _("held already, nothing changed"),
        Outcome.NEW: _("stored") if saved else _("can be stored"),
        Outcome.ANOTHER_WORDING: _("stored as another wording; the earlier ones stay")
        if saved
        else _("can be stored as another wording; the earlier ones stay"),
        Outcome.CORRECTED: _("stored as a correction; the earlier file stays")
        if saved
        else _("can be stored as a correction; the earlier file stays"),
        Outcome.DIFFERS: _(
            "not loaded: this wording is held with other words; --correct stores it beside them"
        ),
    }
    return [f"{one.read.name}: {words[one.outcome]}", *(f"  {line}" for line in _recognised(one.read))]


def _recognised(read: "Read") -> list[str]:
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    found = read.text
    if found is None or found.statute is None:
        return []
    count = len(found.articles)
    dated = found.dated_on.isoformat() if found.dated_on else "–"
    lines = [
        ngettext(
            "%(title)s, wording of %(day)s, %(n)s article",
            "%(title)s, wording of %(day)s, %(n)s articles",
            count,
        )
        % {"title": found.title, "day": dated, "n": count}
    ]
    if found.gaps:
        lines.append(_("numbers that are missing: %(gaps)s") % {"gaps": "、".join(found.gaps)})
    if read.unheld:
        lines.append(
            _("the library sums up, but the file has not: %(keys)s") % {"keys": "、".join(read.unheld)}
        )
    if found.left_over:
        lines.append(
            ngettext(
                "%(n)s line behind the last article is not loaded",
                "%(n)s lines behind the last article are not loaded",
                found.left_over,
            )
            % {"n": found.left_over}
        )
    return lines
