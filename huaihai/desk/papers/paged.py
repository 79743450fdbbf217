"""A report as a PDF."""

from pathlib import Path
from typing import Final

from huaihai.desk.papers import setting
from huaihai.desk.papers.document import Document
from huaihai.desk.papers.scripted import Origin, values

TEMPLATES: Final = Path(__file__).resolve().parent / "typ"


def pdf(document: Document, origin: Origin) -> bytes:
    """The report on A4 in the reader's language. Raises setting.BusyError and NotSetError."""
    said = values(document)
    facts = {"signed": origin.signed, "foot": origin.foot, "ends": origin.ends(said["sources"])}
    return setting.document("report", "pdf", {**said, **facts}, folder=TEMPLATES)
