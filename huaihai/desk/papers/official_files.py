"""An official paper as PDF and as an editable Word file. It is always Chinese; only what is public is kept."""

import io
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt, RGBColor

from huaihai.desk.papers import setting, word_parts
from huaihai.desk.papers.official import Block, OfficialPaper, Piece
from huaihai.desk.papers.word import printable

TEMPLATES: Final = Path(__file__).resolve().parent / "typ"
LANGUAGE: Final = "zh-hans"
BY_HAND: Final = "＿＿＿＿＿＿"
INDENT: Final = Pt(24)
BLACK: Final = RGBColor(0, 0, 0)


def pdf(paper: OfficialPaper, *, is_public: bool = False) -> bytes:
    """The paper on A4 with its fonts in it. Raises setting.BusyError and NotSetError."""
    drawn = {"qr": paper.drawn_square, "square_words": paper.square_words}
    facts = asdict(paper) | setting.script(LANGUAGE) | drawn
    return setting.document("official", "pdf", facts, folder=TEMPLATES, is_kept=is_public)


def word_file(paper: OfficialPaper, *, made_at: datetime) -> bytes:
    """The paper as .docx: styles for title, headings and text, and every value as a named field."""
    facts: dict[str, Any] = printable(asdict(paper))
    file = word_parts.begin(facts["title"], facts["letterhead"], language=LANGUAGE, at=made_at)
    _styles(file)
    _head(file, facts)
    for block in paper.blocks:
        _block(file, block)
    for words in facts["signatures"]:
        file.add_paragraph(
            f"{words}：{BY_HAND}{BY_HAND}{paper.signing_day}"
        ).paragraph_format.space_before = Pt(14)
    if facts["sender"]:
        _sender(file, facts)
    for words in facts["notes"]:
        file.add_paragraph().add_run(words).font.size = Pt(9)
    word_parts.foot(file, facts["number"])
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def _styles(file: Any) -> None:
    file.styles["Normal"].font.size = Pt(12)
    file.styles["Normal"].paragraph_format.line_spacing = 1.5
    for name, size in (("Title", 20), ("Heading 1", 12)):
        style = file.styles[name]
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), True, BLACK
    word_parts.without_rule(file.styles["Title"])


def _head(file: Any, facts: dict[str, Any]) -> None:
    if facts["letterhead"]:
        head = file.add_paragraph()
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = head.add_run(facts["letterhead"])
        run.bold, run.font.size = True, Pt(16)
        word_parts.rule_below(head)
    file.add_heading(facts["title"], 0).alignment = WD_ALIGN_PARAGRAPH.CENTER
    file.add_paragraph(facts["number"]).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if facts["code"]:
        file.add_paragraph(f"{OfficialPaper.code_words} {facts['code']}").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if facts["to"]:
        file.add_paragraph(f"{facts['to']}：")


def _block(file: Any, block: Block) -> None:
    if block.heading:
        file.add_heading(printable(block.heading), 1)
    for pieces, is_set_in in block.laid_out:
        paragraph = file.add_paragraph()
        layout = paragraph.paragraph_format
        layout.left_indent, layout.first_line_indent = (INDENT, None) if is_set_in else (None, INDENT)
        for piece in pieces:
            _piece(paragraph, piece)
    if block.rows:
        _rows(file, block.rows)
    if block.table:
        table = _table(file, len(block.table), len(block.table[0]))
        for place, words in enumerate(block.table):
            for cell, text in zip(table.rows[place].cells, words, strict=True):
                cell.paragraphs[0].add_run(printable(text)).bold = place == 0
    if block.lines:
        word_parts.least_height(_table(file, 1, 1).rows[0], Cm(0.8 * block.lines))


def _rows(file: Any, rows: tuple[Piece, ...]) -> None:
    table = _table(file, len(rows), 2)
    for row, piece in zip(table.rows, rows, strict=True):
        row.cells[0].width, row.cells[1].width = Cm(4), Cm(12)
        row.cells[0].text = printable(piece.label)
        _piece(row.cells[1].paragraphs[0], piece)


def _table(file: Any, rows: int, columns: int) -> Any:
    return file.add_table(rows=rows, cols=columns, style="Table Grid")


def _piece(paragraph: Any, piece: Piece) -> None:
    text = printable(piece.text)
    if piece.name:
        word_parts.named_field(paragraph, piece.name, label=piece.label, text=text or BY_HAND)
    else:
        paragraph.add_run(text)


def _sender(file: Any, facts: dict[str, Any]) -> None:
    """Who sends it and when, where the seal goes: a frame at the right with nothing in it but these words."""
    file.add_paragraph()
    frame = file.add_table(rows=1, cols=1)
    frame.alignment = WD_TABLE_ALIGNMENT.RIGHT
    cell = frame.rows[0].cells[0]
    cell.width = Cm(6.6)
    lines = [facts["sender"], facts["day"]]
    if facts["has_seal"]:
        word_parts.dashed_frame(frame)
        word_parts.least_height(frame.rows[0], Cm(4.4))
        lines.append(OfficialPaper.seal_words)
    cell.paragraphs[0].add_run(lines[0])
    for words in lines[1:]:
        cell.add_paragraph(words)
    for paragraph in cell.paragraphs:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
