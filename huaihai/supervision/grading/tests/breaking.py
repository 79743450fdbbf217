"""Every place of a JSON value, and what does not belong there."""

from typing import Any

NONSENSE: list[Any] = [
    None,
    True,
    -1,
    0.5,
    10**30,
    "",
    "x",
    "1/0",
    "\0",
    "\ud800",
    "9" * 5000,
    [],
    {},
    [[]],
    [None],
    {"a": []},
]


def every_place(value: Any) -> Any:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, held in list(pairs):
        yield value, name
        yield from every_place(held)


def leaves(value: Any) -> Any:
    """(holder, name) of everything that is neither list nor object."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for name, held in list(pairs):
        if isinstance(held, dict | list):
            yield from leaves(held)
        else:
            yield value, name


def altered(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return "1" if value is None else f"{value}1"
