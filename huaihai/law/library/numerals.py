"""Whole numbers as laws write them: 二十五, 一百零三, 一千二百六十, and in figures."""

from typing import Final

DIGITS: Final = "零一二三四五六七八九"
UNITS: Final = ("", "十", "百", "千")
LARGEST: Final = 9999
CHARACTERS: Final = "零〇一二三四五六七八九十百千两"
_VALUES: Final = {char: value for value, char in enumerate(DIGITS)} | {"〇": 0, "两": 2}
_FACTORS: Final = {"十": 10, "百": 100, "千": 1000}


def to_chinese(number: int) -> str:
    """25 → 二十五, 103 → 一百零三. Raises ValueError outside 1 to 9,999.

    >>> to_chinese(110)
    '一百一十'
    """
    if not 1 <= number <= LARGEST:
        raise ValueError(f"{number} is not between 1 and {LARGEST}")
    said, skipped = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if skipped else "") + DIGITS[digit] + UNITS[place]
        skipped = bool(said) and not digit
    return said.removeprefix("一") if 10 <= number < 20 else said


def to_int(text: str) -> int:
    """Chinese numerals (also digit by digit: 二〇三) or figures as a number. Raises ValueError.

    >>> to_int("一百四十八"), to_int("二〇三"), to_int("25")
    (148, 203, 25)
    """
    if text.isdecimal():
        return int(text)
    if not text or any(char not in CHARACTERS for char in text):
        raise ValueError(f"{text!r} is no number")
    if not any(char in _FACTORS for char in text):
        return int("".join(str(_VALUES[char]) for char in text))
    total, digit = 0, None
    for char in text:
        if char in _FACTORS:
            total += (1 if digit is None or (digit == 0 and char == "十") else digit) * _FACTORS[char]
            digit = None
        else:
            digit = _VALUES[char]
    return total + (digit or 0)
