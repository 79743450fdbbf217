"""Heads of the log that somebody else kept: what the tree must be by them, whatever the database says by now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from huaihai.kit.refusals import Refusal, gettext_noop
from huaihai.kit.speaking import in_words
from huaihai.record.log import notes
from huaihai.record.verify.findings import Finding, Findings

LARGEST = 1_000_000  # bytes of a file that is looked at


@dataclass(frozen=True)
class Head:
    """So many leaves, the hash over them, and where that was read. `holds`: what it covers cannot be changed unseen."""

    size: int
    root: bytes
    source: str
    holds: bool = True


class CannotRead(Refusal):
    """Nothing in it is a checkpoint."""


@dataclass
class Outside:
    """The heads that were given, smallest first, and what is wrong with them by themselves."""

    heads: list[Head]
    wrong: list[Finding]


def read(paths: Iterable[Path], *, origin: str, keys: Sequence[notes.Key]) -> Outside:
    """The heads in these files, and in all files of these folders. Those of other logs are passed over, unless there
    are no others: a name is changed easily. Raises CannotRead, OSError.
    """
    found: list[tuple[notes.Note, notes.Checkpoint, str]] = []
    for path in paths:
        found += _of_path(path)
    wrong = list(_unsigned(found, keys)) if keys else []
    own = [one for one in found if one[1].origin == origin]
    if found and not own:
        own, named = found, found[0][1].origin
        words = _("is “%(origin)s”, the checkpoints are of “%(named)s”")
        wrong.append(Finding(_("the log's name"), words % {"origin": origin, "named": named}))
    heads = [Head(at.size, at.root, source) for _note, at, source in own]
    return Outside(sorted(heads, key=lambda one: one.size), wrong)


def _of_path(path: Path) -> list[tuple[notes.Note, notes.Checkpoint, str]]:
    files = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    read = [(one, _read(one)) for one in files]
    found = [(*held, str(one)) for one, held in read if held is not None]
    if not found:
        raise CannotRead(
            gettext_noop("%(file)s: no checkpoint is in it (three lines, an empty one, signatures)"),
            file=path,
        )
    return found


def _read(path: Path) -> tuple[notes.Note, notes.Checkpoint] | None:
    try:
        if path.stat().st_size > LARGEST:
            return None
        note = notes.read(path.read_text(encoding="utf-8"))
        return note, notes.Checkpoint.read(note.text)
    except (notes.BadNote, UnicodeDecodeError):
        return None


def _unsigned(
    found: Iterable[tuple[notes.Note, notes.Checkpoint, str]], keys: Sequence[notes.Key]
) -> Findings:
    """What nobody known signed counts all the same: whoever owns the host may have put other keys there."""
    for note, _checkpoint, source in found:
        try:
            note.among(keys)
        except notes.BadNote as error:
            yield Finding(source, _("%(why)s; it was compared all the same") % {"why": in_words(error)})
