"""`huaihai education import FILE`: an article as it was found becomes an announcement."""

import argparse
from datetime import date
from typing import TYPE_CHECKING

from huaihai.education.importing import commands as importing_commands
from huaihai.education.library import commands as library_commands
from huaihai.education.recalls import commands as recalls_commands
from huaihai.kit.text.files import UnreadableFileError, decode, encoding_of, read_bytes

if TYPE_CHECKING:
    from huaihai.education.loading import Prepared

BIGGEST_FILE = 2_000_000  # bytes; an article is a thousandth of it


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verbs = groups.add_parser("education", help="announcements and texts on rights").add_subparsers(
        metavar="VERB", required=True
    )
    command = verbs.add_parser("import", help="repair an article and publish it with its date and source")
    command.add_argument(
        "file", metavar="FILE", help="a text file (UTF-8 or GB18030); - reads standard input"
    )
    command.add_argument("--title", default="", help="instead of the first line")
    command.add_argument("--source", default="", help="who published it, instead of what its head says")
    command.add_argument("--url", type=_web_address, help="where it was found")
    command.add_argument(
        "--date", type=date.fromisoformat, metavar="YYYY-MM-DD", help="instead of its head's"
    )
    command.add_argument("--dry-run", action="store_true", help="show what would be done and store nothing")
    command.set_defaults(run=run_import, needs_django=True)
    diagram = verbs.add_parser("diagram", help="print docs/publication-life.md from the table")
    diagram.set_defaults(run=run_diagram, needs_django=True)
    importing_commands.add_to(verbs)
    library_commands.add_to(verbs)
    recalls_commands.add_to(verbs)


def run_diagram(args: argparse.Namespace) -> int:
    """The page, as it is in docs/."""
    from django.utils import translation

    from huaihai.education.publications import life as publications_life

    with translation.override("en"):
        print(publications_life.page(), end="")
    return 0


def _web_address(given: str) -> str:
    if not given.startswith(("https://", "http://")):
        raise argparse.ArgumentTypeError("an address begins with https:// or http://")
    return given


def run_import(args: argparse.Namespace) -> int:
    from huaihai.education import loading
    from huaihai.kit import clock, speaking
    from huaihai.members.actors import Actor

    try:
        raw = _read(args.file)
        prepared = loading.prepare(
            raw,
            encoding_of(raw, args.file),
            source=args.source,
            url=args.url or "",
            dated_on=args.date,
            title=args.title,
        )
    except UnreadableFileError as error:
        speaking.refuse(error)
        return 2
    except loading.UnclearArticleError as error:
        speaking.refuse(_missing(error.missing))
        return 2
    if args.dry_run:
        print("\n".join(_report(prepared, prepared.known is None, dry=True)))
        return 0
    publication, is_new = loading.store(prepared, by=Actor.system("education import"), at=clock.now())
    print("\n".join([*_report(prepared, is_new, dry=False), publication.get_absolute_url()]))
    return 0


def _read(name: str) -> bytes:
    from django.utils.translation import gettext as _

    raw = read_bytes(name)
    if len(raw) > BIGGEST_FILE:
        raise UnreadableFileError(_("%(file)s is too big for an article.") % {"file": name})
    decode(raw, name)
    return raw


def _missing(part: str) -> str:
    from django.utils.translation import gettext as _

    return {
        "title": _("No title was recognised. Give it with --title."),
        "date": _("No date was recognised. Give it with --date YYYY-MM-DD."),
        "source": _("No source was recognised. Give it with --source."),
        "body": _("There is no text below the head of the article."),
    }[part]


def _report(prepared: "Prepared", is_new: bool, *, dry: bool) -> list[str]:
    from django.utils.translation import gettext as _

    from huaihai.education import repairs

    content = prepared.content
    if dry:
        first = _("Tried only; nothing was stored: %(title)s") if is_new else _("Already imported: %(title)s")
    else:
        first = (
            _("Imported and published: %(title)s")
            if is_new
            else _("Imported before, nothing changed: %(title)s")
        )
    return [
        first % {"title": content.title},
        _("Date %(date)s, source: %(source)s")
        % {"date": prepared.dated_on.isoformat(), "source": content.source_name},
        *(f"  {line}" for line in repairs.in_words(content.repair)),
        *(f"  {line}" for line in repairs.doubts_in_words(content.repair)),
    ]
