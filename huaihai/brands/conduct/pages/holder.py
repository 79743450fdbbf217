"""A proceeding at the desk of the business: what it is about, until when it can do what, and its forms."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai.brands import standing
from huaihai.brands.asking import asked, asking
from huaihai.brands.conduct import shown, tones
from huaihai.brands.conduct.forms import SayingForm
from huaihai.brands.conduct.pages.finding import file_or_404, proceeding_or_404
from huaihai.brands.conduct.pages.office import statements_of
from huaihai.brands.conduct.pages.sayings import SAYINGS, Words
from huaihai.brands.models import Entry, Proceeding
from huaihai.brands.own_entries import manages
from huaihai.brands.sections import Section
from huaihai.businesses import own_pages
from huaihai.cases.business import sections as desk
from huaihai.desk.frame import actor_of
from huaihai.kit import clock, guards, spoken
from huaihai.kit.filestore import file_response


@require_safe
@guards.business
def proceeding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One proceeding about an entry of this business."""
    row = proceeding_or_404(request, pk, own=True)
    titled, today = standing.gives_title(clock.today()), clock.today()
    context = {
        "row": row,
        "told": shown.as_open(row, titled=titled),
        "tone": tones.of(row, today),
        "statements": statements_of(row),
        "lines": shown.all_shown(shown.lines(titled=titled).filter(proceeding=row)[:100], titled=titled),
        "doors": _doors(row, may=manages(actor_of(request), row.entry)),
        "titled": titled,
    }
    return render(request, "brands/conduct/own.html", own_pages.frame(request) | context)


@asking
@guards.business
def saying(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Stating the case, saying what was remedied, appealing."""
    row, one = proceeding_or_404(request, pk, own=True), SAYINGS[key]
    back = reverse("business-brand-proceeding", args=[row.pk])

    def act(form: SayingForm) -> str:
        one.act(row, **form.said(), by=actor_of(request), at=clock.now())
        messages.success(request, str(one.done))
        return back

    return asked(
        request,
        "brands/conduct/own_form.html",
        form=partial(one.form, seen=row.version),
        act=act,
        may=one.may(row, clock.today()) and manages(actor_of(request), row.entry),
        context=own_pages.frame(request) | {"row": row, "one": one, "back": back},
    )


@require_safe
@guards.business
def statement_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A file that the business itself handed in."""
    row = file_or_404(request, pk, own=True)
    return file_response(  # type: ignore[return-value]  # guards name the usual kind of answer
        sha256=row.sha256, kind=row.kind, name=row.name, derivative=row.derivative
    )


def holder_section(request: HttpRequest, entry: Entry) -> Section | None:
    """What the page of a business says about proceedings: what to do until when."""
    titled = standing.gives_title(clock.today())
    found = shown.proceedings(entry, titled=titled)
    if not found:
        return None
    may = manages(actor_of(request), entry)
    rows = [(one, _doors(one.row, may=may), tones.of(one.row, clock.today())) for one in found]
    return Section("brands/conduct/own_section.html", {"proceedings": rows, "entry": entry})


def desk_sections(business_ids: Iterable[UUID], *, today: date) -> list[desk.Section]:
    """For `reactions.BUSINESS_SECTIONS`: proceedings in which the business may do something. One query."""
    rows = Proceeding.objects.filter(
        entry__business__in=list(business_ids), stage__in=("statement", "decided", "remedy")
    ).order_by("due_on", "pk")
    found = list(rows[:50])
    if not found:
        return []
    first = next((row.due_on for row in found if row.due_on is not None), None)
    value = _("%(n)s, the first until %(until)s") % {
        "n": len(found),
        "until": spoken.day(first, today=today) if first else "",
    }
    line = desk.Line(_("Proceedings about your conduct"), value, desk.address("business-brands"), tone="warn")
    return [desk.Section(_("Directory and three hearts"), [line])]


def _doors(row: Proceeding, *, may: bool) -> list[tuple[str, Words]]:
    """Addresses and titles of what a manager of the business may do now."""
    if not may:
        return []
    return [
        (reverse(f"business-brand-{key}", args=[row.pk]), asked.title)
        for key, asked in SAYINGS.items()
        if asked.may(row, clock.today())
    ]
