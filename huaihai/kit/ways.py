"""Addresses that may be there or not: a page that leads to them is whole without them."""

from django.urls import NoReverseMatch, reverse


def way(name: str, *args: object) -> str:
    """The address of a page of this name; "" where there is none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
