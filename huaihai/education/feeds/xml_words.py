"""Characters that XML 1.0 cannot carry are left out, so that one bad paste never stops a feed."""

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text without them."""
    return _FORBIDDEN.sub("", text)
