"""Filters and tags that every page may use: money, days, fields, doors to other pages.

Load with `{% load kit %}`. Days and moments are written the way the reader's language says them.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from huaihai.alliance import Alliance
from huaihai.kit import clock, country, local_words, network, request_numbers, spoken
from huaihai.kit.country import pgettext
from huaihai.kit.field_parts import ErrorLink, FieldPart, error_links, field_part
from huaihai.law.kinds import BY_CODE
from huaihai.law.sureness import Sureness
from huaihai.packs import languages

register = template.Library()

LANGUAGE_NAMES = tuple((one.code, one.html, one.short) for one in languages.offered())


@register.filter
def figures(fen: int | None) -> str:
    """A sum without its unit: 26800 → 268.00."""
    return "" if fen is None else spoken.figures(fen)


@register.filter
def money(fen: int | None) -> str:
    """A sum with its unit: 26800 → 268.00 元."""
    return "" if fen is None else spoken.money(fen)


@register.filter("country")
def in_country(text: object) -> str:
    """A text with the country's words in it: {% translate "Call {hotline}."|country %}."""
    found = str(text)  # lazy until now, and as safe as it was
    filled = country.filled(found)
    return SafeString(filled) if isinstance(found, SafeString) else filled


@register.filter
def or_hotline(number: str | None) -> str:
    """The number, or where there is none, that which answers in every city."""
    return number or country.word("hotline")


@register.filter
def is_hotline(number: str | None) -> bool:
    """Whether this is the line that answers in every city, with an area code or without."""
    return (number or "").endswith(country.word("hotline"))


@register.simple_tag(name="country")
def country_word(name: str) -> str:
    """One of the country's words: {% country "hotline" %}."""
    return country.word(name)


@register.filter
def day(when: date | datetime | None) -> str:
    """11 月 26 日; with the year if it is not this year's."""
    return "" if when is None else spoken.day(when, today=clock.today())


@register.filter
def full_day(when: date | None) -> str:
    """2020 年 11 月 24 日, always with its year."""
    return "" if when is None else spoken.full_day(when)


@register.filter
def grouped(number: int | None) -> str:
    """Thousands apart: 31,204."""
    return "" if number is None else f"{number:,}"


@register.filter
def moment(when: datetime | None, today: date | None = None) -> str:
    """11 月 26 日 09:12; "today 09:12" on the day itself."""
    return "" if when is None else spoken.moment(when, today=today or clock.today())


@register.filter
def full_moment(when: datetime) -> str:
    """2026 年 11 月 26 日 09:12; the day alone of what counts from its beginning, as a letter does."""
    here = when.astimezone(clock.ZONE)
    return spoken.full_day(here) if here.time() == time.min else f"{spoken.full_day(here)} {here:%H:%M}"


@register.filter
def day_of_week(when: date | None) -> str:
    """星期四."""
    return "" if when is None else spoken.day_of_week(when)


@register.filter
def file_size(size: int | None) -> str:
    """Bytes in words: 3 MB, 420 kB."""
    return "" if size is None else spoken.file_size(size)


@register.filter
def local(text: str | None) -> str:
    """Words from a data file in the reader's script."""
    return local_words.in_script(text or "")


@register.filter
def native(text: str | None) -> str:
    """The same, said to be Chinese where it stands in a page of another language: a voice reads it rightly."""
    return local_words.native(text or "")


@register.filter
def topics_named(codes: Sequence[str]) -> str:
    """Goods and services in the reader's language."""
    return ", ".join(local_words.said(BY_CODE[code]) for code in codes if code in BY_CODE)


@register.filter
def place(name: str | None) -> str:
    """The name of a place: in Latin letters for readers of English."""
    return local_words.place(name or "")


@register.filter
def count_word(number: int) -> str:
    """十 for 10."""
    return local_words.count_word(number)


@register.filter
def sureness(mark: str) -> str:
    """How well a fact is known, in words."""
    return local_words.said(Sureness(mark or Sureness.UNCONFIRMED))


@register.filter
def platform_name(alliance: Alliance) -> str:
    """The platform's name in the reader's language."""
    return local_words.either(zh=alliance.platform_name, en=alliance.platform_name_en)


@register.filter
def alliance_name(alliance: Alliance) -> str:
    """The alliance's own name; readers of English get the platform's where no English name is known."""
    english = str(alliance.raw.get("name_en") or alliance.platform_name_en)
    return local_words.either(zh=alliance.name, en=english)


@register.filter
def html_lang(code: str | None) -> str:
    """The language as HTML writes it: zh-hans → zh-Hans."""
    return {ours: theirs for ours, theirs, _name in LANGUAGE_NAMES}.get(code or "", LANGUAGE_NAMES[0][1])


@register.inclusion_tag("kit/parts/field.html")
def field(
    bound: BoundField,
    *,
    label: str | None = None,
    hint: str | None = None,
    heading: bool = False,
    optional: bool | None = None,
    unit: str = "",
    width: str = "",
    hints: Mapping[Any, Any] | None = None,
) -> dict[str, FieldPart]:
    """One form field with label, hint and error. `hints` gives options their second line, by value.

    `heading=True` makes the label the page's h1; `width` is w5, w10 or w20; `unit` stands behind the input.
    """
    part = field_part(
        bound,
        label=label,
        hint=hint,
        is_heading=heading,
        is_optional=optional,
        unit=unit,
        width=width,
        hints=hints,
    )
    return {"f": part}


@register.inclusion_tag("kit/parts/error_summary.html")
def error_summary(*forms: BaseForm | None) -> dict[str, list[ErrorLink]]:
    """All errors of the forms, each a link to its field. Nothing when there are none."""
    return {"errors": [link for form in forms if form is not None for link in error_links(form)]}


@register.simple_tag
def request_number() -> str:
    """By which the log is searched for what went wrong here."""
    return request_numbers.number()


@register.simple_tag(takes_context=True)
def site_address(context: Context) -> str:
    """Scheme and host of this site, for addresses that leave it."""
    return network.site_of(context["request"])


@register.simple_tag
def door(name: str, label: str, here: str | None = "", *also: str) -> SafeString:
    """A link of the main menu, marked when the reader is on that page or on one of `also`."""
    current = mark_safe(' aria-current="page"') if here and here in (name, *also) else ""
    return format_html('<a href="{}"{}>{}</a>', reverse(name), current, label)


@register.simple_tag
def door_item(name: str, label: str) -> SafeString:
    """A link of the footer's list."""
    return format_html('<li><a href="{}">{}</a></li>', reverse(name), label)


@register.simple_tag(takes_context=True)
def preference_link(context: Context) -> SafeString:
    """The large-text version, or the way back from it."""
    large = bool(context.get("large_text"))
    label = pgettext("text size", "Standard version") if large else pgettext("text size", "Large text")
    return format_html(
        '<a rel="nofollow" href="{}">{}</a>',
        _preference(context, text="standard" if large else "large"),
        label,
    )


@register.simple_tag(takes_context=True)
def language_links(context: Context, *, first: bool = False) -> SafeString:
    """The other languages, each under its own name. `first`: the one that a stranger to the page's looks for."""
    request: HttpRequest | None = context.get("request")
    first_of_all = LANGUAGE_NAMES[0][0]
    current = getattr(request, "LANGUAGE_CODE", first_of_all)
    others = [name for name in LANGUAGE_NAMES if name[0] != current]
    wanted = first_of_all if current == "en" else "en"
    return format_html_join(
        "\n",
        '<a rel="nofollow" lang="{}" hreflang="{}" href="{}">{}</a>',
        (
            (html, html, _preference(context, language=code), name)
            for code, html, name in others
            if not first or code == wanted
        ),
    )


def _preference(context: Context, **chosen: str) -> str:
    request: HttpRequest | None = context.get("request")
    here = request.get_full_path() if request is not None else "/"
    return f"{reverse('preferences')}?{urlencode({**chosen, 'next': here})}"
