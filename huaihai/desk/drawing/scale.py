"""The scale of a chart: round ends, few steps, and the words below it."""

from dataclasses import dataclass
from math import ceil, floor, log10

from huaihai.desk.drawing.numbers import number, with_unit

STEPS = 5  # lines of the scale, at most
TICK_ROOM = 16  # characters on the narrowest screen


@dataclass(frozen=True)
class Tick:
    """A line of the scale; `words` may be empty, `anchor` says how they stand to it."""

    at: str
    words: str
    anchor: str
    is_zero: bool


@dataclass(frozen=True)
class Scale:
    """From `low` to `high` in steps."""

    low: float
    high: float
    step: float

    def place(self, value: float) -> str:
        """Where a value lies: "43.2" of 100."""
        share = (value - self.low) / (self.high - self.low) * 100
        return f"{min(max(share, 0.0), 100.0):.2f}"

    @property
    def values(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [self.low + self.step * place for place in range(count + 1)]


def is_whole(value: float) -> bool:
    """Whether it is a count."""
    return value.is_integer()


def nice(low: float, high: float, *, whole: bool) -> Scale:
    """Round ends with at most five steps of 1, 2, 2.5 or 5 between them; counts have no halves."""
    width = high - low
    if width < 1e-9:
        width, high = 1.0, low + 1.0
    power = 10.0 ** floor(log10(width / STEPS))
    steps = [part * power for part in (1, 2, 2.5, 5, 10) if width / (part * power) <= STEPS + 1e-9]
    step = next((step for step in steps if step.is_integer()), 1.0) if whole else steps[0]
    return Scale(floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step, step)


def ticks_of(scale: Scale, unit: str) -> tuple[Tick, ...]:
    """The lines of a scale; where all words have no room, those at its ends keep theirs."""
    values = scale.values
    words = [with_unit(value, unit if unit == "%" else "", None) for value in values]
    if sum(map(len, words)) > TICK_ROOM:
        words = [text if place in (0, len(words) - 1) else "" for place, text in enumerate(words)]
    last = len(values) - 1
    return tuple(
        Tick(
            at=scale.place(value),
            words=words[place],
            anchor="start" if place == 0 else "end" if place == last else "middle",
            is_zero=number(value) == "0",
        )
        for place, value in enumerate(values)
    )
