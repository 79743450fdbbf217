"""The short code in each message and on each paper of ours, by which anybody asks whether it is ours.

Eight of Crockford's letters: three say in which hour it was made (they begin anew after 32,768 hours), five are a keyed
fingerprint of what it is of. So nothing is stored of it: what was made in that hour is computed again and compared.
"""

import hmac
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from huaihai.kit import sealing
from huaihai.kit.text.normalise import for_matching

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O and U
LENGTH: Final = 8
_OF_HOUR: Final = 3
_ROUND: Final = 32**_OF_HOUR  # hours
_HOUR: Final = timedelta(hours=1)
_LOOK_ALIKES: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})


def code_of(key: str, *, at: datetime) -> str:
    """The code of what is called so and was made then."""
    hour = int(at.timestamp()) // 3600 % _ROUND
    mark = int(sealing.fingerprint_of_code(key, purpose="contact")[:12], 16)
    return _spelt(hour, _OF_HOUR) + _spelt(mark, LENGTH - _OF_HOUR)


def with_code(text: str, key: str, *, at: datetime) -> str:
    """A message with its code at the end."""
    return f"{text} {_words(settings.LANGUAGE_CODE)}{code_of(key, at=at)}"


def read(typed: str) -> str:
    """The code, however it was typed; "" if it is none."""
    folded = for_matching(typed).upper().translate(_LOOK_ALIKES)
    code = "".join(char for char in folded if not (char.isspace() or char in "-‐–—·."))
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def hours_of(code: str, *, until: datetime, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The hours of this span in which it can have been made, the newest first."""
    hour = 0
    for char in code[:_OF_HOUR]:
        hour = hour * len(ALPHABET) + ALPHABET.index(char)
    now = int(until.timestamp()) // 3600
    start = datetime.fromtimestamp((now - (now - hour) % _ROUND) * 3600, UTC)
    while start > since - _HOUR:
        yield start, start + _HOUR
        start -= _ROUND * _HOUR


def fits(code: str, key: str, *, at: datetime) -> bool:
    """Whether it is the code of this."""
    return hmac.compare_digest(code, code_of(key, at=at))


@cache
def _words(language: str) -> str:
    with translation.override(language):
        return gettext("Check code") + ("" if language.startswith("zh") else " ")


def _spelt(number: int, length: int) -> str:
    return "".join(ALPHABET[number // 32**place % 32] for place in reversed(range(length)))
