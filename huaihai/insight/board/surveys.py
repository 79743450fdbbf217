"""What the newest published surveys say: how satisfied people are, and whether visitors choose this region first."""

import json
from decimal import Decimal
from typing import Any

from huaihai.insight.board.arithmetic import NOTHING, Measured
from huaihai.insight.months import Span
from huaihai.supervision.models import Project
from huaihai.supervision.surveying.plan import SATISFACTION, VISITORS

TENTHS = 10
HUNDRED = 100


def satisfaction(span: Span) -> Measured | None:
    """The index of the newest satisfaction survey that stands published, in tenths; `facts` has interval and count."""
    return _told(span, SATISFACTION, _index)


def confidence(span: Span) -> Measured | None:
    """The share of visitors who choose this region first, by the newest poll, in tenths of a percent; likewise."""
    return _told(span, VISITORS, _first_choice)


def _told(span: Span, measure: str, find: Any) -> Measured | None:
    if not span.is_now:
        return None
    surveys = Project.objects.published().filter(
        kind=Project.Kind.SURVEY, withdrawn_at=None, registered__plan__measure=measure
    )
    project = surveys.order_by("-published_at").first()
    release = project.shown_release if project is not None else None
    if project is None or release is None:
        return NOTHING
    found = find(json.loads(release.file))
    if found is None:
        return NOTHING
    value, facts = found
    return Measured(round(value * TENTHS), TENTHS, {**facts, "project": project.number})


type Found = tuple[Decimal, dict[str, Any]] | None


def _index(file: dict[str, Any]) -> Found:
    """The score of all who answered; None where too few did."""
    whole: dict[str, Any] | None = next((one for one in file.get("scores", ()) if not one["by"]), None)
    if not whole or not whole["shown"] or not whole["index"]:
        return None
    index = whole["index"]
    return Decimal(str(index["value"])), {"low": index["low"], "high": index["high"], "answers": index["n"]}


def _first_choice(file: dict[str, Any]) -> Found:
    """The first answer to the first question, of all who answered; None where too few did."""
    tables = file.get("tables") or ()
    whole = tables[0]["groups"][0] if tables else None
    if not whole or not whole["shown"] or not whole.get("shares"):
        return None
    one = whole["shares"][0]
    low, high = (str(Decimal(str(one[name])) * HUNDRED) for name in ("low", "high"))
    return Decimal(str(one["share"])) * HUNDRED, {"low": low, "high": high, "answers": whole["n"]}
