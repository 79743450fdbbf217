"""The live numbers that the pages of the charter ask for (named in `reactions.CHARTER_MEASURES`)."""

from datetime import date

from django.urls import reverse

from huaihai.governance.charter import Live
from huaihai.insight.board import names
from huaihai.insight.board.reading import tell


def of_charter(day: date) -> dict[str, Live]:
    """By key of measure: since when it is measured, its number of the last twelve months, and its page."""
    parts = names.part_of_measures()
    told = tell(list(parts), today=day)
    return {
        key: Live(
            since_on=one.since,
            value=names.value(one.kind, one.value, of=one.of, unit=names.unit_of(key))
            if one.value is not None
            else "",
            url=reverse("board-part", args=[parts[key]]) + f"#{key}",
        )
        for key, one in told.items()
        if one.since is not None
    }
