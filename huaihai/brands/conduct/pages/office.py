"""Proceedings as staff see them: the list, one of them with everything in it, the part of an entry's page."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huaihai.brands import standing
from huaihai.brands.conduct import shown, tones
from huaihai.brands.conduct.actions import deciding, panels, removing, reporting
from huaihai.brands.conduct.pages.finding import file_or_404, proceeding_or_404
from huaihai.brands.models import Entry, PairDecision, PanelSeat, Proceeding, StatementFile
from huaihai.brands.office.forms import outcome_words
from huaihai.brands.office.shell import MENU_KEY, is_outsider
from huaihai.brands.sections import Section
from huaihai.desk.asking import show
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.kit import clock
from huaihai.kit.filestore import file_response
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor
from huaihai.supervision.powers import works

LIST_KEY = "brand-proceedings"  # of the office's menu
WHICH = ("open", "overdue", "all")


@require_safe
@readers
def proceedings(request: HttpRequest) -> HttpResponse:
    """All proceedings, those that fall due first; what is overdue is told to everybody here, auditors included."""
    today = clock.today()
    which = request.GET.get("which", "open")
    which = which if which in WHICH else "open"
    rows = Proceeding.objects.select_related("entry__body")
    if which != "all":
        rows = rows.exclude(stage="ended")
    if which == "overdue":
        rows = rows.filter(due_on__lt=today)
    page = page_of(rows.order_by("due_on", "-opened_at", "pk"), request.GET.get("page"))
    titled = standing.gives_title(today)
    return show(
        request,
        "brands/conduct/office_list.html",
        current=LIST_KEY,
        page=page,
        rows=[
            (shown.as_open(row, titled=titled), tones.of(row, today), row.is_overdue(today))
            for row in page.rows
        ],
        which=which,
    )


@require_safe
@readers
def proceeding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One proceeding: rule and facts, what was said, who decides, what the reader may do."""
    row = proceeding_or_404(request, pk)
    titled, today = standing.gives_title(clock.today()), clock.today()
    decisions = PairDecision.objects.filter(entry=row.entry, about_key=str(row.pk))
    return show(
        request,
        "brands/conduct/office_proceeding.html",
        current=MENU_KEY,
        row=row,
        told=shown.as_open(row, titled=titled),
        tone=tones.of(row, today),
        statements=statements_of(row),
        lines=shown.all_shown(shown.lines(titled=titled).filter(proceeding=row)[:100], titled=titled),
        seats=seats_of(row),
        decisions=[
            (one, outcome_words(one))
            for one in decisions.select_related("proposed_for", "answered_for").order_by("-proposed_at")
        ],
        may=steps(request, row),
        titled=titled,
    )


def statements_of(row: Proceeding) -> list[Any]:
    """What was said and written down in it, with its files; two queries."""
    files = StatementFile.objects.order_by("at", "pk")
    return list(row.statements.prefetch_related(Prefetch("files", files)).order_by("at", "pk"))


def seats_of(row: Proceeding) -> list[PanelSeat]:
    """Who sits or sat in its panels, as cities; votes are read once the panel has decided."""
    rows = PanelSeat.objects.filter(proceeding=row).select_related("body", "vote")
    return list(rows.order_by("round", "drawn_at", "pk"))


def steps(request: HttpRequest, row: Proceeding) -> dict[str, Any]:
    """What the reader may do here now."""
    actor, is_office = actor_of(request), acts_as_office(request)
    waits = PairDecision.objects.filter(
        entry=row.entry, about_key=str(row.pk), state=PairDecision.State.PROPOSED
    ).exists()
    is_drafting = row.kind == Proceeding.Kind.REMOVE and row.stage == "deciding"
    return {
        "set_day": is_office and row.stage == "hearing",
        "hold": is_office
        and row.stage == "hearing"
        and row.hearing_at is not None
        and row.hearing_at <= clock.now(),
        "motion": is_office and is_drafting and not removing.is_before_the_alliance(row, clock.today()),
        "decide": is_outsider(actor, row.entry) and not waits and bool(deciding.matter_of(row)),
        "waits": waits,
        "seat": seat_of(actor, row),
    }


def seat_of(actor: Actor, row: Proceeding) -> PanelSeat | None:
    """The reader's seat in the panel that sits now, if she or he has not voted yet."""
    if row.stage != "appealed" or actor.account_id is None:
        return None
    own = [seat for seat in panels.sitting(row) if seat.account_id == actor.account_id]
    return next((seat for seat in own if not hasattr(seat, "vote")), None)


@require_safe
@readers
def statement_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A file that the business handed in."""
    row = file_or_404(request, pk)
    return file_response(  # type: ignore[return-value]  # guards name the usual kind of answer
        sha256=row.sha256, kind=row.kind, name=row.name, derivative=row.derivative
    )


def office_section(request: HttpRequest, entry: Entry) -> Section | None:
    """What the page of an entry for staff says about its conduct."""
    titled, today = standing.gives_title(clock.today()), clock.today()
    held = [(one, tones.of(one.row, today)) for one in shown.proceedings(entry, titled=titled)]
    reports = reporting.waiting(entry)
    if not held and not reports and not entry.holds_mark(today):
        return None
    facts = {
        "proceedings": held,
        "reports": reports,
        "may_report": works(actor_of(request)) and entry.stage in ("held", "suspended"),
        "may_decide": is_outsider(actor_of(request), entry),
        "entry": entry,
    }
    return Section("brands/conduct/office_section.html", facts)
