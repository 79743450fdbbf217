"""Charts and tables as pages write them, made once for all that say the same.

Kept by everything they say, marks and language included: a number that changes makes another one, so nothing has to be
thrown away when numbers do.
"""

import pickle
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

KEPT = 150  # of some ten kilobytes each
_written: OrderedDict[tuple[str, str | None, bytes], SafeString] = OrderedDict()
_turn = Lock()


def written[*Said](template: str, facts: Callable[[*Said], Mapping[str, Any]], *said: *Said) -> SafeString:
    """This template with the facts that follow from what is said, and from nothing else."""
    key = template, get_language(), pickle.dumps(said)  # equal words with other marks are not the same
    with _turn:
        found = _written.get(key)
        if found is not None:
            _written.move_to_end(key)
            return found
    made = render_to_string(template, dict(facts(*said)))
    with _turn:
        _written[key] = made
        if len(_written) > KEPT:
            _written.popitem(last=False)
    return made
