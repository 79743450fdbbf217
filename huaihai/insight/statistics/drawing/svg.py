"""The marks of one strip as SVG. Written here and not in a template, for a page may hold a hundred of them.

Places are numbers of our own; names are the only words of others, and are escaped.
"""

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from huaihai.desk.papers.drawing import Mark
from huaihai.insight.statistics.charts import Kind


def strip(kind: Kind, marks: Sequence[Mark]) -> SafeString:
    """All marks of a strip that is 22 high."""
    draw = {Kind.DOTS: _dot, Kind.STACKED: _part}.get(kind, _bar)
    drawn = (
        f"<g><title>{escape(mark.words)}</title>{draw(mark, is_first=not at)}</g>"
        for at, mark in enumerate(marks)
    )
    return mark_safe("".join(drawn))  # noqa: S308 -- numbers, and escaped words


def _dot(mark: Mark, *, is_first: bool) -> str:
    del is_first
    ends = ""
    if mark.low:
        ends = _line("span", mark.low, mark.high) + "".join(
            f'<line class="span" x1="{end}%" x2="{end}%" y1="6" y2="16"/>' for end in (mark.low, mark.high)
        )
    return f'{ends}<circle class="dot{mark.tone}" cx="{mark.right}%" cy="11" r="6"/>'


def _bar(mark: Mark, *, is_first: bool) -> str:
    del is_first
    span = _line("halo", mark.low, mark.high) + _line("span", mark.low, mark.high) if mark.low else ""
    return _line(f"tone{mark.tone} bar", mark.left, mark.right) + span


def _part(mark: Mark, *, is_first: bool) -> str:
    cut = "" if is_first else f'<line class="cut" x1="{mark.left}%" x2="{mark.left}%" y1="2" y2="20"/>'
    whole = _line(f"tone{mark.tone} bar", mark.left, mark.right)
    return whole + _line(f"mark{mark.tone}", mark.left, mark.right) + cut


def _line(name: str, start: str, end: str) -> str:
    return f'<line class="{name}" x1="{start}%" x2="{end}%" y1="11" y2="11"/>'
