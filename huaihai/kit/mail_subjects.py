"""The subject of a mail: what it is about and what it says first, then who writes; never empty."""

import re

from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.kit.templatetags.kit import platform_name

LONGEST = 120  # characters that the outbox keeps of it
_FIRST = re.compile(r".+?(?=[。！？]|[.!?](?:\s|$)|$)", re.DOTALL)


def of_message(about: str, words: str) -> str:
    """For a short message, what it is about and its first sentence: 案件 3203-…：商家提出了方案 · 淮海消费维权."""
    found = _FIRST.match(words)
    said = _("%(about)s: %(what)s") % {"about": about, "what": found.group() if found else words}
    return of_title(said[: LONGEST - len(of_title(""))])


def of_title(title: str) -> str:
    """For a letter that has a title of its own."""
    name = platform_name(alliance.load())
    return title if name in title else f"{title} · {name}"
