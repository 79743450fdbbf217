"""Room for all frames of a request in one piece of Python's stack.

CPython 3.13 takes that stack from the system in pieces of 16 kB and gives each back at once. A template that calls a
function just where a piece ends, takes and gives one back with every call: the statistics page did so 500 times, the
board some 1,000 times. With several threads each giving back interrupts all cores. Decision 0031.
"""

from collections.abc import Callable

# A frame gets a piece into which it fits, of 2^n times 16 kB. This one gets 256 kB, touches none of its own, and leaves
# almost the half to all others.
WORDS = 17_000


def with_room[**P, T](call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What it returns."""
    return call(*args, **kwargs)


with_room.__code__ = with_room.__code__.replace(co_stacksize=WORDS)
