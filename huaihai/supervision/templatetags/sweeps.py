"""How a sweep's stages, marks and shares are shown. Load with `{% load sweeps %}`."""

from collections.abc import Mapping
from typing import Final

from django import template

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


register = template.Library()


@register.filter
def severity_tone(severity: str) -> str:
    """The colour of a severity's tag."""
    return SEVERITY.get(severity, "calm")


@register.filter
def finding_tone(stage: str) -> str:
    """The colour of a finding's stage."""
    return FINDING.get(stage, "calm")


@register.filter
def measure_tone(stage: str) -> str:
    """The colour of a measure's stage."""
    return MEASURE.get(stage, "calm")


@register.filter
def per_cent(share: float | str | None) -> str:
    """A share from 0 to 1 in whole per cent: 0.304 → 30%."""
    return "–" if share is None or share == "" else f"{float(share) * 100:.0f}%"
