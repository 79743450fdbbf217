"""The rows of a table (`desk/parts/table.html`), written by hand: as a template, each cell takes ten times as long."""

from collections.abc import Sequence

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from huaihai.desk.lists import Chosen
from huaihai.desk.tables import Cell, Head, Line, Table
from huaihai.kit.templatetags.parts import escaped

register = template.Library()
PRESSED = "pressed"  # the one form of all buttons that act at once; each says where it leads


@register.simple_tag(takes_context=True)
def rows(context: Context, table: Table) -> SafeString:
    """The rows with their ticks (`ticks`: the form they are of); `plain`: nothing acts, `one_line`: one is chosen."""
    form, is_plain = context.get("ticks", ""), bool(context.get("plain"))
    around = [_around(head) for head in table.heads]
    said = _("Tick %(name)s") if form else ""
    lines, opens = [], '<tr class="sel">' if context.get("one_line") else "<tr>"
    for row in table.rows:
        tick = _tick(row, str(form), said, is_ticked=bool(context.get("all_ticked"))) if form else ""
        lines.append(f"{opens}{tick}{_cells(row, around, is_plain=is_plain)}</tr>\n")
        opens = "<tr>"
    return mark_safe("".join(lines))  # noqa: S308 -- every value in it was escaped


@register.simple_tag
def options(one: Chosen) -> SafeString:
    """The options of a menu."""
    return mark_safe(  # noqa: S308 -- every value in it was escaped
        "".join(
            f'<option value="{escaped(value)}"{" selected" if value == one.value else ""}>{escaped(label)}</option>'
            for value, label, _url in one.options
        )
    )


@register.simple_tag
def heads(table: Table) -> SafeString:
    """The heads of the columns, with what orders by them."""
    return mark_safe("".join(map(_head, table.heads)))  # noqa: S308 -- every value in it was escaped


def _head(head: Head) -> str:
    names = " ".join([*(["num"] if head.is_number else []), *([f"c{head.width}"] if head.width else [])])
    about = f' class="{names}"' if names else ""
    inner = escaped(head.label)
    if head.order:
        about += f' aria-sort="{head.order}"'
        inner += " ↑" if head.order == "ascending" else " ↓"
    if head.url:
        inner = f'<a href="{escaped(head.url)}">{inner}</a>'
    return f'<th scope="col"{about}>{inner}</th>'


def _around(head: Head) -> tuple[str, str]:
    """What opens and closes a cell below this head."""
    if head.names_row:
        return '<th scope="row">', "</th>"
    number = ' class="num"' if head.is_number else ""
    return f'<td{number} data-label="{escaped(head.label)}">', "</td>"


def _tick(row: Line, form: str, said: str, *, is_ticked: bool) -> str:
    if not row.tick:
        return '<td class="ticks"></td>'
    name = said % {"name": escaped(row.name)}
    ticked = " checked" if is_ticked else ""
    return (
        f'<td class="ticks"><label><input type="checkbox" name="row" value="{escaped(row.tick)}" form="{form}"{ticked}>'
        f'<span class="hide">{name}</span></label></td>'
    )


def _cells(row: Line, around: Sequence[tuple[str, str]], *, is_plain: bool) -> str:
    return "".join(
        [
            f"{opens}{_cell(cell, is_plain=is_plain)}{closes}"
            for (opens, closes), cell in zip(around, row.cells, strict=True)
        ]
    )


def _cell(cell: Cell, *, is_plain: bool) -> str:
    if cell.press and is_plain:
        inner = "–"
    else:
        inner = escaped(cell.words)
        if cell.press or cell.url:
            aloud = f'<span class="hide"> {escaped(cell.aloud)}</span>' if cell.aloud else ""
            inner = _button(cell, inner + aloud) if cell.press else _link(cell, inner + aloud)
    for tag in cell.tags:
        inner += f' <span class="tag{" " + tag.tone if tag.tone else ""}">{escaped(tag.text)}</span>'
    for line in cell.lines:
        inner += f"<small>{escaped(line)}</small>"
    return inner


def _link(cell: Cell, inner: str) -> str:
    return f'<a href="{escaped(cell.url)}">{inner}</a>'


def _button(cell: Cell, inner: str) -> str:
    seen = f' name="seen" value="{cell.seen}"' if cell.seen is not None else ""
    return f'<button class="btn small plain" form="{PRESSED}" formaction="{escaped(cell.url)}"{seen}>{inner}</button>'
