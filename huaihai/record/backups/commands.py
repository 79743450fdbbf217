"""`huaihai backup` makes a backup, or tries the newest one with `--drill`; `huaihai restore` puts one back."""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from huaihai.record.backups.drill import Outcome
    from huaihai.record.backups.restoring import Restored

GOOD, FAULTS, CANNOT = 0, 1, 2
PLACE: Final = "HUAIHAI_BACKUPS"
MB: Final = 1024 * 1024


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = groups.add_parser(
        "backup", help="copy database and files to another disk; --drill tries a backup"
    )
    _add_place(backup)
    backup.add_argument(
        "--keep", type=int, default=14, metavar="N", help="how many backups stay (default: 14)"
    )
    backup.add_argument(
        "--keys-for", default="", metavar="age1…", help="add the keys, sealed for this key of age"
    )
    backup.add_argument(
        "--no-database", action="store_true", help="files alone: pgBackRest copies the database"
    )
    backup.add_argument(
        "--no-files", action="store_true", help="the database alone: files lie in an object store"
    )
    backup.add_argument(
        "--drill", action="store_true", help="put a backup back elsewhere, and look at all of it"
    )
    backup.set_defaults(run=_backup, needs_django=True)
    restore = groups.add_parser("restore", help="put a backup into an empty installation")
    _add_place(restore)
    restore.set_defaults(run=_restore, needs_django=True, public=True)  # there are no keys yet


def _add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "place", nargs="?", type=Path, metavar="FOLDER", help=f"where backups lie (default: {PLACE})"
    )
    parser.add_argument("--of", default="", metavar="NAME", help="which backup (default: the newest)")
    parser.add_argument(
        "--identity", type=Path, metavar="FILE", help="the age key that opens the backup's keys"
    )


def _backup(args: argparse.Namespace) -> int:
    return _in_words(args, _drill if args.drill else _make)


def _restore(args: argparse.Namespace) -> int:
    return _in_words(args, _put_back)


def _in_words(args: argparse.Namespace, work: Callable[[argparse.Namespace], int]) -> int:
    """What could not be done in a line, whichever part it comes from."""
    from django.utils.translation import gettext as _

    from huaihai.kit import speaking
    from huaihai.kit.refusals import Refusal

    os.umask(0o077)  # what this process writes is for its user alone
    if not (place := args.place or os.environ.get(PLACE)):
        speaking.refuse(_("Say where backups lie, or set %s.") % PLACE)
        return CANNOT
    args.place = Path(place).resolve()
    try:
        return work(args)
    except (Refusal, OSError) as error:
        speaking.refuse(error)
        return CANNOT


def _make(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils.translation import gettext as _

    from huaihai.kit import clock
    from huaihai.record.backups import making, manifest, noting

    began = time.monotonic()
    made = making.make(
        args.place,
        name=time.strftime("%Y-%m-%dT%H%M%SZ", time.gmtime()),
        var=settings.VAR,
        files=None if args.no_files or _bucket() else Path(settings.FILES),
        database=None if args.no_database else settings.DATABASES["default"],
        keys_for=args.keys_for,
    )
    held, seconds = made.manifest, time.monotonic() - began
    facts = {"apart": made.is_apart, "files": held.files, "bytes": held.database_bytes + held.files_bytes}
    if made.folder in manifest.whole_in(args.place):  # files alone, between two nights, are no news
        noting.note(noting.MADE, at=clock.now(), facts=facts | {"seconds": round(seconds)})
    gone = making.let_go(args.place, keep=args.keep)
    print(_("Backed up to %(folder)s in %(seconds).0f s.") % {"folder": made.folder, "seconds": seconds})
    if held.kind:
        words = _("Database (%(server)s): %(mb).1f MB, %(rows)d rows in %(tables)d tables.")
        print(words % _of_database(held))
    if _bucket():
        print(_("Files lie in an object store, which keeps versions of its own: they are not in it."))
    elif not args.no_files:
        words = _("Files: %(files)d, %(mb).1f MB; of these %(new)d new, %(new_mb).1f MB.")
        sizes = {"files": held.files, "mb": held.files_bytes / MB}
        print(words % (sizes | {"new": made.new_files, "new_mb": made.new_bytes / MB}))
    if gone:
        print(_("Older backups removed: %d.") % gone)
    if not made.is_apart:
        print(_("It lies on the same disk as the service: when that disk breaks, both are gone."))
    if not args.keys_for:
        print(_("The keys are not in it: keep them apart (huaihai keys share, or huaihai keys export)."))
    return GOOD


def _bucket() -> object:
    """The object store that holds the files, if one does."""
    from django.conf import settings

    return getattr(settings, "BUCKET", None)


def _of_database(held: Any) -> dict[str, Any]:
    return {
        "server": held.server,
        "mb": held.database_bytes / MB,
        "rows": held.rows,
        "tables": len(held.counts),
    }


def _drill(args: argparse.Namespace) -> int:
    from django.conf import settings

    from huaihai.kit import clock
    from huaihai.record.backups import drill, manifest, noting

    folder = manifest.chosen(args.place, args.of)
    outcome = drill.drill(
        folder, var=settings.VAR, database=settings.DATABASES["default"], identity=args.identity
    )
    facts = {"good": not outcome.wrong, "backup": folder.name, "seconds": round(outcome.seconds)}
    noting.note(noting.TRIED, at=clock.now(), facts=facts)
    for line in _of_drill(folder, outcome):
        print(line)
    for line in outcome.wrong:
        print(f"✗ {line}", file=sys.stderr)
    return FAULTS if outcome.wrong else GOOD


def _of_drill(folder: Path, outcome: "Outcome") -> list[str]:
    from django.utils.translation import gettext as _

    held = outcome.manifest
    lines = [_("%(name)s was put back elsewhere and looked at in %(seconds).0f s.")]
    lines += [_("Database (%(server)s): %(mb).1f MB, %(rows)d rows in %(tables)d tables.")] * bool(held.kind)
    lines += [_("Files: %(files)d, each with the hash of its manifest.")]
    values = {"name": folder.name, "seconds": outcome.seconds, "files": outcome.files}
    said = [line % (values | _of_database(held)) for line in lines] + outcome.answers
    if outcome.wrong:
        return [
            *said,
            _("Not everything came back. What is wrong stands below; make a new backup and try that."),
        ]
    return [*said, _("Everything came back, and the keys open it.")]


def _put_back(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils.translation import gettext as _

    from huaihai.record.backups import manifest, restoring

    began = time.monotonic()
    folder, last = manifest.chosen(args.place, args.of), manifest.all_in(args.place)[-1]
    done = restoring.restore(
        folder,
        var=settings.VAR,
        files=Path(settings.FILES),
        database=settings.DATABASES["default"],
        identity=args.identity,
        later=None if args.of or last == folder else last,
    )
    seconds = time.monotonic() - began
    print(_("%(name)s is put back in %(seconds).0f s.") % {"name": folder.name, "seconds": seconds})
    if done.manifest.kind:
        words = _("Database (%(server)s): %(mb).1f MB, %(rows)d rows in %(tables)d tables.")
        print(words % _of_database(done.manifest))
    print(_("Files: %d.") % done.files)
    for name in done.damaged:
        print(f"✗ {_('missing or damaged in the backup: %s') % name}", file=sys.stderr)
    print(_next(done))
    return FAULTS if done.damaged else GOOD


def _next(done: "Restored") -> str:
    from django.utils.translation import gettext as _

    if done.has_keys:
        return _("Next: huaihai verify, then start the service.")
    if done.has_shares:
        return _(
            "Next: the keys. Two heads come with their shares: huaihai keys recover. Then start the service."
        )
    return _("Next: the keys. Put keys.json there, or huaihai keys import FILE. Then start the service.")
