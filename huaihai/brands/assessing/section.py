"""What assessing adds to an entry's pages for staff and for the business."""

from typing import Any

from django.http import HttpRequest

from huaihai.brands import standing
from huaihai.brands.assessing import shown
from huaihai.brands.assessing.actions import opening, seating
from huaihai.brands.models import AssessmentRound, AssessorSeat, Entry
from huaihai.brands.models.assessing import GIVEN_UP
from huaihai.brands.sections import Section
from huaihai.kit import clock

OPENABLE = ("listed", "held")


def office(_request: HttpRequest, entry: Entry) -> Section | None:
    """For staff: where the newest round is, how it came out, what the next one waits for."""
    held, today = newest(entry), clock.today()
    gives_title = standing.gives_title(today)
    found: dict[str, Any] = {
        "round": held,
        "seats": _seats(held) if held is not None and held.closed_at is None else [],
        "found": shown.of_round(held) if held is not None and gives_title else None,
        "lacks": shown.lacks(held) if held is not None and gives_title else [],
        "why_not": opening.why_not(entry, today) if entry.stage in OPENABLE else "",
        "opens": entry.stage in OPENABLE,
    }
    return Section("brands/assessing/office_section.html", found) if held or found["opens"] else None


def holder(_request: HttpRequest, entry: Entry) -> Section | None:
    """For the business: that it is assessed, what was missing, and what it waits for."""
    held, today = newest(entry), clock.today()
    if not standing.gives_title(today) or (held is None and entry.stage not in OPENABLE):
        return None
    return Section(
        "brands/assessing/holder_section.html",
        {
            "round": held,
            "found": shown.of_round(held) if held and (held.closed_at is not None or held.outcome) else None,
            "lacks": shown.lacks(held) if held else [],
            "why_not": opening.why_not(entry, today) if entry.stage in OPENABLE else "",
        },
    )


def newest(entry: Entry) -> AssessmentRound | None:
    """The entry's newest round."""
    rows = AssessmentRound.objects.filter(entry=entry).select_related("criteria", "motion", "resolution")
    found: AssessmentRound | None = rows.order_by("-opened_at", "-pk").first()
    return found


def _seats(held: AssessmentRound) -> list[dict[str, Any]]:
    """Each seat that is taken, with its last day, and nothing that says whose it is."""
    rows: list[AssessorSeat] = [seat for seat in held.seats.all() if seat.state not in GIVEN_UP]
    days = seating.clocks_of(rows)
    return [
        {"state": seat.get_state_display(), "due_on": days.get(seat.record_key), "is_third": seat.is_third}
        for seat in sorted(rows, key=lambda one: (one.is_third, str(one.pk)))
    ]
