"""The sign that a holder prints and hangs up: what stands on it, as PDF, PNG, or its QR alone as SVG."""

import io
from datetime import date
from pathlib import Path
from typing import Any, Final

import segno
from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai import alliance
from huaihai.brands.marks import payload
from huaihai.brands.models import Mark
from huaihai.desk.papers import setting
from huaihai.kit import spoken

TEMPLATES: Final = Path(__file__).resolve().parent / "typ"
SCAN = gettext_lazy("Scan the square: is it genuine, does it still count?")
COMPARE = gettext_lazy(
    "After scanning, compare the name over the door and the address. If they differ, it was copied."
)
FREE = gettext_lazy("This mark is free of charge, and is taken away when the conduct is no longer good.")


def paper(mark: Mark, *, url: str, form: str) -> bytes:
    """The sheet as "pdf" or "png"; `url` is the address that the QR holds. Raises BusyError, NotSetError."""
    return setting.document("sign", form, values(mark, url=url), folder=TEMPLATES)


def qr(url: str) -> bytes:
    """The QR alone, as SVG: for those who print it on a sign of their own."""
    return _drawn(url, border=4)


def values(mark: Mark, *, url: str) -> dict[str, Any]:
    """What the template reads: in Chinese, the sentences in English below."""
    content = payload.parse(mark.payload).content
    house = alliance.load()
    with translation.override(settings.LANGUAGE_CODE):
        return {
            **setting.script(settings.LANGUAGE_CODE),
            "mark": house.platform_name[:2],
            "platform": house.platform_name,
            "tagline": house.tagline,
            "demo": _("Demo: not a real sign") if settings.DEMO or mark.entry.is_demo else "",
            "hearts": _("Safe · at ease · cared for"),
            "name": content.name,
            "what": content.what,
            "where": content.address,
            "scan": _both(SCAN),
            "compare": _both(COMPARE),
            "free": _both(FREE),
            "days": _days(content.since, content.until),
            "number": _("Mark %(number)s") % {"number": content.number},
            "url": url,
            "qr": _drawn(url, border=0).decode(),
        }


def _both(words: Promise | str) -> list[str]:
    """The same sentence in Chinese and in English."""
    found = []
    for language in (settings.LANGUAGE_CODE, "en"):
        with translation.override(language):
            found.append(str(words))
    return found


def _days(since: date, until: date) -> list[str]:
    found = []
    for language in (settings.LANGUAGE_CODE, "en"):
        with translation.override(language):
            days = {"first": spoken.full_day(since), "last": spoken.full_day(until)}
            found.append(_("Valid from %(first)s to %(last)s") % days)
    return found


def _drawn(url: str, *, border: int) -> bytes:
    drawn = io.BytesIO()
    code = segno.make(url, error="m", micro=False, boost_error=False)
    code.save(drawn, kind="svg", border=border, scale=4, xmldecl=False, light="#fff")
    return drawn.getvalue()
