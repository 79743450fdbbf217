"""Official texts from an operator's files: read, then stored; nothing is changed, another file is another row."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.education.models import LawText, LawTextArticle
from huaihai.kit import clock
from huaihai.kit.text.files import UnreadableFileError, decode
from huaihai.law.library import held
from huaihai.law.library.splitting import SplitText, split
from huaihai.members.actors import Actor
from huaihai.record import events

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


AT_ONCE: Final = 500


class Outcome(StrEnum):
    """What happened to one file."""

    UNREADABLE = "unreadable"
    AS_HELD = "as-held"
    NEW = "new"
    ANOTHER_WORDING = "another-wording"
    CORRECTED = "corrected"
    DIFFERS = "differs"  # the same wording, other words: stored only if asked for


STORED: Final = (Outcome.NEW, Outcome.ANOTHER_WORDING, Outcome.CORRECTED)
NOT_LOADED: Final = (Outcome.UNREADABLE, Outcome.DIFFERS)


@dataclass(frozen=True)
class Loaded:
    """One file and what happened, or would happen, to it."""

    read: Read
    outcome: Outcome


def preview(files: Iterable[Read], *, corrects: bool = False) -> list[Loaded]:
    """What loading these files would do. Stores nothing."""
    return [Loaded(one, _outcome(one, corrects=corrects)) for one in files]


def load(files: Iterable[Read], *, corrects: bool = False, by: Actor, at: datetime) -> list[Loaded]:
    """Store what can be stored, each file in a transaction of its own; loading again changes nothing.

    A file with other words for a wording that is held is stored only with `corrects`, and the earlier one stays.
    """
    done = []
    for one in files:
        with transaction.atomic():
            outcome = _outcome(one, corrects=corrects)
            if outcome in STORED:
                _store(one, by=by, at=at)
        done.append(Loaded(one, outcome))
    return done


def _outcome(one: Read, *, corrects: bool) -> Outcome:
    if one.trouble or one.text is None or one.text.statute is None:
        return Outcome.UNREADABLE
    held = list(LawText.objects.of(one.text.statute))
    same_file = next((row for row in held if row.sha256 == one.sha256), None)
    if same_file is not None and _says_the_same(one.text, same_file):
        return Outcome.AS_HELD
    if one.text.dated_on in {row.dated_on for row in held}:
        return Outcome.CORRECTED if corrects else Outcome.DIFFERS
    return Outcome.ANOTHER_WORDING if held else Outcome.NEW


def _says_the_same(found: SplitText, held: LawText) -> bool:
    """Whether the file is taken apart as it was; a later version of the program may know better."""
    rows = held.articles.order_by("position").values_list("key", "words")
    return found.dated_on == held.dated_on and list(rows) == [(one.key, one.words) for one in found.articles]


def _store(one: Read, *, by: Actor, at: datetime) -> LawText:
    found = one.text
    if found is None or found.statute is None or found.dated_on is None:
        raise ValueError(f"{one.name} was not recognised")
    number = LawText.objects.filter(statute=found.statute, dated_on=found.dated_on).count() + 1
    stored = LawText.objects.create(
        statute=found.statute,
        title=found.title[:200],
        dated_on=found.dated_on,
        number=number,
        source_name=one.name[:200],
        sha256=one.sha256,
        loaded_at=at,
        loaded_by=by.key,
    )
    LawTextArticle.objects.bulk_create(
        (
            LawTextArticle(
                law_text=stored,
                position=place,
                key=article.key,
                chapter=article.chapter[:120],
                words=article.words,
            )
            for place, article in enumerate(found.articles, start=1)
        ),
        batch_size=AT_ONCE,
    )
    facts = {
        "statute": found.statute,
        "dated_on": found.dated_on.isoformat(),
        "number": number,
        "sha256": one.sha256,
        "articles": len(found.articles),
    }
    events.write(subject=stored.record_key, verb="law_text_loaded", by=by.key, at=at, facts=facts)
    return stored


def official_text(statute: str) -> dict[str, str] | None:
    """The articles of the text that is shown today, by their keys; None where none was loaded."""
    text = LawText.objects.shown(statute, on=clock.today())
    return dict(text.articles.values_list("key", "words")) if text else None
