"""Charts and tables as pages write them, made once for all that say the same.

Kept by everything they say, marks and language included: a number that changes makes another one, so nothing has to be
thrown away when numbers do.
"""

import hashlib
import pickle
from collections.abc import Callable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from huaihai.kit import computed


def written[*Said](template: str, facts: Callable[[*Said], Mapping[str, Any]], *said: *Said) -> SafeString:
    """This template with the facts that follow from what is said, and from nothing else."""
    # Pickled: equal words with other marks are not the same.
    key = hashlib.sha256(pickle.dumps((template, get_language(), said))).hexdigest()
    found: SafeString | None = computed.cache.get(key)
    if found is None:
        found = render_to_string(template, dict(facts(*said)))
        computed.cache.set(key, found, timeout=None)
    return found
