"""A proceeding at the desk of the business: what it is about, until when it can do what, and its forms."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huaihai.brands import standing
from huaihai.brands.conduct import facts, panels, verbs
from huaihai.brands.conduct.facts import file_or_404, proceeding_or_404
from huaihai.brands.conduct.forms import SayingForm, StatementForm
from huaihai.brands.conduct.office import statements_of
from huaihai.brands.models import Entry, Proceeding
from huaihai.brands.pages import Section, manages, own_question
from huaihai.businesses import pages as businesses_pages
from huaihai.cases.business import overview
from huaihai.desk.asking import ask, asking
from huaihai.desk.frame import actor_of
from huaihai.desk.lives import Words
from huaihai.kit import clock, guards, spoken
from huaihai.kit.filestore import file_response
from huaihai.kit.ways import way

REMEDIED = ("decided", "appealed", "remedy")  # stages in which it can be said what was remedied


@dataclass(frozen=True)
class Saying:
    """One of the forms of a business: what it asks (`if_suspended`: and says beside a suspension), and what it does."""

    title: Words
    lead: Words
    if_suspended: Words
    button: Words
    done: Words
    form: type[SayingForm]
    act: Callable[..., Any]
    may: Callable[[Proceeding, date], bool]


def may_state(row: Proceeding, on: date) -> bool:
    """Whether a statement would be taken on this day."""
    return row.stage == "hearing" or (row.stage == "statement" and not row.is_overdue(on))


def may_remedy(row: Proceeding, on: date) -> bool:
    """Whether it can be said what was remedied."""
    is_over = row.remedy_until is not None and on > row.remedy_until
    return row.kind == Proceeding.Kind.SUSPEND and row.stage in REMEDIED and not is_over


def may_appeal(row: Proceeding, on: date) -> bool:
    """Whether an appeal would be taken on this day."""
    if row.stage == "decided":
        return not row.is_overdue(on)
    is_late = row.overdue_on is not None and row.kind == Proceeding.Kind.SUSPEND
    return is_late and row.stage in ("hearing", "deciding")


SAYINGS = {
    "statement": Saying(
        gettext_lazy("State your case"),
        gettext_lazy("Write what happened as you see it. The associations read it; it is not published."),
        "",
        gettext_lazy("Hand in the statement"),
        gettext_lazy("Your statement is handed in."),
        StatementForm,
        verbs.state,
        may_state,
    ),
    "remedy": Saying(
        gettext_lazy("Say what was remedied"),
        gettext_lazy(
            "Write what you did about the cause, and add proof. Two people of two cities decide then."
        ),
        gettext_lazy(
            "While a panel looks at your appeal, they decide after it, if it upholds the suspension."
        ),
        gettext_lazy("Hand in what was remedied"),
        gettext_lazy("It is handed in; two people of two cities decide about it."),
        SayingForm,
        verbs.remedy,
        may_remedy,
    ),
    "appeal": Saying(
        gettext_lazy("Appeal"),
        gettext_lazy(
            "Write why you do not agree. Three people of three cities who had no part in it decide; it costs nothing."
        ),
        gettext_lazy(
            "The suspension goes on while the panel works. You can still say what was remedied, before and after."
        ),
        gettext_lazy("Hand in the appeal"),
        gettext_lazy("Your appeal is handed in, and a panel is drawn."),
        SayingForm,
        panels.appeal,
        may_appeal,
    ),
}


@require_safe
@guards.business
def proceeding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One proceeding about an entry of this business."""
    row = proceeding_or_404(request, pk, own=True)
    titled, today = standing.gives_title(clock.today()), clock.today()
    context = {
        "row": row,
        "told": facts.proceeding_in_words(row, titled=titled),
        "tone": facts.tone_of(row, today),
        "statements": statements_of(row),
        "lines": facts.lines_in_words(facts.lines(titled=titled).filter(proceeding=row)[:100], titled=titled),
        "doors": _doors(row, may=manages(actor_of(request), row.entry)),
        "titled": titled,
    }
    return render(request, "brands/conduct/own.html", businesses_pages.frame(request) | context)


@asking
@guards.business
def saying(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Stating the case, saying what was remedied, appealing."""
    row, one = proceeding_or_404(request, pk, own=True), SAYINGS[key]
    back = reverse("business-brand-proceeding", args=[row.pk])
    may = one.may(row, clock.today()) and manages(actor_of(request), row.entry)
    return ask(
        request,
        own_question("brands/conduct/own_form.html", may=may, back=back, row=row, one=one),
        form=partial(one.form, seen=row.version),
        act=lambda form: one.act(
            row, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=one.done,
        to=back,
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
    found = facts.proceedings(entry, titled=titled)
    if not found:
        return None
    may = manages(actor_of(request), entry)
    rows = [(one, _doors(one.row, may=may), facts.tone_of(one.row, clock.today())) for one in found]
    return Section("brands/conduct/own_section.html", {"proceedings": rows, "entry": entry})


def desk_sections(business_ids: Iterable[UUID], *, today: date) -> list[overview.Section]:
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
    line = overview.Line(_("Proceedings about your conduct"), value, way("business-brands"), tone="warn")
    return [overview.Section(_("Directory and three hearts"), [line])]


def _doors(row: Proceeding, *, may: bool) -> list[tuple[str, Words]]:
    """Addresses and titles of what a manager of the business may do now."""
    if not may:
        return []
    return [
        (reverse(f"business-brand-{key}", args=[row.pk]), asked.title)
        for key, asked in SAYINGS.items()
        if asked.may(row, clock.today())
    ]
