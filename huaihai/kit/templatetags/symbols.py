"""Drawn symbols. `{% symbol "food" %}` is the picture of `static/kit/symbols/food.svg`, nothing where none is drawn.

Words stand beside every symbol, so it is empty to who hears the page.
"""

import re
from functools import cache

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
_NAME = re.compile(r"[a-z0-9-]+")


@register.simple_tag
def symbol(name: str, size: int = 48) -> SafeString:
    """The drawing, `size` pixels wide and high."""
    path = f"kit/symbols/{name}.svg"
    if not _NAME.fullmatch(name) or not _is_drawn(path):
        return SafeString("")
    return format_html(
        '<img src="{}" alt="" width="{}" height="{}" loading="lazy">', static(path), size, size
    )


@cache
def _is_drawn(path: str) -> bool:
    return finders.find(path) is not None
