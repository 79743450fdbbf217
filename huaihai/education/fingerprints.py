"""The fingerprint of a text: SHA-256 over all that it says, as canonical JSON. Reviews and signatures name it."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from huaihai.education.content import Content
from huaihai.education.models import Edition

NOT_SAID = {"content_hash", "original", "original_encoding", "repair"}  # how it came, not what it says


def of_content(content: Content) -> str:
    """The fingerprint of what a version says, products and cities included."""
    said = {name: value for name, value in asdict(content).items() if name not in NOT_SAID}
    return _hash(said)


def of_edition(edition: Edition) -> str:
    """The fingerprint of what goes out: the text with its note of change, or the reason of a withdrawal."""
    return _hash(
        {
            "publication": str(edition.publication_id),
            "purpose": edition.purpose,
            "text": edition.version.document_hash if edition.version else "",
            "change": edition.change_note,
            "reason": edition.reason,
        }
    )


def _hash(said: dict[str, Any]) -> str:
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
