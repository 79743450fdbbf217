"""Blind codes: they tell nothing of the product, cannot be guessed, and can be read out on the telephone."""

import secrets
from collections.abc import Iterator

from huaihai.supervision.models import Sample

LETTERS = "2346789ABCDEFGHJKMNPQRTUVWXYZ"  # without 0 O 1 I L 5 S, which are taken for each other
LENGTH = 10  # 29 letters, ten times: 48 bits


def new_codes() -> Iterator[str]:
    """Codes that no sample has, without end."""
    given: set[str] = set()
    while True:
        code = "".join(secrets.choice(LETTERS) for _place in range(LENGTH))
        if code not in given and not Sample.objects.filter(code=code).exists():
            given.add(code)
            yield code


def read(typed: str) -> str:
    """A code as it was typed or scanned, in the form that is stored: k7qm3-xvd9p → K7QM3XVD9P."""
    return "".join(char for char in typed.upper() if char in LETTERS)[: LENGTH + 1]
