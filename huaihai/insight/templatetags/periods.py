"""Periods in words. Load with `{% load periods %}`."""

from django import template

from huaihai.insight.statistics import keys

register = template.Library()


@register.filter
def period(key: str) -> str:
    """A period in words: 2026-Q3 is 2026 年第 3 季度."""
    return keys.period(key)
