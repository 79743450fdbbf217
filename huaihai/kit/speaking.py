"""What a command prints, in the reader's language."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.kit import local_words
from huaihai.kit.refusals import LANGUAGES, Refusal, gettext_noop
from huaihai.law.errors import LawError

ROOMS: Final = Path(__file__).resolve().parents[1]
NO_DATABASE: Final = gettext_noop("cannot use the database: %(why)s")
OF_FILES: Final = {
    errno.EEXIST: gettext_noop("%(file)s is there already; delete it, or name another file"),
    errno.ENOENT: gettext_noop("there is no %(file)s; nothing was changed"),
    errno.EACCES: gettext_noop("the user of the service may not use %(file)s: chown -R huaihai: %(file)s"),
    errno.ENOSPC: gettext_noop("no room is left on the disk of %(file)s"),
}
NO_ROOM: Final = gettext_noop("no room is left on the disk; make some, then again")


@contextmanager
def language(asked: str) -> Iterator[None]:
    """The one that `--lang` names, also where there are no keys yet and so no settings."""
    if not settings.configured:
        settings.configure(LOCALE_PATHS=sorted(ROOMS.glob("*/locale")))
        apps.populate(())
    with translation.override(LANGUAGES[asked]):
        yield


def in_words(why: object) -> str:
    """What hinders, and of a file also what to do about it."""
    if isinstance(why, Refusal):
        values = {
            name: in_words(value) if isinstance(value, Refusal) else value
            for name, value in why.values.items()
        }
        return _(why.text) % values if values else _(why.text)
    if isinstance(why, LawError):
        return local_words.said(why)
    if isinstance(why, OSError) and why.errno == errno.ENOSPC and not why.filename:
        return _(NO_ROOM)
    if not isinstance(why, OSError) or not why.filename:
        return str(why)
    words = OF_FILES.get(why.errno or 0)
    return _(words) % {"file": why.filename} if words else f"{why.filename}: {why.strerror}"


def refuse(why: object) -> None:
    """In a line, apart from what the command answers."""
    sys.stderr.write(f"huaihai: {in_words(why)}\n")
