"""How much chance a test may take: few histories in `make test`, always the same; many in `make test-long`
(`HUAIHAI_LONG=1`), other ones each time.
"""

import os

IS_LONG = os.environ.get("HUAIHAI_LONG") == "1"


def examples(short: int, long: int) -> int:
    """How many examples Hypothesis draws in this run."""
    return long if IS_LONG else short
