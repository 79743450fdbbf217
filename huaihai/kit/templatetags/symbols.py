"""The symbols: flat scenes of objects and places, beside words that say the same. Load with `{% load symbols %}`."""

from functools import cache
from pathlib import Path

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
FOLDER = Path(__file__).resolve().parents[1] / "static" / "kit" / "symbols"


@register.simple_tag
def symbol(name: str) -> SafeString:
    """The symbol with this name; nothing where there is none."""
    if name not in _names():
        return SafeString("")
    return format_html(
        '<img src="{}" alt="" width=56 height=56 loading=lazy>', static(f"kit/symbols/{name}.svg")
    )


@cache
def _names() -> frozenset[str]:
    return frozenset(path.stem for path in FOLDER.glob("*.svg"))
