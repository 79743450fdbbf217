"""The colours of severities and stages."""

from collections.abc import Mapping
from typing import Final

SEVERITY: Final[Mapping[str, str]] = {"minor": "calm", "serious": "warn", "grave": "late"}
FINDING: Final[Mapping[str, str]] = {
    "open": "warn",
    "following": "",
    "claimed": "warn",
    "due": "warn",
    "partly": "",
    "uncured": "late",
    "cured": "ok",
    "exposed": "late",
    "handed": "late",
    "withdrawn": "calm",
}
MEASURE: Final[Mapping[str, str]] = {
    "issued": "warn",
    "served": "ok",
    "withdrawn": "calm",
    "invited": "warn",
    "held": "ok",
    "missed": "late",
    "called_off": "calm",
    "made": "",
    "kept": "ok",
    "broken": "late",
    "handed": "warn",
    "answered": "ok",
}
