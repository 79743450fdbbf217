"""A request never takes a piece of stack and gives it back again and again."""

import resource
from collections.abc import Callable

from huaihai.kit.stack_room import with_room

CALLS = 500
DEEPEST = 400  # a page has some hundred frames


def _leaf() -> None:
    """Called over and over again."""


def _at(depth: int, act: Callable[[], int]) -> int:
    return _at(depth - 1, act) if depth else act()


def _pages_touched_anew() -> int:
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _ in range(CALLS):
        _leaf()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def test_calls_at_any_depth_touch_no_new_memory() -> None:
    worst = max(with_room(_at, depth, _pages_touched_anew) for depth in range(DEEPEST))
    assert worst < CALLS / 2


def test_it_returns_and_raises_as_the_function_does() -> None:
    assert with_room(divmod, 7, 2) == (3, 1)
    assert with_room(sorted, [2, 1], reverse=True) == [2, 1]
