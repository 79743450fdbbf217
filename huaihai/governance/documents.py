"""What exactly is voted on and approved: one canonical form, and its SHA-256."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from huaihai.kit.signing import canonical

if TYPE_CHECKING:
    from huaihai.governance.models import Motion


def of_motion(motion: "Motion") -> dict[str, Any]:
    """The motion as its voters see it."""
    return {
        "number": motion.number,
        "title": motion.title,
        "text": motion.text,
        "grounds": motion.grounds,
        "proposed_by": motion.proposed_by.key,
        "weight": motion.weight,
        "effects": motion.effects,
        "in_force_from": _iso(motion.in_force_from),
        "amends": motion.amends.number if motion.amends else "",
    }


def of_minutes(text: str) -> dict[str, Any]:
    """Minutes as they are approved."""
    return {"text": text}


def fingerprint(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(document)).hexdigest()


def _iso(day: date | datetime | None) -> str:
    return day.isoformat() if day else ""
