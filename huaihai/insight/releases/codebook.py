"""The codebook: what each name and code of the files means, in the alliance's language and in English."""

from hashlib import sha256
from typing import Any

from django.utils import translation

from huaihai.insight.disclosure.rules import NARROWEST, THRESHOLD
from huaihai.insight.releases import codes, content
from huaihai.insight.releases.tables import SCHEMA
from huaihai.kit.canonical import canonical

LANGUAGES = ("zh-hans", "en")


def content_in(language: str) -> dict[str, dict[str, str]]:
    """Names of axes, measures and codes in one language."""
    with translation.override(language):
        return {
            group: {code: str(name) for code, name in found.items()}
            for group, found in codes.groups().items()
        }


def told() -> dict[str, Any]:
    """The whole codebook, as plain data."""
    names = {language: content_in(language) for language in LANGUAGES}
    return {
        "schema": SCHEMA,
        "columns": list(content.COLUMNS),
        "threshold": THRESHOLD,
        "threshold_with_parts": NARROWEST,
        "narrowest": NARROWEST,
        "money": "fen",
        "tables": content.tables(),
        "places": content.places(),
        "names": names,
    }


def tag(told: Any) -> str:
    """A short hash of a document."""
    return sha256(canonical(told)).hexdigest()[:32]
