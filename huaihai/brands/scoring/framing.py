"""What is wrong around the results of a file: an entry that stands twice, a basis that does not reach the day."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

NUMBER: Final = re.compile(r"20[0-9]{2}-[1-9][0-9]{0,5}", re.ASCII)


@dataclass(frozen=True)
class Misfit:
    """The entry it is about ("" for the whole file), and what is wrong."""

    number: str
    text: str

    def __str__(self) -> str:
        return f"{self.number}: {self.text}" if self.number else self.text


def misfits(file: Mapping[str, Any]) -> Iterator[Misfit]:
    """Everything, the frame first."""
    yield from _days(file)
    numbers = [entry.get("number") for entry in file["entries"]]
    for number, times in Counter(str(number) for number in numbers).items():
        if not NUMBER.fullmatch(number):
            yield Misfit(number, "this is no number of an entry")
        if times > 1:
            yield Misfit(number, f"the entry stands {times} times in the file")


def _days(file: Mapping[str, Any]) -> Iterator[Misfit]:
    on = _day(file.get("as_of"))
    if on is None:
        yield Misfit("", f"as_of: {file.get('as_of')!r} is no day")
    basis = file["basis"]
    if on is None or basis is None:
        return
    first, last = _day(basis.get("from")), _day(basis.get("until"))
    if first is None or (last is None and basis.get("until") is not None):
        yield Misfit("", "basis: from and until are not both days")
    elif on < first:
        yield Misfit("", f"basis: it began on {first}, after the day of the file, {on}")
    elif last is not None and last < on:
        yield Misfit("", f"basis: it ended on {last}, before the day of the file, {on}")


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None
