"""The closed vocabularies, in the reader's language."""

from datetime import date
from typing import Any

from huaihai import alliance
from huaihai.cases import lifecycle
from huaihai.kit import local_words
from huaihai.law import kinds, remedies, replies


def vocabularies(today: date) -> dict[str, Any]:
    """All codes that the protocol knows on this day."""
    known = [lifecycle.STAGES[name] for name in lifecycle.KNOWN_TO_BUSINESS]
    return {
        "remedies": [_word(one) for one in remedies.ALL],
        "reasons": [_word(one) for one in replies.reasons(today)],
        "needs": [_word(one) for one in replies.needs(today)],
        "stages": [{"code": stage.name, "name": str(stage.business)} for stage in known],
        "categories": [_named(one) for one in kinds.CATEGORIES],
        "natures": [_named(one) for one in kinds.NATURES],
        "cities": [
            {"code": city.code, "name": local_words.place(city.name)} for city in alliance.load().cities
        ],
    }


def _word(one: Any) -> dict[str, Any]:
    return {**_named(one), "needs_words": getattr(one, "needs_words", False)}


def _named(one: Any) -> dict[str, str]:
    return {"code": one.code, "name": local_words.said(one)}
