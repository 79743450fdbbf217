"""The table at the end, and the verdict."""
# ruff: noqa: T201 # it talks to whoever typed make

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

HEADS = ("subject", "grows", "small ms", "big ms", "ratio", "limit", "queries")


@dataclass
class Line:
    """One subject, and what was measured in both worlds."""

    name: str
    grows: str
    limit: float
    small: list[float] = field(default_factory=list)  # seconds
    big: list[float] = field(default_factory=list)
    queries: tuple[int, int] = (0, 0)

    @property
    def ratio(self) -> float:
        """The medians' ratio."""
        return median(self.big) / median(self.small)

    @property
    def faults(self) -> list[str]:
        """What grows that should not."""
        found = (
            [f"{self.name}: {self.ratio:.2f} times, at most {self.limit}"] if self.ratio > self.limit else []
        )
        small, big = self.queries
        return found + ([f"{self.name}: {small} queries became {big}"] if big > small else [])

    @property
    def cells(self) -> tuple[str, ...]:
        """As it stands in the table."""
        small, big = (f"{median(held) * 1000:.1f}" for held in (self.small, self.big))
        few, many = self.queries
        queries = str(few) if few == many else f"{few} → {many}"
        return (self.name, self.grows, small, big, f"{self.ratio:.2f}", f"{self.limit:g}", queries)


def print_all(lines: Sequence[Line]) -> int:
    """Print it as Markdown; 1 if something is wrong, else 0."""
    print("\n".join(_rows([HEADS, *(line.cells for line in lines)])))
    faults = [fault for line in lines for fault in line.faults]
    print("\n".join(f"GROWS {fault}" for fault in faults) or "Nothing grows beyond its limit.")
    return 1 if faults else 0


def _rows(cells: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEADS))]
    lines = [
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |"
        for row in cells
    ]
    return [lines[0], f"|{'|'.join('-' * (width + 2) for width in widths)}|", *lines[1:]]
