"""The nine as one sheet of paper."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.desk.drawing.spark import spark
from huaihai.desk.papers import setting
from huaihai.education.addresses import whole
from huaihai.insight.board.tiles import Tile
from huaihai.kit import local_words, spoken

TEMPLATES: Final = Path(__file__).resolve().parent / "typ"


def pdf(board: Mapping[str, Any]) -> bytes:
    """The board on A4 in the reader's language. Raises setting.BusyError and NotSetError."""
    return setting.document("board", "pdf", paper(board), folder=TEMPLATES)


def paper(board: Mapping[str, Any]) -> dict[str, Any]:
    """What the template sets."""
    signed = local_words.in_script(alliance.load().name)
    when = _("All cities, %(since)s to %(until)s") % {"since": board["since"], "until": board["until"]}
    counted = _("counted on %(day)s") % {"day": spoken.full_day(board["as_of"])} if board["as_of"] else ""
    return {
        "title": _("Board of the nine"),
        "signed": signed,
        "when": " · ".join(filter(None, (signed, when, counted))),
        "tiles": [_tile(one) for one in board["tiles"]],
        "foot": whole(reverse("board")) if settings.SITE_URL else "",
        **setting.script(get_language() or ""),
    }


def _tile(one: Tile) -> dict[str, Any]:
    drawn = spark(one.card.by_month, one.aim) if one.card and one.figure else None
    return {
        "word": one.part.part.title,
        "meaning": one.part.part.meaning,
        "title": one.title,
        "figure": str(one.figure),
        "lines": [str(words) for words in _lines(one) if words],
        "runs": drawn.runs if drawn else [],
        "aim": drawn.aim if drawn else "",
        "missing": one.missing,
        "proof": _proof(one),
    }


def _lines(one: Tile) -> list[str]:
    if not one.figure:
        return [_("no number yet, from %(month)s on") % {"month": one.due}]
    target = one.card.target if one.card else None
    aim = _("Target: %(words)s, %(state)s") % {"words": target.words, "state": target.state} if target else ""
    return [one.count, one.newest, aim, *one.also]


def _proof(one: Tile) -> str:
    count = len(one.part.evidence)
    words = ngettext("%(n)s piece of evidence", "%(n)s pieces of evidence", count) % {"n": count}
    return " · ".join(filter(None, (one.part.owner, words if count else _("evidence still missing"))))
