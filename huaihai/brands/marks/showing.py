"""What the pages of an entry show of its mark, and the files of the sign for those who may print it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.brands.marks import sign
from huaihai.brands.marks.status import GOOD, Status, status_of
from huaihai.brands.marks.words import of_states
from huaihai.brands.models import Entry, Mark
from huaihai.brands.own_entries import manages
from huaihai.brands.sections import Section
from huaihai.businesses.register import addresses
from huaihai.desk.frame import actor_of
from huaihai.desk.papers import setting
from huaihai.governance import standing as office
from huaihai.kit import clock
from huaihai.members.guards import signed_in

KINDS = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
RETRY_AFTER_SECONDS = 30
REFUSED = 409


@never_cache
@require_safe
@signed_in
def sign_file(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """The sign to print: for managers of the holder and for staff, and only as long as the mark is good."""
    entry = get_object_or_404(Entry.objects.select_related("business"), number=number)
    if not may_print(request, entry):
        raise Http404
    mark = mark_of(entry)
    status = status_of(mark, clock.today()) if mark is not None else None
    if mark is None or status is None or status.state != GOOD:
        context = {"said": of_states()[status.state] if status is not None else None, "entry": entry}
        return render(request, "brands/marks/no_sign.html", context, status=REFUSED)
    url = addresses.whole(request, reverse("brand-mark", args=[mark.payload]))
    try:
        made = sign.qr(url) if form == "svg" else sign.paper(mark, url=url, form=form)
    except (setting.BusyError, setting.NotSetError):
        words = _("The file could not be made just now. Please try again in half a minute.")
        answer = HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
        answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return answer
    name = f'inline; filename="mark-{mark.number}.{form}"'
    return HttpResponse(made, content_type=KINDS[form], headers={"Content-Disposition": name})


def may_print(request: HttpRequest, entry: Entry) -> bool:
    """Whether the reader manages the holder, or is staff."""
    actor = actor_of(request)
    return office.reads_office(actor) or manages(actor, entry)


def mark_of(entry: Entry) -> Mark | None:
    """The live mark of an entry."""
    found: Mark | None = Mark.objects.live().filter(entry=entry).select_related("entry__body").first()
    return found


def holder_section(request: HttpRequest, entry: Entry) -> Section | None:
    """For the holder: how the mark stands, and the sign to print."""
    return _section("brands/marks/holder_section.html", request, entry)


def office_section(request: HttpRequest, entry: Entry) -> Section | None:
    """For staff: the same, and how often it was looked up."""
    return _section("brands/marks/office_section.html", request, entry)


def public_section(request: HttpRequest, entry: Entry) -> Section | None:
    """For everybody: how one checks the sign of this entry."""
    found = mark_of(entry)
    if found is None or status_of(found, clock.today()).state == "no-basis":
        return None
    return Section("brands/marks/public_section.html", {"mark": found})


def _section(template: str, request: HttpRequest, entry: Entry) -> Section | None:
    found = mark_of(entry)
    if found is None:
        return None
    status = status_of(found, clock.today())
    facts: dict[str, Any] = {
        "mark": found,
        "said": of_states()[status.state],
        "files": _files(request, entry, status),
        "times": sum(found.checks.order_by("-on").values_list("times", flat=True)[:366]),
    }
    return Section(template, facts)


def _files(request: HttpRequest, entry: Entry, status: Status) -> list[tuple[str, str]]:
    """Addresses and names of the sign's files, for whoever may print them."""
    if status.state != GOOD or not may_print(request, entry):
        return []
    names = {
        "pdf": _("The sign to print (A4, PDF)"),
        "png": _("As a picture"),
        "svg": _("Only the square (SVG)"),
    }
    return [(reverse("brand-mark-file", args=[entry.number, form]), name) for form, name in names.items()]
