"""Parts of a Word file that python-docx has no word for: fonts for Chinese, head rows, told pictures, page numbers."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

WIDE: Final = Cm(16)
LATIN: Final = "Arial"
# The fonts that Word and WPS have for each script: for running text, for headings.
FONTS: Final = {"zh-hant": ("PMingLiU", "Microsoft JhengHei"), "": ("SimSun", "SimHei")}
LANGUAGES: Final = {"zh-hant": "zh-TW", "": "zh-CN"}
INK: Final = RGBColor(0x17, 0x3F, 0x5F)


def begin(title: str, author: str, *, language: str, at: datetime) -> Any:
    """An empty A4 file with the house's styles."""
    file = docx.Document()
    page = file.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    text, heading = FONTS.get(language, FONTS[""])
    for style in file.styles:
        if style.type == 1:  # of paragraphs
            is_heading = style.name.startswith(("Heading", "Title"))
            _font(style, heading if is_heading else text, LANGUAGES.get(language, LANGUAGES[""]))
            if is_heading:
                style.font.color.rgb = INK
    file.styles["Normal"].font.size = Pt(10.5)
    facts = file.core_properties
    facts.title, facts.author, facts.comments, facts.language = title[:255], author[:255], "", language
    facts.created = facts.modified = at.astimezone(UTC).replace(tzinfo=None)
    return file


def caution(file: Any, words: str) -> None:
    """What must be read with the report, shaded."""
    paragraph = file.add_paragraph()
    _xml(paragraph).get_or_add_pPr().append(_element("w:shd", val="clear", color="auto", fill="FDF3E0"))
    paragraph.add_run(words).bold = True
    paragraph.paragraph_format.space_after = Pt(8)


def caption(file: Any, words: str) -> None:
    """The words above a picture or table, on the same page as it."""
    paragraph = file.add_paragraph(words, style="Caption")
    paragraph.paragraph_format.keep_with_next = True


def picture(file: Any, drawn: bytes, *, title: str, told: str) -> None:
    """A chart, and the words for whoever does not see it."""
    run = file.add_paragraph().add_run()
    run.add_picture(io.BytesIO(drawn), width=WIDE)
    for facts in _xml(run).iter(qn("wp:docPr")):
        facts.set("descr", told)
        facts.set("title", title)


def table(file: Any, said: Mapping[str, Any]) -> None:
    """A table whose head row is told as one and comes again on every page."""
    if said["caption"]:
        caption(file, said["caption"])
    columns = len(said["head"])
    made = file.add_table(rows=1, cols=columns, style="Table Grid")
    if said["caption"]:
        _xml(made).tblPr.append(_element("w:tblCaption", val=said["caption"][:255]))
    head = made.rows[0]
    _xml(head).get_or_add_trPr().append(_element("w:tblHeader", val="true"))
    numbers = frozenset(said["numbers"])
    for place, cell in enumerate(head.cells):
        _write(cell.paragraphs[0], said["head"][place], is_number=place in numbers, bold=True)
    for row in said["rows"]:
        _xml(made).append(_row(row[:columns] + [""] * (columns - len(row)), numbers))
    file.add_paragraph()


def foot(file: Any, words: str) -> None:
    """The same words below every page, and its number."""
    paragraph = file.sections[0].footer.paragraphs[0]
    paragraph.style.font.size = Pt(8)
    paragraph.add_run(f"{words}  ")
    run = paragraph.add_run()
    for part in (_element("w:fldChar", fldCharType="begin"), _text("w:instrText", "PAGE")):
        _xml(run).append(part)
    _xml(run).append(_element("w:fldChar", fldCharType="end"))


def named_field(paragraph: Any, name: str, *, label: str, text: str) -> None:
    """A value that Word shows as a field with its label, and that programs find by its name."""
    field, properties, content = _element("w:sdt"), _element("w:sdtPr"), _element("w:sdtContent")
    properties.extend((_element("w:alias", val=label or name), _element("w:tag", val=name)))
    properties.append(_element("w:text", multiLine="1"))
    run = paragraph.add_run(text)
    content.append(_xml(run))
    field.extend((properties, content))
    _xml(paragraph).append(field)


def rule_below(paragraph: Any) -> None:
    """A line under the paragraph, from margin to margin."""
    borders = _element("w:pBdr")
    borders.append(_element("w:bottom", val="single", sz="12", space="4", color="000000"))
    after = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")  # Word minds the order
    _xml(paragraph).get_or_add_pPr().insert_element_before(borders, *after)


def without_rule(style: Any) -> None:
    """The style without the line that Word's own has."""
    properties = style.element.get_or_add_pPr()
    for borders in properties.findall(qn("w:pBdr")):
        properties.remove(borders)


def dashed_frame(table: Any) -> None:
    """A thin dashed line around the table."""
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right"):
        borders.append(_element(f"w:{side}", val="dashed", sz="4", space="0", color="808080"))
    _xml(table).tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def least_height(row: Any, height: Any) -> None:
    """The row is at least as high as this."""
    row.height = height


def _row(words: list[str], numbers: frozenset[int]) -> Any:
    """Built by hand: python-docx counts all cells again for each row, which takes minutes for a large table."""
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(_element("w:cantSplit"))
    row.append(properties)
    for place, text in enumerate(words):
        cell, paragraph, run = OxmlElement("w:tc"), OxmlElement("w:p"), OxmlElement("w:r")
        if place in numbers:
            settings = OxmlElement("w:pPr")
            settings.append(_element("w:jc", val="right"))
            paragraph.append(settings)
        run.append(_text("w:t", text))
        paragraph.append(run)
        cell.append(paragraph)
        row.append(cell)
    return row


def _write(paragraph: Any, words: str, *, is_number: bool, bold: bool) -> None:
    paragraph.add_run(words).bold = bold
    if is_number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _font(style: Any, chinese: str, language: str) -> None:
    style.font.name = LATIN
    properties = style.element.get_or_add_rPr()
    fonts = properties.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for script, font in (("w:eastAsia", chinese), ("w:hAnsi", LATIN), ("w:cs", LATIN)):
        fonts.set(qn(script), font)
    properties.append(_element("w:lang", val="en-GB", eastAsia=language))


def _xml(thing: Any) -> Any:
    """The element behind a part of the file."""
    return thing._element  # noqa: SLF001 # python-docx gives no other way to it


def _element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _text(name: str, words: str) -> Any:
    made = OxmlElement(name)
    made.text = words
    made.set(qn("xml:space"), "preserve")
    return made
