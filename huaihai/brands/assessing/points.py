"""What the assessors found, as evidence: asked by whoever gathers the evidence of an entry."""

from typing import Any

from huaihai.brands.assessing.sheet import AXES
from huaihai.brands.models import AssessmentRound, Entry


def points_of(entry: Entry) -> dict[str, Any]:
    """ "distinctive" and "quality" of the newest round whose points are all in; nothing before.

    Until then nobody sees points of one assessor, here neither.
    """
    rows = AssessmentRound.objects.filter(entry=entry, completed_at__isnull=False)
    newest = rows.order_by("-completed_at", "-pk").first()
    if newest is None:
        return {}
    return {axis: {"points": newest.result["axes"][axis]} for axis in AXES}
