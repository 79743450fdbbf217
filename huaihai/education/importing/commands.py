"""`huaihai education import-files PATH…`: old pages from a disk, to be looked over at the office."""

import argparse
import sys
from collections.abc import Iterator
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huaihai.education.importing.files import Handed
    from huaihai.education.models import ImportBatch

WRONG = 2


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `education import-files` to the room's commands."""
    command = verbs.add_parser(
        "import-files",
        help="hand in old pages (HTML, .docx, text; UTF-8, GBK, Big5) to be looked over; nothing is published",
    )
    command.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="files or folders")
    command.add_argument(
        "--body", metavar="KEY", default="", help='who will publish them, such as "city:320300"'
    )
    command.set_defaults(run=run_import, needs_django=True)


def run_import(args: argparse.Namespace) -> int:
    """0: handed in (what cannot be read is told); 2: no such file or body."""
    from django.utils.translation import gettext as _

    from huaihai.education.importing import verbs as importing_verbs
    from huaihai.education.importing.files import MOST_FILES
    from huaihai.kit import clock
    from huaihai.members.actors import Actor
    from huaihai.members.models import Organisation

    publisher = Organisation.objects.filter(key=args.body).first() if args.body else None
    if args.body and publisher is None:
        print(_("There is no body %(key)s.") % {"key": args.body}, file=sys.stderr)
        return WRONG
    try:
        handed = list(_files(args.paths))
    except OSError as error:
        print(_("%(file)s cannot be read.") % {"file": error.filename}, file=sys.stderr)
        return WRONG
    by = Actor.system("education import-files")
    for some in batched(handed, MOST_FILES):
        batch = importing_verbs.receive(some, publisher=publisher, by=by, at=clock.now())
        print("\n".join(_told(batch)))
    return 0


def _files(paths: list[Path]) -> Iterator["Handed"]:
    """The files, and those in the folders, in order of their names; what is too big is not read."""
    from huaihai.education.importing.files import BIGGEST, Handed

    for path in paths:
        for one in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if path.is_dir() and not one.is_file():
                continue
            size = one.stat().st_size
            yield Handed(one.name, b"" if size > BIGGEST else one.read_bytes(), size)


def _told(batch: "ImportBatch") -> Iterator[str]:
    from django.urls import reverse
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from huaihai.education.importing.files import REFUSALS

    for page in batch.pages.all():
        asked = page.questions.count()
        if page.refusal:
            yield f"{page.name}: {REFUSALS[page.refusal]}"
        elif asked:
            places = ngettext("%(n)d place to look at", "%(n)d places to look at", asked) % {"n": asked}
            yield f"{page.name}: {page.title} ({places})"
        else:
            yield f"{page.name}: {page.title}"
    yield _("Look them over at %(address)s") % {"address": reverse("office-import-batch", args=[batch.pk])}
