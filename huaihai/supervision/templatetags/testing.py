"""Parts of comparative tests for pages of the whole room. Load with `{% load testing %}`."""

from typing import Any

from django import template

from huaihai.supervision.models import Project

SAMPLE = {"passing": "warn", "aside": "calm", "laboratory": "ok"}

register = template.Library()


@register.filter
def sample_tone(stage: str) -> str:
    """The colour of where a sample is."""
    return SAMPLE.get(stage, "")


@register.inclusion_tag("supervision/testing/planning/open.html")
def open_plan(project: Project) -> dict[str, Any]:
    """The registered plan as everybody may read it while products are being bought: without them."""
    from huaihai.supervision.testing.planning.facts import plan_for_all  # not at every start

    return plan_for_all(project)
