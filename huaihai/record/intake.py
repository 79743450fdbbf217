"""Once only: the same key and body get the saved answer, the same key with another body is refused."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from huaihai.kit import compiled
from huaihai.kit.together import together
from huaihai.record.models import IntakeKey


class KeyReused(ValueError):
    """The key was used before for something else."""


def is_used(key: str) -> bool:
    """Whether something was done under this key."""
    return IntakeKey.objects.filter(key=key).exists()


def once(
    *, key: str, body: str, at: datetime, act: Callable[[], dict[str, Any]]
) -> tuple[dict[str, Any], bool]:
    """The answer to this key, and whether it is new. `act` runs in the same transaction as the key's row.

    A repeat is rare: so `act` is tried first and the key written last, with its answer. What `act` has done for a key
    that was used is taken back whole, also where it met what its own first time had done.
    """
    fingerprint = hashlib.sha256(body.encode()).hexdigest()
    try:
        with transaction.atomic(), together():
            answer = act()
            compiled.insert(IntakeKey(key=key, body_hash=fingerprint, answer=answer, created_at=at))
        return answer, True
    except Exception:
        saved = IntakeKey.objects.filter(key=key).first()
        if saved is None:
            raise
    if saved.body_hash != fingerprint:
        raise KeyReused("this key was used before with other contents")
    return saved.answer, False
