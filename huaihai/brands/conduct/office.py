"""Proceedings as staff see them: the list, one with everything in it, and each step."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huaihai.brands import standing
from huaihai.brands.conduct import facts as conduct_facts
from huaihai.brands.conduct import forms, opening, panels, removing, verbs
from huaihai.brands.conduct.facts import file_or_404, proceeding_or_404, report_or_404
from huaihai.brands.models import ConductReport, Entry, PairDecision, PanelSeat, Proceeding, StatementFile
from huaihai.brands.office import shell
from huaihai.brands.office.forms import OutcomeForm, outcome_words
from huaihai.brands.office.shell import MENU_KEY, is_outsider, take_part
from huaihai.brands.pages import Section
from huaihai.desk.asking import Question, ask, asking, show
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
            (
                conduct_facts.proceeding_in_words(row, titled=titled),
                conduct_facts.tone_of(row, today),
                row.is_overdue(today),
            )
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
        told=conduct_facts.proceeding_in_words(row, titled=titled),
        tone=conduct_facts.tone_of(row, today),
        statements=statements_of(row),
        lines=conduct_facts.lines_in_words(
            conduct_facts.lines(titled=titled).filter(proceeding=row)[:100], titled=titled
        ),
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
        "decide": is_outsider(actor, row.entry) and not waits and bool(verbs.matter_of(row)),
        "waits": waits,
        "seat": seat_of(actor, row),
    }


def seat_of(actor: Actor, row: Proceeding) -> PanelSeat | None:
    """The reader's seat in the panel that sits now, if she or he has not voted yet."""
    if row.stage != "appealed" or actor.account_id is None:
        return None
    own = [seat for seat in panels.seats_taken(row) if seat.account_id == actor.account_id]
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
    held = [
        (one, conduct_facts.tone_of(one.row, today))
        for one in conduct_facts.proceedings(entry, titled=titled)
    ]
    reports = opening.waiting(entry)
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


@asking
@readers
def hearing_day(request: HttpRequest, pk: UUID) -> HttpResponse:
    """When and where the business is heard."""
    row = proceeding_or_404(request, pk)
    question = _question(row, _("Day of the hearing"), _("Set the day"), is_shown=acts_as_office(request))
    return ask(
        request,
        question,
        form=partial(forms.HearingForm, seen=row.version),
        act=lambda form: verbs.set_day(row, **form.facts(), by=actor_of(request), at=clock.now()),
        done=_("The day is set, and the business is told."),
        to=question.back,
    )


@asking
@readers
def minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was said in the hearing."""
    row = proceeding_or_404(request, pk)
    question = _question(
        row, _("Minutes of the hearing"), _("Publish the minutes"), is_shown=acts_as_office(request)
    )
    return ask(
        request,
        question,
        form=partial(forms.MinutesForm, seen=row.version),
        act=lambda form: verbs.hold(row, **form.facts(), by=actor_of(request), at=clock.now()),
        done=_("The minutes are stored; now it is to be decided."),
        to=question.back,
    )


@asking
@readers
def decision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The first of the two proposes."""
    row = proceeding_or_404(request, pk)
    question = _question(
        row,
        _("Propose a decision"),
        _("Propose it"),
        lead=_("It counts only when somebody of another city agrees."),
        is_shown=shell.is_outsider(actor_of(request), row.entry) and bool(verbs.matter_of(row)),
    )
    return take_part(
        request,
        question,
        row.entry,
        form=partial(OutcomeForm, about=verbs.matter_of(row)),
        act=lambda form: verbs.propose(row, **form.cleaned_data, by=actor_of(request), at=clock.now()),
        done=_("It is proposed; a second voice from another city is needed."),
        to=row.entry.office_url,
    )


@asking
@readers
def motion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The office drafts the removal."""
    row = proceeding_or_404(request, pk)
    question = _question(
        row,
        _("Draft the removal"),
        _("Draft the motion"),
        lead=_("The alliance decides about it by vote. The motion is written as a draft of your body."),
        is_shown=acts_as_office(request) and row.kind == Proceeding.Kind.REMOVE,
    )
    return ask(
        request,
        question,
        form=partial(forms.ReasonsForm, seen=row.version),
        act=lambda form: removing.draft_motion(
            row,
            reasons=form.cleaned_data["reasons"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("The motion is drafted. Please table it."),
        to=lambda made: reverse("office-motion", args=[made.pk]),
    )


@asking
@readers
def vote(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of the panel says what she or he thinks."""
    row = proceeding_or_404(request, pk)
    seat = seat_of(actor_of(request), row)
    if seat is None:
        raise Http404
    question = _question(
        row,
        _("Your voice in the panel"),
        _("Give this voice"),
        lead=_("The others of the panel do not read it before two of you agree. It cannot be changed."),
    )
    return take_part(
        request,
        question,
        row.entry,
        form=partial(forms.VoteForm, seen=row.version),
        act=partial(_voted, request, seat),
        done=_("Your voice is stored."),
        to=question.back,
    )


@asking
@readers
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Staff report something about an entry."""
    entry = shell.entry_or_404(request, pk)
    question = Question(
        current=shell.MENU_KEY,
        title=_("Report something about its conduct"),
        button=pgettext("conduct", "Hand it in"),
        back=entry.office_url,
        back_label=entry.name,
        lead=_("A report opens nothing by itself."),
        is_shown=works(actor_of(request)),
    )
    return ask(
        request,
        question,
        form=forms.ReportForm,
        act=lambda form: opening.hand_in(
            entry,
            origin=ConductReport.Origin.CITY,
            text=form.cleaned_data["text"],
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("The report is handed in."),
        to=question.back,
    )


@asking
@readers
def report_decision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The first of the two says what follows from a report."""
    row = report_or_404(request, pk)
    question = Question(
        current=shell.MENU_KEY,
        title=_("What follows from this report?"),
        button=_("Propose it"),
        back=row.entry.office_url,
        back_label=row.entry.name,
        lead=row.text,
        is_shown=shell.is_outsider(actor_of(request), row.entry),
    )
    return take_part(
        request,
        question,
        row.entry,
        form=partial(OutcomeForm, about=opening.ABOUT),
        act=lambda form: opening.propose(row, **form.cleaned_data, by=actor_of(request), at=clock.now()),
        done=_("It is proposed; a second voice from another city is needed."),
        to=question.back,
    )


def _voted(request: HttpRequest, seat: PanelSeat, form: forms.VoteForm) -> object:
    return panels.vote(seat, **form.facts(), by=actor_of(request), at=clock.now())


def _question(row: Proceeding, title: str, button: str, *, lead: str = "", is_shown: bool = True) -> Question:
    return Question(
        current=shell.MENU_KEY,
        title=title,
        button=button,
        back=reverse("office-brand-proceeding", args=[row.pk]),
        back_label=row.number,
        lead=lead,
        is_shown=is_shown,
        closed="" if row.is_open else _("This proceeding has ended."),
    )
