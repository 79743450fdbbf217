"""Where a thing on the list can be looked at."""

from typing import Any

from django.urls import NoReverseMatch, reverse


def address(name: str, *args: Any) -> str:
    """The page of this name; empty where an installation has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
