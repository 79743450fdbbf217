"""What a repair did, as it is stored with a version, and as a reader is told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huaihai.education.markup import Correction
from huaihai.kit.text.pieces import Piece, pieces
from huaihai.kit.text.repair import Repair

if TYPE_CHECKING:
    from huaihai.education.models import PublicationVersion


@dataclass(frozen=True)
class Line:
    """One line of an original beside the same line repaired."""

    number: int
    before: tuple[Piece, ...]
    after: str


def stored(done: Repair) -> dict[str, Any]:
    """A repair as JSON: places count characters of the original from 0."""
    return {
        "text": done.text,
        "removed": [[one.start, one.end, one.why] for one in done.removed],
        "steps": [[step.kind, step.count] for step in done.steps],
        "doubts": [
            {
                "kind": doubt.kind,
                "start": doubt.start,
                "end": doubt.end,
                "found": doubt.found,
                "suggestion": doubt.suggestion,
                "was": done.original[doubt.start : doubt.end],
            }
            for doubt in done.doubts
        ],
    }


def corrections(version: "PublicationVersion") -> list[Correction]:
    """The editor's words for misprints of the source, each once."""
    found = (doubt for doubt in version.repair.get("doubts", []) if doubt["kind"] == "correction")
    return list(dict.fromkeys(Correction(one["found"], one["suggestion"], one["was"]) for one in found))


def lines(version: "PublicationVersion") -> list[Line]:
    """The original beside the repaired text, line by line, empty lines left out."""
    removed = [(start, end) for start, end, _why in version.repair["removed"]]
    cut = pieces(version.original_text, removed, version.repair["text"])
    rows = [row for row in _rows(cut) if any(piece.before.strip() for piece in row)]
    return [
        Line(number, tuple(row), "".join(piece.after for piece in row)) for number, row in enumerate(rows, 1)
    ]


def _rows(cut: Iterator[Piece]) -> Iterator[list[Piece]]:
    row: list[Piece] = []
    for piece in cut:
        before, after = piece.before.split("\n"), piece.after.split("\n")
        for at, part in enumerate(before):
            if at:
                yield row
                row = []
            if part:
                row.append(Piece(piece.kind, part, after[at] if at < len(after) else ""))
    yield row


def in_words(repair: Mapping[str, Any]) -> list[str]:
    """What was done, as sentences in the reader's language."""
    return [_step(kind, count) for kind, count in repair.get("steps", [])]


def doubts_in_words(repair: Mapping[str, Any]) -> list[str]:
    """What was left as it is and why, as sentences in the reader's language."""
    return [_doubt(doubt) for doubt in repair.get("doubts", [])]


def _step(kind: str, count: int) -> str:
    if kind == "simplified":
        return ngettext(
            "%(count)d traditional character was turned into a simplified one.",
            "%(count)d traditional characters were turned into simplified ones.",
            count,
        ) % {"count": count}
    if kind == "removed_doubled":
        return ngettext(
            "Doubled punctuation was merged at %(count)d place.",
            "Doubled punctuation was merged at %(count)d places.",
            count,
        ) % {"count": count}
    return ngettext(
        "Pinyin in brackets was taken out at %(count)d place.",
        "Pinyin in brackets was taken out at %(count)d places.",
        count,
    ) % {"count": count}


def _doubt(doubt: dict[str, Any]) -> str:
    sentences = {
        "kept_annotation": _("“%(was)s” looks like pinyin, but this is not certain: it was kept."),
        "byte_damage": _("“%(was)s” is damaged. It was kept; perhaps it should be “%(suggestion)s”."),
        "correction": _("“%(was)s” is a misprint of the source. The editor reads “%(suggestion)s”."),
        "mixed_script": _("Traditional characters stand in a simplified text (%(found)s): they were kept."),
    }
    if doubt["kind"] == "byte_damage" and not doubt["suggestion"]:
        return _("“%(was)s” is damaged. It was kept.") % doubt
    return sentences[doubt["kind"]] % doubt
