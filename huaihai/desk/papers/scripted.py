"""A report in the script of the reader, as plain values: what the files of a report are made from."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from huaihai.desk.drawing.rows import drawing
from huaihai.desk.papers import setting
from huaihai.desk.papers.document import Chart, Document
from huaihai.kit import local_words


@dataclass(frozen=True)
class Origin:
    """Where a report comes from: who publishes it, its project's address and number, the SHA-256 of the file."""

    signed: str
    number: str
    address: str
    sha256: str

    @property
    def foot(self) -> str:
        """What stands below every page."""
        return f"{self.number} · {self.address}"

    def ends(self, sources: Sequence[str]) -> list[tuple[str, list[str]]]:
        """The last sections: sources, and how one checks it."""
        checked = [
            _("Every number of this report is worked out from one public file: %(address)s")
            % {"address": self.address},
            _("SHA-256 of the file: %(hash)s") % {"hash": self.sha256},
        ]
        found = [(pgettext("report", "Sources"), list(sources))] if sources else []
        return [*found, (_("How one checks it"), checked)]


def values(document: Document) -> dict[str, Any]:
    """The document with its charts drawn, every word in the reader's script; and that script for the typesetter.

    The table of a chart has no caption of its own where it is called as the chart.
    """
    drawn = asdict(document)
    for section, held in zip(document.sections, drawn["sections"], strict=True):
        held["charts"] = [_drawn(chart) for chart in section.charts]
    scripted: dict[str, Any] = _scripted(drawn)
    return {**scripted, **setting.script(get_language() or "")}


def _drawn(chart: Chart) -> dict[str, Any]:
    held = asdict(drawing(chart))
    if held["table"]["caption"] == chart.caption:
        held["table"]["caption"] = ""
    return held


def _scripted(value: Any) -> Any:
    if isinstance(value, str):
        return local_words.in_script(value)
    if isinstance(value, dict):
        return {name: _scripted(inner) for name, inner in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [_scripted(inner) for inner in value]
    return value
