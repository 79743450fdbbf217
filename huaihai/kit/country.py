"""Texts that name something of the country, "Call {hotline}.": its pack says what stands there.

`from huaihai.kit.country import gettext as _` in place of Django's; in templates the filter `country`.
"""

from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import get_language

from huaihai.kit import local_words
from huaihai.packs import words


def filled(text: str) -> str:
    """The text with the country's words in it."""
    return words.filled(text, local_words.said if get_language() else _english)


def word(name: str) -> str:
    """One of the country's words by its name, as `packs.words` lists them."""
    return filled(f"{{{name}}}")


def number(name: str) -> str:
    """A telephone number among them, which is one in all languages."""
    return words.of_country().named[name].zh


def gettext(message: str) -> str:
    return filled(translation.gettext(message))


def pgettext(context: str, message: str) -> str:
    return filled(translation.pgettext(context, message))


def ngettext(singular: str, plural: str, number: int) -> str:
    return filled(translation.ngettext(singular, plural, number))


def _english(one: words.Word) -> str:
    """Where no language is set, texts stand as they are in the code."""
    return one.en


gettext_lazy = lazy(gettext, str)
pgettext_lazy = lazy(pgettext, str)
