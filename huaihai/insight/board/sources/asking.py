"""What is read elsewhere, of today only: the gap between cities, and what people say in the alliance's survey."""

import json
from decimal import Decimal
from typing import Any

from huaihai.insight.board.arithmetic import NOTHING, Measured
from huaihai.insight.board.months import Span
from huaihai.insight.comparing import reading as comparing
from huaihai.supervision.models import Project
from huaihai.supervision.surveying.standard import SATISFACTION

TENTHS = 10


def gap_between_cities(span: Span) -> Measured | None:
    """The gap after adjustment for the mix of cases, in tenths of a point, as comparing tells it today."""
    if not span.is_now:
        return None
    found = comparing.gap()
    if found is None:
        return NOTHING
    share, through = found
    return Measured(round(share * 100 * TENTHS), TENTHS, {"through": through.isoformat()})


def satisfaction(span: Span) -> Measured | None:
    """The index of the newest satisfaction survey that stands published, in tenths; `facts` has interval and count."""
    if not span.is_now:
        return None
    surveys = Project.objects.published().filter(
        kind=Project.Kind.SURVEY, withdrawn_at=None, registered__plan__measure=SATISFACTION
    )
    project = surveys.order_by("-published_at").first()
    release = project.shown_release if project is not None else None
    if project is None or release is None:
        return NOTHING
    whole = _whole(json.loads(release.file))
    if whole is None:
        return NOTHING
    index = whole["index"]
    facts = {"low": index["low"], "high": index["high"], "answers": index["n"], "project": project.number}
    return Measured(round(Decimal(str(index["value"])) * TENTHS), TENTHS, facts)


def _whole(file: dict[str, Any]) -> dict[str, Any] | None:
    """The score of all who answered; None where too few did."""
    whole: dict[str, Any] | None = next((one for one in file.get("scores", ()) if not one["by"]), None)
    return whole if whole and whole["shown"] and whole["index"] else None
