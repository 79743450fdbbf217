"""What a plan lacks before it can be registered, as sentences and by the part of the plan where it is mended."""

from collections.abc import Mapping, Sequence
from typing import Any


def problems(plan: Mapping[str, Any]) -> Sequence[str]:
    """What the plan lacks, in sentences; empty: nothing."""
    return []
