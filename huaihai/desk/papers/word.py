"""A report as a Word file: headings, real tables with head rows, charts as pictures that are told in words."""

import base64
import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import cache
from itertools import batched
from pathlib import Path
from typing import Any, Final

from django.core.cache import caches
from django.utils.translation import get_language

from huaihai.desk.papers import setting
from huaihai.desk.papers.document import Document
from huaihai.desk.papers.scripted import Origin, values

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ROWS_A_PICTURE: Final = 20
TEMPLATES: Final = Path(__file__).resolve().parent / "typ"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def word_file(document: Document, origin: Origin, *, made_at: datetime) -> bytes:
    """The report as .docx in the reader's language, made once.

    Raises setting.BusyError and NotSetError (its charts).
    """
    said = printable(values(document))
    asked = json.dumps([said, asdict(origin), made_at.isoformat(), get_language(), _version()])
    key = f"word-{hashlib.sha256(asked.encode()).hexdigest()}"
    kept = caches["papers"]
    if (held := kept.get(key)) is None:
        held = _made(said, origin, made_at)
        kept.set(key, held)
    return bytes(held)


def printable(value: Any) -> Any:
    """The same values without the characters that XML has no place for."""
    if isinstance(value, str):
        return _NOT_XML.sub("", value)
    if isinstance(value, dict):
        return {name: printable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [printable(inner) for inner in value]
    return value


def _made(said: Mapping[str, Any], origin: Origin, made_at: datetime) -> bytes:
    from huaihai.desk.papers import word_parts  # only here: the library takes 18 MB

    pictures = _pictures(said)
    file = word_parts.begin(said["title"], origin.signed, language=get_language() or "", at=made_at)
    file.add_heading(said["title"], 0)
    file.add_paragraph(origin.signed)
    if said["summary"]:
        file.add_paragraph(said["summary"])
    if said["caution"]:
        word_parts.caution(file, said["caution"])
    for section in said["sections"]:
        _section(file, section, pictures)
    for title, lines in origin.ends(said["sources"]):
        file.add_heading(title, 1)
        for line in lines:
            file.add_paragraph(line)
    word_parts.foot(file, origin.foot)
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


@cache
def _version() -> str:
    """Another way of writing makes other files."""
    own = Path(__file__)
    return hashlib.sha256(own.read_bytes() + own.with_name("word_parts.py").read_bytes()).hexdigest()


def _section(file: Any, section: Mapping[str, Any], pictures: list[bytes]) -> None:
    from huaihai.desk.papers import word_parts

    file.add_heading(section["title"], 1)
    for words in section["paragraphs"]:
        file.add_paragraph(words)
    for chart in section["charts"]:
        word_parts.caption(file, chart["caption"])
        for _part in _parts(chart):
            word_parts.picture(file, pictures.pop(0), title=chart["caption"], told=chart["words"])
        word_parts.table(file, chart["table"])
    for table in section["tables"]:
        word_parts.table(file, table)


def _pictures(said: Mapping[str, Any]) -> list[bytes]:
    charts = [part for section in said["sections"] for chart in section["charts"] for part in _parts(chart)]
    if not charts:
        return []
    asked = {name: said[name] for name in ("lang", "region", "script")} | {"charts": charts}
    return [
        base64.b64decode(page)
        for page in json.loads(setting.document("charts", "pngs", asked, folder=TEMPLATES))
    ]


def _parts(chart: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The chart in pieces of which each fits a page."""
    pieces = list(batched(chart["rows"], ROWS_A_PICTURE)) or [()]
    return [{**chart, "rows": list(piece)} for piece in pieces]
