"""One event is told once: what a finer alarm explains is not raised again about something broader. No Django.

An outbreak in one trade and nature also lifts its trade, and all complaints together. An alarm about a trade is left
out if one trade and nature of it holds four fifths of its surplus in the same night; one about all complaints, if any
alarm does.
"""

from collections.abc import Sequence
from typing import Any, Final

from huaihai.insight.alarms import keys

PART: Final = 0.8  # of the surplus over what was expected
_BREADTH: Final = {keys.ALL: 2, keys.CATEGORY: 1}  # all else is fine


def is_covered(said: dict[str, Any], night: Sequence[dict[str, Any]]) -> bool:
    """Whether another alarm of the same night says the same more finely."""
    surplus = PART * _surplus(said)
    return any(
        _is_finer(other["key"], said["key"]) and _meet(other, said) and _surplus(other) >= surplus
        for other in night
    )


def _is_finer(one: str, other: str) -> bool:
    breadth = _BREADTH.get(keys.family_of(other), 0)
    if breadth == _BREADTH[keys.ALL]:
        return _BREADTH.get(keys.family_of(one), 0) < breadth
    if breadth == _BREADTH[keys.CATEGORY]:
        return keys.family_of(one) == keys.PAIR and keys.category_of(one) == keys.category_of(other)
    return False


def _meet(one: dict[str, Any], other: dict[str, Any]) -> bool:
    in_time = one["since"] <= other["until"] and other["since"] <= one["until"]
    return in_time and bool(set(one["places"]) & set(other["places"]))


def _surplus(said: dict[str, Any]) -> float:
    return float(said["observed"]) - float(said["expected"])
