"""What others ask of call-backs: the estimate of a quarter, and the three counts that a release holds."""

from huaihai.insight.callbacks.estimating import Estimate
from huaihai.insight.models import CallRound

COUNTED = ("called", "reached", "solved")


def estimate(quarter: str) -> Estimate | None:
    """The estimate of this quarter ("2026-Q1"); None while the calls go on, or where nobody answered."""
    held = CallRound.objects.filter(quarter=quarter, closed_at__isnull=False).values_list("result", flat=True)
    return of_result(held.first() or {})


def released_counts(quarter: str) -> dict[str, int]:
    """{"called", "reached", "solved"} of a closed round over the whole alliance; empty without one."""
    found = estimate(quarter)
    return {} if found is None else {name: getattr(found, name) for name in COUNTED}


def of_result(result: dict[str, object], name: str = "solved") -> Estimate | None:
    """The estimate of this name ("solved" or "money") in the kept result of a round."""
    kept = result.get(name)
    return Estimate.of_json(kept) if isinstance(kept, dict) else None
