"""What all series of a file did together in a period: holidays, long months, a form that changed. It is no outbreak."""

import numpy as np

from huaihai.insight.scanning.tails import Floats

LIVELY = 5.0  # expected cases from which a series has a say
FARTHEST = (0.6, 2.0)  # beyond, the file was cut anew rather than busier
FEWEST = 8  # series; fewer cannot be told from an outbreak in some of them


def factor(count: Floats, expected: Floats, has_history: Floats) -> float:
    """The median of seen over expected, drawn to one by as much as it may be chance (James and Stein)."""
    lively = has_history & (expected >= LIVELY)
    if int(lively.sum()) < FEWEST:
        return 1.0
    logs = np.log((count[lively] + 0.5) / (expected[lively] + 0.5))
    middle = float(np.median(logs))
    spread = 1.4826 * float(np.median(np.abs(logs - middle)))
    error = 1.25 * max(spread, 0.02) / np.sqrt(logs.size)
    if abs(middle) <= error:
        return 1.0
    return float(np.clip(np.exp(middle * (1.0 - (error / middle) ** 2)), *FARTHEST))
