"""The little Markdown that our guides are written in, as HTML: headings, paragraphs, lists, tables, code, links."""

import re
from collections.abc import Callable, Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

HEADING = re.compile(r"(#{1,4}) ++(.*)")
ITEM = re.compile(r"( *+)([-*]|[0-9]++\.) ++(.*)")
RULE = re.compile(r"\|[ :|-]+\|?")
INLINE = re.compile(r"`([^`]+)`|\*\*(.+?)\*\*|\*(.+?)\*|\[([^\[\]]+)\]\(([^()]+)\)")
FENCE = "```"

type Address = Callable[[str], str]  # where a link of the text leads; empty: nowhere


def html(text: str, address: Address = lambda _target: "") -> SafeString:
    """The text as HTML; nothing that stands in it is taken for HTML. Headings carry ids: s1, s2 …"""
    return mark_safe("\n".join(_blocks(text.splitlines(), address)))  # noqa: S308  # every part is escaped below


def _blocks(lines: list[str], address: Address) -> Iterator[str]:
    at, headings = 0, 0
    while at < len(lines):
        line, end = lines[at], at + 1
        if line.startswith(FENCE):
            end = _until(lines, end, lambda one: one.startswith(FENCE))
            yield f"<pre>{escape(chr(10).join(lines[at + 1 : end]))}</pre>"
            end += 1
        elif heading := HEADING.fullmatch(line):
            headings += 1
            level = len(heading[1])
            yield f'<h{level} id="s{headings}">{_inline(heading[2], address)}</h{level}>'
        elif line.startswith("|"):
            end = _until(lines, end, lambda one: not one.startswith("|"))
            yield _table(lines[at:end], address)
        elif ITEM.fullmatch(line):
            end = _until(lines, end, lambda one: not ITEM.fullmatch(one) and not one.startswith("  "))
            yield _list(lines[at:end], address)
        elif line.strip():
            end = _until(lines, end, _begins_another)
            yield f"<p>{_inline(_joined(lines[at:end]), address)}</p>"
        at = end


def _begins_another(line: str) -> bool:
    return (
        not line.strip()
        or line.startswith(("|", FENCE))
        or bool(HEADING.fullmatch(line) or ITEM.fullmatch(line))
    )


def _until(lines: list[str], at: int, is_over: Callable[[str], bool]) -> int:
    return next((number for number in range(at, len(lines)) if is_over(lines[number])), len(lines))


def _list(lines: list[str], address: Address) -> str:
    """A list, and the lists inside its items, by their indent."""
    first = ITEM.fullmatch(lines[0])
    indent, number = (len(first[1]), first[2].rstrip(".-*")) if first else (0, "")
    items: list[list[str]] = []
    for line in lines:
        found = ITEM.fullmatch(line)
        if found and len(found[1]) <= indent:
            items.append([found[3]])
        else:
            items[-1].append(line)
    inner = "".join(f"<li>{_item(rows, address)}</li>" for rows in items)
    return f'<ol start="{number}">{inner}</ol>' if number else f"<ul>{inner}</ul>"


def _item(lines: list[str], address: Address) -> str:
    inner = _until(lines, 1, lambda line: bool(ITEM.fullmatch(line)))
    nested = _list(lines[inner:], address) if inner < len(lines) else ""
    return _inline(_joined(lines[:inner]), address) + nested


def _table(lines: list[str], address: Address) -> str:
    rows = [
        [_inline(cell.strip(), address) for cell in line.strip().strip("|").split("|")]
        for line in lines
        if not RULE.fullmatch(line.strip())
    ]
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{cell}</th>' for cell in rows[0])
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows[1:])
    return f'<div class="table"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _joined(lines: list[str]) -> str:
    """Lines of one paragraph; beside a Chinese character a new line is no space."""
    text = "\n".join(line.strip() for line in lines)
    return re.sub(r"(?<=[a-zA-Z0-9])\n(?=[a-zA-Z0-9])", " ", text).replace("\n", "")


def _inline(text: str, address: Address) -> str:
    found, end = "", 0
    for match in INLINE.finditer(text):
        found += escape(text[end : match.start()])
        code, strong, soft, words, target = match.groups()
        if code:
            found += f"<code>{escape(code)}</code>"
        elif words:
            where = address(target)
            inner = _inline(words, address)
            found += f'<a href="{escape(where)}">{inner}</a>' if where else inner
        else:
            inner = _inline(strong or soft, address)
            found += f"<strong>{inner}</strong>" if strong else inner
        end = match.end()
    return found + escape(text[end:])
