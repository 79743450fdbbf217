"""The sheet as a `Document`, from which the Word and Excel files are made."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.desk.papers.document import Document, Section, Table
from huaihai.insight.yearly import facts, public
from huaihai.insight.yearly.facts import Line, Part
from huaihai.insight.yearly.years import Year
from huaihai.kit import local_words, spoken
from huaihai.law.yearly_sheet import Action


def document(action: Action, year: Year) -> Document:
    """The sheet of a year in the reader's language, as the public reads it."""
    return Document(
        title=_("%(action)s: sheet of %(year)s") % {"action": local_words.said(action), "year": year.number},
        summary=_summary(year),
        sections=tuple(_section(part) for part in facts.parts(action, year)),
        sources=(local_words.in_script(action.article),),
    )


def _summary(year: Year) -> str:
    sentences = [_("As of %(day)s.") % {"day": spoken.full_day(year.last)}] if year.is_running else []
    if public.is_counting(year):
        sentences.append(
            _(
                "The months of this year are still being counted: numbers made of complaints are not complete yet."
            )
        )
    return spoken.run_on(sentences)


def _section(part: Part) -> Section:
    head = (
        pgettext("column", "What"),
        pgettext("column", "Number"),
        pgettext("column", "Unit"),
        pgettext("column", "Where it comes from"),
    )
    rows = tuple(_row(line) for line in part.lines)
    return Section(part.title, tables=(Table(part.title, head, rows, frozenset({1})),))


def _row(line: Line) -> tuple[str, ...]:
    return (line.title, line.number or line.why, line.unit if line.number else "", line.note)
