"""Whether there is room to write, beside the program and as its database has found."""

import shutil
from typing import Final

from django.conf import settings

from huaihai.kit import outages

MB: Final = 1024 * 1024
FULL: Final = 32 * MB  # less is taken for none: a form with its photos must fit
SOON_FULL: Final = 1024 * MB


def free() -> int:
    """Bytes that are left for database file, evidence and papers."""
    return shutil.disk_usage(settings.VAR).free


def wrong() -> str:
    """In a line what keeps anything from being saved; "" if nothing does."""
    left = free()
    if left < FULL:
        return f"the disk is full: {left // MB} MB are left"
    return (
        "nothing could be saved a moment ago: the disk is full or faulty"
        if outages.was_refused_lately()
        else ""
    )
