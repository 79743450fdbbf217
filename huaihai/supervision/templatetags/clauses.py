"""Words of the register in the reader's language. Load with `{% load clauses %}`."""

from django import template

from huaihai.kit import local_words
from huaihai.kit.local_words import InTwoLanguages

register = template.Library()


@register.filter
def said(thing: InTwoLanguages) -> str:
    """What it says, in the reader's language and script."""
    return local_words.said(thing)
