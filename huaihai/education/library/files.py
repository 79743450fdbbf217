"""Reading what an operator hands over: text files (UTF-8 or GB18030) and Word files, one source a file."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from huaihai.kit.text.files import UnreadableFileError, decode
from huaihai.law.library import held
from huaihai.law.library.splitting import SplitText, split

ENDINGS: Final = (".txt", ".md", ".docx")
BIGGEST_FILE: Final = 8_000_000  # bytes; the longest code of law has a tenth of it
BIGGEST_UNPACKED: Final = 80_000_000


@dataclass(frozen=True)
class Read:
    """One file: what was recognised in it, or in words why it cannot be loaded (`trouble`)."""

    name: str
    sha256: str = ""
    text: SplitText | None = None
    trouble: str = ""

    @property
    def unheld(self) -> tuple[str, ...]:
        """Numbers that the library sums up and this text does not have."""
        if self.text is None or self.text.statute is None:
            return ()
        keys = {article.key for article in self.text.articles}
        wanted = {
            str(number)
            for one in held()[self.text.statute].articles
            if one.number is not None and not one.branch
            for number in range(one.number, (one.last or one.number) + 1)
        }
        return tuple(sorted(wanted - keys, key=int))


def read_all(paths: Iterable[Path], *, dated_on: date | None = None) -> Iterator[Read]:
    """The files, and those in the folders, in order of their names. `dated_on` is used where a text names no day."""
    for path in paths:
        if path.is_dir():
            inside = (one for one in path.iterdir() if one.suffix.lower() in ENDINGS and one.is_file())
            for one in sorted(inside):
                yield read(one, dated_on=dated_on)
        else:
            yield read(path, dated_on=dated_on)


def read(path: Path, *, dated_on: date | None = None) -> Read:
    """One file. Never raises for what is in it: the trouble is told in words."""
    try:
        raw = path.read_bytes()
        found = split(words_of(raw, path.name), name=path.stem)
    except OSError as error:
        return Read(path.name, trouble=_("cannot be read: %(why)s") % {"why": error.strerror})
    except UnreadableFileError as error:
        return Read(path.name, trouble=str(error))
    if found.dated_on is None and dated_on is not None:
        found = SplitText(found.statute, found.title, dated_on, found.articles, found.gaps, found.left_over)
    return Read(path.name, hashlib.sha256(raw).hexdigest(), found, _trouble(found))


def words_of(raw: bytes, name: str) -> str:
    """The text of a file. Raises UnreadableFileError."""
    if len(raw) > BIGGEST_FILE:
        raise UnreadableFileError(_("%(file)s is too big for a law.") % {"file": name})
    return _of_word(raw, name) if raw[:4] == b"PK\x03\x04" else decode(raw, name)


def _of_word(raw: bytes, name: str) -> str:
    import docx  # only here: it costs a tenth of a second
    from docx.opc.exceptions import PackageNotFoundError

    try:
        with zipfile.ZipFile(BytesIO(raw)) as package:
            if sum(part.file_size for part in package.infolist()) > BIGGEST_UNPACKED:
                raise UnreadableFileError(_("%(file)s is too big for a law.") % {"file": name})
        return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(raw)).paragraphs)
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, AttributeError, SyntaxError) as error:
        # lxml's errors of syntax are Python's
        raise UnreadableFileError(_("%(file)s is no Word file (.docx).") % {"file": name}) from error


def _trouble(found: SplitText) -> str:
    if found.statute is None:
        return _("no source of the law library was recognised in its name or first lines")
    if not found.articles:
        return _("no articles were recognised: each has to begin a line with its number")
    if found.dated_on is None:
        return _("no day of its wording was recognised; give it with --dated YYYY-MM-DD")
    return ""
