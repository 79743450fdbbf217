"""The rules of check digits by which numbers of persons and businesses are told from slips of the hand, by name."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

GB32100_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_GB32100_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_GB11643_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_GB11643_CHECKS: Final = "10X98765432"
_OLD_LENGTH, _OLD_CENTURY = 15, "19"


def gb32100(number: str) -> bool:
    """18 characters, the last from the first 17, modulo 31."""
    if len(number) != len(_GB32100_WEIGHTS) + 1 or set(number) - set(GB32100_ALPHABET):
        return False
    return gb32100_character(number[:-1]) == number[-1]


def gb32100_character(body: str) -> str:
    """The 18th character for the first 17."""
    total = sum(
        weight * GB32100_ALPHABET.index(char) for weight, char in zip(_GB32100_WEIGHTS, body, strict=True)
    )
    return GB32100_ALPHABET[-total % 31]


def gb11643(number: str) -> bool:
    """A day of birth, and of 18 digits the last from the first 17, modulo 11; numbers of 15 had none."""
    if len(number) == _OLD_LENGTH:
        return _is_day(_OLD_CENTURY + number[6:12])
    total = sum(int(digit) * weight for digit, weight in zip(number, _GB11643_WEIGHTS, strict=False))
    return _is_day(number[6:14]) and _GB11643_CHECKS[total % 11] == number[-1]


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1 annex B."""
    digits = [int(char) for char in reversed(number) if char.isdigit()]
    doubled = (sum(divmod(digit * 2, 10)) for digit in digits[1::2])
    return len(set(digits)) > 1 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def iso7064(number: str) -> bool:
    """ISO/IEC 7064 MOD 97-10: letters count from 10, the whole leaves 1."""
    return int("".join(str(int(char, 36)) for char in number)) % 97 == 1


def none(number: str) -> bool:
    """No check digit."""
    return number != ""


RULES: Final[Mapping[str, Callable[[str], bool]]] = {
    rule.__name__: rule for rule in (gb32100, gb11643, luhn, iso7064, none)
}


def _is_day(digits: str) -> bool:
    try:
        date.fromisoformat(digits)
    except ValueError:
        return False
    return True
