"""Why a command did not do something, in the reader's language."""

import errno
from typing import Final

from django.utils.translation import gettext as _


def gettext_noop(text: str) -> str:
    """To be translated later. Django's own asks for the settings, which are not there where keys are missing."""
    return text


LANGUAGES: Final = {"zh": "zh-hans", "en": "en"}  # what `--lang` of a command takes

OF_FILES: Final = {
    errno.EEXIST: gettext_noop("%(file)s is there already; delete it, or name another file"),
    errno.ENOENT: gettext_noop("there is no %(file)s; nothing was changed"),
    errno.EACCES: gettext_noop("the user of the service may not use %(file)s: chown -R huaihai: %(file)s"),
    errno.ENOSPC: gettext_noop("no room is left on the disk of %(file)s"),
}


class Refusal(ValueError):
    """Nothing was done, or not all. English as it is raised; `in_words` for whoever sits at the screen."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text % values if values else text)
        self.text, self.values = text, values

    def in_words(self) -> str:
        return _(self.text) % self.values if self.values else _(self.text)


def in_words(why: BaseException | str) -> str:
    """What hinders, and of a file also what to do about it."""
    if isinstance(why, Refusal):
        return why.in_words()
    if not isinstance(why, OSError) or not why.filename:
        return str(why)
    words = OF_FILES.get(why.errno or 0)
    return _(words) % {"file": why.filename} if words else f"{why.filename}: {why.strerror}"
