"""Expected numbers as they are read."""

from django.utils.translation import pgettext


def number(value: float) -> str:
    """An expected number: two decimals below one, one below ten, else whole; never a 0: that would say impossible."""
    if value < 0.005:  # would be written 0.00
        return pgettext("expected number", "under 0.01")
    return f"{value:,.{_digits(value)}f}"


def rounded(value: float) -> float:
    """The same number as it is read, to be reckoned with beside it."""
    return round(value, _digits(value))


def _digits(value: float) -> int:
    return 2 if value < 1 else 1 if value < 10 else 0
