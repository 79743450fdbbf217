"""Parts of comparative tests for pages of the whole room. Load with `{% load testing %}`."""

from typing import Any

from django import template

from huaihai.supervision.models import Project
from huaihai.supervision.testing.planning.facts import plan_for_all

register = template.Library()


@register.inclusion_tag("supervision/testing/planning/open.html")
def open_plan(project: Project) -> dict[str, Any]:
    """The registered plan as everybody may read it while products are being bought: without them."""
    return plan_for_all(project)
