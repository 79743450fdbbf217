"""The tables of forwarded cases, written by hand: as a template, a hundred numbers and their marks take ten times as
long."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.desk.measured import html
from huaihai.kit.templatetags.parts import escaped

if TYPE_CHECKING:  # imported at every start, as all parts of templates are
    from huaihai.cases.desk.forwarded import Line
    from huaihai.cases.desk.forwarded_rows import Mark, Row

register = template.Library()


@register.simple_tag
def numbers(lines: Sequence["Line"]) -> SafeString:
    """A row for each city; every number leads to its cases."""
    return mark_safe("".join(map(_city, lines)))  # noqa: S308 -- every value in it was escaped


@register.simple_tag
def files(rows: Sequence["Row"]) -> SafeString:
    """A row for each forwarded case."""
    heads = (
        pgettext("state", "Forwarded"),
        pgettext("state", "Taken"),
        pgettext("state", "Answer"),
    )
    opens = [f'<td data-label="{escaped(head)}">' for head in (*heads, _("Stage now"))]
    return mark_safe("".join(_file(row, opens) for row in rows))  # noqa: S308 -- every value in it was escaped


def _city(line: "Line") -> str:
    cells = "".join(
        f'<td class="num" data-label="{escaped(one.label)}"><a href="{escaped(one.url)}#rows"'
        f"{' aria-current="true"' if one.is_chosen else ''}>{html(one.value)}</a></td>"
        for one in line.numbers
    )
    return f'<tr><th scope="row">{escaped(line.name)}</th>{cells}</tr>'


def _file(row: "Row", opens: Sequence[str]) -> str:
    from huaihai.cases.desk import lists

    number, case_id = escaped(row.held.case.number), row.held.case_id
    name = (
        f'<a class="num" href="{lists.address(case_id)}">{number}</a>'
        if row.is_open
        else f'<b class="num">{number}</b>'
    )
    cells = (*map(_mark, (row.sent, row.taken, row.answered)), escaped(row.stage))
    return (
        f'<tr>\n<td class="nobr">{name}</td>\n<td class="nobr">{escaped(row.sender)} → {escaped(row.receiver)}</td>\n'
        + "\n".join(f"{begin}{cell}</td>" for begin, cell in zip(opens, cells, strict=True))
        + "\n</tr>"
    )


def _mark(mark: "Mark") -> str:
    tone = f" {mark.tone}" if mark.tone else ""
    return f'<span class="tag{tone}">{escaped(mark.word)}</span><small>{escaped(mark.note)}</small>'
