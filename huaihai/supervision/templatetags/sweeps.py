"""How a sweep's stages, marks and shares are shown. Load with `{% load sweeps %}`."""

from django import template

from huaihai.supervision.sweeping import tones

register = template.Library()


@register.filter
def severity_tone(severity: str) -> str:
    """The colour of a severity's tag."""
    return tones.SEVERITY.get(severity, "calm")


@register.filter
def finding_tone(stage: str) -> str:
    """The colour of a finding's stage."""
    return tones.FINDING.get(stage, "calm")


@register.filter
def measure_tone(stage: str) -> str:
    """The colour of a measure's stage."""
    return tones.MEASURE.get(stage, "calm")


@register.filter
def per_cent(share: float | str | None) -> str:
    """A share from 0 to 1 in whole per cent: 0.304 → 30%."""
    return "–" if share is None or share == "" else f"{float(share) * 100:.0f}%"
