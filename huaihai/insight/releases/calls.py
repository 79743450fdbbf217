"""What the call-backs of a quarter found, over the whole alliance: three counts, and the estimate in cases."""

from huaihai.insight.axes import WHOLE, Axis
from huaihai.insight.callbacks import reading
from huaihai.insight.disclosure.rules import NARROWEST, is_small
from huaihai.insight.releases.cells import Key
from huaihai.insight.releases.tables import CALLS


def counts(quarter: str) -> dict[str, int]:
    """How many were called, reached, and said that it was solved; empty while the calls go on."""
    return reading.released_counts(quarter)


def cells(quarter: str, unknown: int | None) -> dict[Key, int | None]:
    """Them, and how many of the `unknown` this means; empty where any of it is told of too few people."""
    found = counts(quarter)
    estimate = reading.estimate(quarter)
    if estimate is None or unknown is None or not is_safe(*(found[name] for name in CALLS)):
        return {}
    of = {
        **found,
        "estimated": round(unknown * estimate.share),
        "estimated_low": round(unknown * estimate.low),
        "estimated_high": round(unknown * estimate.high),
    }
    return {Key(Axis.ALL, quarter, WHOLE, WHOLE, name): count for name, count in of.items()}


def is_safe(called: int, reached: int, solved: int) -> bool:
    """Whether neither these counts nor their differences are small: all of them are told, or none."""
    told = (called, reached, solved, called - reached, reached - solved)
    return called >= NARROWEST and not any(is_small(count) for count in told)
