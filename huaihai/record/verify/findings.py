"""What does not fit, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Finding:
    """Where, and what is wrong there."""

    where: str
    what: str

    def __str__(self) -> str:
        return line(self.where, self.what)


def line(*parts: str) -> str:
    """Where, and what is wrong there, in one line."""
    return _(": ").join(parts)


type Findings = Iterator[Finding]
