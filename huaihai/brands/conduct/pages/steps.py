"""The steps of staff in a proceeding: hearing, proposing, drafting the removal, voting, reporting."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.brands.conduct import forms
from huaihai.brands.conduct.actions import appealing, deciding, hearing, removing, reporting
from huaihai.brands.conduct.pages.finding import proceeding_or_404, report_or_404
from huaihai.brands.conduct.pages.office import seat_of
from huaihai.brands.models import ConductReport, PanelSeat, Proceeding
from huaihai.brands.office import shell
from huaihai.brands.office.forms import OutcomeForm
from huaihai.brands.office.partaking import take_part
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.kit import clock
from huaihai.supervision.powers import works


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
        act=lambda form: hearing.set_day(row, **form.facts(), by=actor_of(request), at=clock.now()),
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
        act=lambda form: hearing.hold(row, **form.facts(), by=actor_of(request), at=clock.now()),
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
        is_shown=shell.is_outsider(actor_of(request), row.entry) and bool(deciding.matter_of(row)),
    )
    return take_part(
        request,
        question,
        row.entry,
        form=partial(OutcomeForm, about=deciding.matter_of(row)),
        act=lambda form: deciding.propose(row, **form.cleaned_data, by=actor_of(request), at=clock.now()),
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
        act=lambda form: reporting.hand_in(
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
        form=partial(OutcomeForm, about=reporting.ABOUT),
        act=lambda form: reporting.propose(row, **form.cleaned_data, by=actor_of(request), at=clock.now()),
        done=_("It is proposed; a second voice from another city is needed."),
        to=question.back,
    )


def _voted(request: HttpRequest, seat: PanelSeat, form: forms.VoteForm) -> object:
    return appealing.vote(seat, **form.facts(), by=actor_of(request), at=clock.now())


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
