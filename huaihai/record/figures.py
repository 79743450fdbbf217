"""One number of a report: what it counts, how many, and where the rows behind it are."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Figure:
    """`key` is its lasting name, `group` the heading it stands under, `url` the page with exactly the rows behind
    `value`. A room's function named in `reactions.REPORT_FIGURES` answers with these for a span of days."""

    key: str
    label: Promise | str
    value: int
    url: str
    group: Promise | str
