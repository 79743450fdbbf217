"""The C library's memory, where that is glibc: one heap for all threads; what is free goes back to the system."""

import ctypes
from contextlib import suppress

M_ARENA_MAX, M_MMAP_THRESHOLD = -8, -3  # of glibc's malloc.h
LARGE = 256 * 2**10  # bytes: each such piece comes from the system by itself, and goes back when it is free


def share() -> None:
    """Else each thread has one of its own, and keeps what the largest page that it ever made has needed. They take
    turns anyhow."""
    with suppress(AttributeError, OSError):  # another C library
        malloc = ctypes.CDLL(None)
        malloc.mallopt(M_ARENA_MAX, 1)
        malloc.mallopt(M_MMAP_THRESHOLD, LARGE)


def give_back() -> None:
    """What lies free between what is used: a tenth of a process whose threads have made large pages. Takes a
    millisecond."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
