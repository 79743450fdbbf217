"""One part of the page of a comparative test."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Section:
    """A heading, the template of what stands below it, and the template's own context (it sees `project` too)."""

    key: str
    title: Promise | str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
