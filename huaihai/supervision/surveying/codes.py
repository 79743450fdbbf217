"""The codes of a survey: of its address, and personal ones that are used once.

A personal code is its number and a keyed fingerprint of it, so that it can be printed again and checked without
being stored. Of a used one its fingerprint alone is kept.
"""

import secrets
from uuid import UUID

from huaihai.kit import sealing

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without what is mistaken for something else
_LENGTH = 7
_MARK = 10


def new_code() -> str:
    """A code for an address, not to be guessed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))


def token(link_id: UUID, number: int) -> str:
    """The personal code of this number: "17-k4m…"."""
    return f"{number}-{_mark(link_id, number)}"


def is_genuine(link_id: UUID, tokens: int, said: str) -> bool:
    """Whether this is one of the link's personal codes."""
    number, _, mark = said.strip().lower().partition("-")
    if not number.isascii() or not number.isdigit() or len(number) > 6 or not 1 <= int(number) <= tokens:
        return False
    return secrets.compare_digest(_mark(link_id, int(number)).encode(), mark.encode())


def fingerprint(said: str) -> str:
    """What is kept of a used code."""
    return sealing.blind(said.strip().lower(), purpose="survey token used")


def _mark(link_id: UUID, number: int) -> str:
    value = int(sealing.blind(f"{link_id}:{number}", purpose="survey token"), 16)
    letters = []
    for _ in range(_MARK):
        value, place = divmod(value, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)
