"""What assessing adds to an entry's pages for staff and for the business."""

from typing import Any

from django.http import HttpRequest

from huaihai.brands import standing
from huaihai.brands.assessing import shown
from huaihai.brands.assessing.actions import opening, seating
from huaihai.brands.models import AssessmentRound, AssessorSeat, Entry
from huaihai.brands.models.assessing import GIVEN_UP
from huaihai.brands.sections import Section
from huaihai.governance.office.asking import acts_as_office
from huaihai.kit import clock

OPENABLE = ("listed", "held")


def office(request: HttpRequest, entry: Entry) -> Section | None:
    """For staff: where the newest round is, how it came out, whether another one can be opened."""
    held = newest(entry)
    may = acts_as_office(request) and entry.stage in OPENABLE
    if held is None and not may:
        return None
    today = clock.today()
    gives_title = standing.gives_title(today)
    told: dict[str, Any] = {
        "round": held,
        "seats": _seats(held) if held is not None and held.closed_at is None else [],
        "found": shown.of_round(held) if held is not None and gives_title else None,
        "lacks": shown.lacks(held) if held is not None and gives_title else [],
        "may_open": may,
        "why_not": opening.why_not(entry, today) if may else "",
    }
    return Section("brands/assessing/office_section.html", told)


def holder(_request: HttpRequest, entry: Entry) -> Section | None:
    """For the business: that it is assessed, and what was missing."""
    held = newest(entry)
    if held is None or not standing.gives_title(clock.today()):
        return None
    return Section(
        "brands/assessing/holder_section.html",
        {
            "round": held,
            "found": shown.of_round(held) if held.closed_at is not None or held.outcome else None,
            "lacks": shown.lacks(held),
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
