"""What was found in a file: its title where it is marked as one, and the lines of its text in order."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Found:
    """`lines` are as they were found: "## " before a heading, "- " before an item of a list. What the file says of
    itself in its head (`source`, `dated_on`) is empty where it says nothing; `head` is the line with both."""

    title: str
    lines: tuple[str, ...]
    head: str = ""
    source: str = ""
    dated_on: date | None = None

    @property
    def text(self) -> str:
        """Title, head and lines, one below the other."""
        return "\n".join(line for line in (self.title, self.head, *self.lines) if line)
