"""The text that the cities sign: short, with the main table as lines, and the file's fingerprint in it."""

import json
from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.desk.papers.document import Document, Table
from huaihai.desk.papers.number_words import table_of
from huaihai.education.content import Content
from huaihai.education.letters.addresses import whole
from huaihai.law import kinds as law_kinds
from huaihai.supervision.kinds import subject_of
from huaihai.supervision.models import Project, Release

LANGUAGE = "zh-hans"  # a text is written once; other scripts are made from it
LONGEST_TITLE, LONGEST_SUMMARY = 120, 300
ROWS, COLUMNS = 30, 6  # of the main table; all of it stands on the project's page
TOPICS = frozenset(one.code for one in (*law_kinds.GOODS, *law_kinds.SERVICES))


def content_of(project: Project, made: Release) -> Content:
    """What the notice says about this file. It may be edited afterwards like any other text."""
    file = json.loads(made.file)
    address = whole(project.get_absolute_url())
    with translation.override(LANGUAGE):
        document = subject_of(project.kind).report(file)
        topic = str(project.registered.plan.get("category", "")) if project.registered else ""
        return Content(
            title=_line(document.title)[:LONGEST_TITLE],
            summary=_line(document.summary)[:LONGEST_SUMMARY],
            body="\n\n".join(_blocks(document, address)),
            evidence="\n".join(
                [
                    _("All results, the plan and the file to compute them again: %(address)s")
                    % {"address": address},
                    _("SHA-256 of the file: %(hash)s") % {"hash": made.sha256},
                ]
            ),
            cities=tuple(part.body.key for part in project.cities.select_related("body")),
            topics=(topic,) if topic in TOPICS else (),
            basis=(
                _("Consumer Rights Law, article 37: consumer associations inform consumers and advise them"),
                _(
                    "Consumer Rights Law, article 38: they recommend no goods or services for money or other gain"
                ),
            ),
        )


def _blocks(document: Document, address: str) -> Iterator[str]:
    if document.caution:
        yield f"> {_line(document.caution)}"
    for section in document.sections:
        said = [_line(words) for words in section.paragraphs]
        if said:
            yield f"## {_line(section.title)}"
            yield from said
    if table := main_table(document):
        yield f"## {_line(table.caption)}"
        yield "\n".join(f"- {line}" for line in _rows(table))
        if len(table.rows) > ROWS:
            yield _("The whole table has %(n)d rows: %(address)s") % {
                "n": len(table.rows),
                "address": address,
            }


def main_table(document: Document) -> Table | None:
    """The first table of the report; without any, that of its first chart."""
    for section in document.sections:
        for table in section.tables:
            return table
    for section in document.sections:
        for chart in section.charts:
            return table_of(chart)
    return None


def _rows(table: Table) -> Iterator[str]:
    """Each row as a line; a place or number that begins it stands before the name."""
    colon, comma = pgettext("in a sentence", ": "), pgettext("in a sentence", ", ")
    named = 2 if 0 in table.numbers and len(table.head) > 1 else 1
    for row in table.rows[:ROWS]:
        name = _line(" ".join(row[:named]))
        rest = comma.join(
            f"{_line(head)} {_line(words)}"
            for head, words in zip(table.head[named:COLUMNS], row[named:COLUMNS], strict=False)
            if words
        )
        yield f"{name}{colon}{rest}" if rest else name


def _line(words: str) -> str:
    """Words on one line that no mark of the markup begins."""
    return " ".join(words.split()).replace("**", "").lstrip("#>-! ")
