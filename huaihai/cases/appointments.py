"""The appointment of a case as its pages show it, and as a calendar file (iCalendar, RFC 5545)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.cases.models import Appointment, Case
from huaihai.kit import local_words

PARTIES = ("consumer", "business")


@dataclass(frozen=True)
class Meeting:
    """What a page shows of it, with the address of its calendar file."""

    held: Appointment
    url: str

    @property
    def whom(self) -> str:
        """Who is invited, in words."""
        sides = {
            "consumer": (_("the consumer"), self.held.invites_consumer),
            "business": (_("the business"), self.held.invites_business),
        }
        return local_words.listed(words for words, is_invited in sides.values() if is_invited)


def of_case(case: Case, *, party: str = "") -> Appointment | None:
    """The appointment that stands, if this party (none: an officer) is invited to it."""
    if case.has_no("appointments"):
        return None
    planned = Appointment.objects.planned().filter(case=case)
    if party in PARTIES:
        planned = planned.filter(**{f"invites_{party}": True})
    found: Appointment | None = planned.select_related("case__responsible", "case__home").first()
    return found


def shown(case: Case, url: str, *, party: str = "") -> Meeting | None:
    """The appointment for a page of this party."""
    held = of_case(case, party=party)
    return Meeting(held, url) if held is not None else None


def response(held: Appointment, *, at: datetime) -> HttpResponse:
    """The file, to be opened by the calendar of a phone or of an office."""
    answer = HttpResponse(calendar_file(held, at=at), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{held.case.number}.ics"'
    return answer


def calendar_file(held: Appointment, *, at: datetime) -> bytes:
    """One event that replaces what an earlier file of the same appointment said. It names no person."""
    from icalendar import Calendar, Event

    case, body = held.case, held.case.contact_body
    event = Event()
    event.add("uid", f"{held.pk}@huaihai")
    event.add("sequence", held.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", held.starts_at.astimezone(UTC))
    event.add("dtend", held.ends_at.astimezone(UTC))
    event.add("summary", _("Mediation, file %(number)s") % {"number": case.number or ""})
    event.add("location", held.place)
    if body is not None:
        name = local_words.in_script(body.short_name)
        event.add("description", f"{held.get_kind_display()} · {name} {body.phone_to_call}")
    event.add("status", "CANCELLED" if held.state == Appointment.State.OFF else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", f"-//{alliance.load().platform_name}//huaihai//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
