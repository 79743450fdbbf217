"""Codes of slips, used once. A code follows from its sheet and number, so that a sheet can be printed again by whoever
made it; stored is a keyed fingerprint alone."""

from uuid import UUID

from huaihai.kit import sealing

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without what is mistaken for something else
LENGTH = 12


def code(sheet: UUID, number: int) -> str:
    """The code of this slip, to be read aloud: "abcd-efgh-jkmn"."""
    value = int(sealing.blind(f"{sheet}:{number}", purpose="brand slip"), 16)
    letters = []
    for _place in range(LENGTH):
        value, place = divmod(value, len(ALPHABET))
        letters.append(ALPHABET[place])
    told = "".join(letters)
    return "-".join((told[:4], told[4:8], told[8:]))


def spelled(typed: str) -> str:
    """A code as it stands on the slip and in addresses, however it was typed."""
    plain = _plain(typed)
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def fingerprint(typed: str) -> str:
    """What is stored of a code; small and capital letters, hyphens and spaces make no difference."""
    return sealing.fingerprint_of_code(_plain(typed), purpose="brand slip")


def _plain(typed: str) -> str:
    return "".join(char for char in typed.lower() if char.isalnum())[:40]
