"""Parts of hot pages, written by hand: as templates, each row takes several times as long.

`{% load parts %}` and the tag; what each shows is said by the template of the same name in `kit/parts/`.
"""

from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from huaihai.kit import clock as clocks
from huaihai.kit import spoken
from huaihai.kit.paging import Page

register = template.Library()


def escaped(value: Any) -> str:
    """For most values, which are plain words, the short way; also what is translated when it is read."""
    return escape(value) if type(value) is str else conditional_escape(value)


@register.simple_tag
def summary(rows: Iterable[Any]) -> SafeString:
    """The rows of a summary list."""
    nothing, change, lines = escaped(_("Nothing said")), _("Change"), []
    for row in rows or ():
        label, url = escaped(_of(row, "label")), _of(row, "change_url")
        text = ' class="pre"' if _of(row, "is_text") else ""
        value = _of(row, "value")
        link = (
            f'<dd><a href="{escaped(url)}">{change}<span class="hide"> {label}</span></a></dd>' if url else ""
        )
        shown = escaped(localize(value)) if value else nothing
        lines.append(f"<div><dt>{label}</dt><dd{text}>{shown}</dd>{link}</div>")
    return mark_safe("".join(lines))  # noqa: S308 -- every value in it was escaped


@register.simple_tag(takes_context=True)
def page_numbers(context: Context, page: Page[Any]) -> SafeString:
    """The pages to go to at once."""
    asked = context["request"].GET.lists()
    kept = [one for one in asked if one[0] not in ("page", "before", "after")]
    links = []
    for number in page.numbers:
        if number is None:
            links.append("<span>…</span>")
        elif number == page.number:
            links.append(f'<b aria-current="page">{number}</b>')
        else:
            url = escaped(f"?{urlencode([*kept, ('page', number)], doseq=True)}")
            aloud = escaped(_("Page %(number)s") % {"number": number})
            links.append(f'<a href="{url}" aria-label="{aloud}">{number}</a>')
    return mark_safe("".join(links))  # noqa: S308 -- likewise


@register.simple_tag
def happened(entries: Iterable[Any]) -> SafeString:
    """The lines of a timeline."""
    today = clocks.today()
    return mark_safe("".join(_entry(one, today) for one in entries or ()))  # noqa: S308 -- likewise


def _entry(one: Any, today: Any) -> str:
    at, when, text = _of(one, "at"), _of(one, "when"), _of(one, "text")
    state = ' class="now"' if _of(one, "is_now") else ' class="next"' if _of(one, "is_next") else ""
    shown = moment(at, today) if at else f"<time>{escaped(when)}</time>" if when else ""
    words = f'<p class="pre">{escaped(text)}</p>' if text else ""
    return f"<li{state}>{shown}<b>{escaped(_of(one, 'title'))}</b>{words}</li>"


def moment(at: Any, today: Any, after: str = "") -> str:
    """When it was, for readers and for machines."""
    return f'<time datetime="{localtime(at).isoformat()}">{escaped(spoken.moment(at, today=today))}{after}</time>'


@register.simple_tag
def big_clock(clock: Any) -> SafeString:
    """A clock, in words."""
    state, left, by_words = _of(clock, "state"), _of(clock, "left"), _of(clock, "by_words")
    tone = " late" if state == "late" else " soon" if state == "running" and left == 0 else ""
    due_on, until = _of(clock, "due_on"), ""
    if by_words:
        until = f"<p><strong>{escaped(by_words)}</strong></p>"
    elif due_on and state != "stopped":
        shown = {"day": escaped(spoken.day(due_on, today=clocks.today()))}
        until = f"<p>{_('By <strong>%(day)s</strong>, before midnight that day.') % shown}</p>"
    moves = _("The holidays of that year are not yet published, so this date may still move.")
    provisional = f"<p>{moves}</p>" if _of(clock, "is_provisional") else ""
    return mark_safe(  # noqa: S308 -- likewise
        f'<div class="clock{tone}">\n{_counted(state, left, _of(clock, "unit"))}\n<div>{until}\n'
        f"<p>{escaped(_of(clock, 'text') or '')}</p>{provisional}\n{_reason(clock)}</div>\n</div>\n"
    )


def _counted(state: str, left: Any, unit: str) -> str:
    """The day in one word, or how many are left."""
    words = {"stopped": _("Clock stopped"), "done": _("Done")}.get(state, "")
    if state == "late":
        late = (
            _("%(left)s<small> working days late</small>")
            if unit == "working"
            else _("%(left)s<small> days late</small>")
        )
        return f'<p class="big">{late % {"left": left}}</p>'
    if words or left == 0:
        return f'<p class="big word">{words or _("Today")}</p>'
    days = _("working days") if unit == "working" else _("days")
    return f'<p class="big">{escaped(left)}<small> {days}</small></p>'


def _reason(clock: Any) -> str:
    """How the day was found, or where that stands."""
    url, why, asked = _of(clock, "why_url"), _of(clock, "why"), _("How this date was worked out")
    if url:
        return f'<p><a href="{escaped(url)}">{asked}</a></p>'
    inside = f'<div class="inside pre">{escaped(why)}</div>'
    return f"<details><summary>{asked}</summary>{inside}</details>" if why else ""


def _of(row: Any, name: str) -> Any:
    return row.get(name) if isinstance(row, dict) else getattr(row, name, None)
