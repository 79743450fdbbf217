"""A text on paper: a poster, a long picture for telephones."""

import io
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import segno
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.desk.papers import setting
from huaihai.education.papers.paper import Paper

TEMPLATES: Final = Path(__file__).resolve().parent / "typ"


def poster(paper: Paper, sheet: str) -> bytes:
    """A PDF of one sheet, "a4" or "a3". Raises setting.BusyError and NotSetError."""
    return setting.document("poster", "pdf", {**values(paper), "sheet": sheet}, folder=TEMPLATES)


def picture(paper: Paper) -> bytes:
    """A PNG, 1080 pixels wide and as long as it takes. Raises setting.BusyError and NotSetError."""
    return setting.document("picture", "png", values(paper), folder=TEMPLATES)


def values(paper: Paper) -> dict[str, Any]:
    """What the templates read."""
    language = paper.language.lower() if paper.language.lower() in setting.SCRIPTS else "zh-hans"
    with translation.override(language):
        words = {
            "products": pgettext("paper", "These products"),
            "more": _("There is more than fits here. Scan the code to read all of it."),
            "scan": _("Scan to read all of it, and the newest corrections"),
            "press": _("Press long on the code to read all of it"),
            "call": _("Not sure? Call %(phone)s") % {"phone": paper.phone} if paper.phone else "",
        }
    return {
        **asdict(paper),
        **setting.script(language),
        "words": words,
        "mark": paper.platform[:2],
        "qr": _qr(paper.url),
    }


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()
