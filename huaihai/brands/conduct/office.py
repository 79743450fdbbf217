"""Proceedings as staff see them: the list, one with everything in it, and each step."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.brands import standing
from huaihai.brands.conduct import facts as conduct_facts
from huaihai.brands.conduct import opening, panels, removing, verbs
from huaihai.brands.conduct.facts import file_or_404, proceeding_or_404, report_or_404
from huaihai.brands.conduct.forms import ReportForm, VoteForm
from huaihai.brands.conduct.life import PROCEEDING
from huaihai.brands.models import ConductReport, Entry, PairDecision, PanelSeat, Proceeding, StatementFile
from huaihai.brands.office import shell
from huaihai.brands.office.forms import outcome_words
from huaihai.brands.office.shell import MENU_KEY, is_outsider, take_part
from huaihai.brands.pages import Section
from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lists import Choice, List, Options
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.desk.verbs import NOT_NOW, Desk, Link
from huaihai.kit import clock
from huaihai.kit.filestore import file_response
from huaihai.kit.local_words import in_script
from huaihai.members.actors import Actor
from huaihai.supervision.powers import works

ENDED = gettext_lazy("This proceeding has ended.")
LIST_KEY = "brand-proceedings"  # of the office's menu
WHICH: Options = {
    "open": (pgettext_lazy("proceedings", "Open"), ~Q(stage="ended")),
    "overdue": (
        pgettext_lazy("proceedings", "Overdue"),
        lambda rows: rows.exclude(stage="ended").filter(due_on__lt=clock.today()),
    ),
    "all": (pgettext_lazy("proceedings", "All"), Q()),
}


def _until(row: Proceeding) -> Cell:
    is_late = row.is_overdue(clock.today())
    return Cell(row.due_on, tags=[Tag(pgettext_lazy("proceeding", "overdue"), "late")] if is_late else [])


# What is overdue is told to everybody here, auditors included.
LIST = List[Proceeding](
    pgettext_lazy("conduct", "Proceedings"),
    current=LIST_KEY,
    rows=lambda _request: Proceeding.objects.select_related("entry__body").order_by(
        "due_on", "-opened_at", "pk"
    ),
    columns=(
        Column(
            pgettext_lazy("brands", "Number"),
            lambda row: Cell(row.number, reverse("office-brand-proceeding", args=[row.pk])),
        ),
        Column(
            pgettext_lazy("brands", "Entry"), lambda row: in_script(row.entry.name), sort=("entry__name",)
        ),
        Column(
            gettext_lazy("City"),
            lambda row: in_script(row.entry.body.short_name),
            sort=("entry__body__position",),
        ),
        Column(pgettext_lazy("proceeding", "About"), lambda row: row.get_kind_display(), sort=("kind",)),
        Column(
            pgettext_lazy("brands", "Stage"),
            lambda row: Tag(row.stage_label, conduct_facts.tone_of(row, clock.today())),
        ),
        Column(pgettext_lazy("proceeding", "Until"), _until, sort=("due_on",)),
    ),
    choices=(Choice("which", gettext_lazy("Which proceedings"), WHICH),),
    back=lambda _request: (gettext_lazy("Entries of the three hearts"), reverse("office-brands")),
    empty=gettext_lazy("There is no proceeding like this."),
    file="proceedings",
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
        steps=PROCEEDINGS.offered(actor_of(request), row),
        waits=verbs.waits_for_second(row),
        seat=seat_of(actor_of(request), row),
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
def vote(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of the panel says what she or he thinks."""
    row = proceeding_or_404(request, pk)
    seat = seat_of(actor_of(request), row)
    if seat is None:
        raise Http404
    question = Question(
        current=MENU_KEY,
        title=_("Your voice in the panel"),
        button=_("Give this voice"),
        back=_proceeding_url(row),
        back_label=row.number,
        lead=_("The others of the panel do not read it before two of you agree. It cannot be changed."),
        context={"entry": row.entry},
    )
    return take_part(
        request,
        question,
        form=partial(VoteForm, seen=row.version),
        act=lambda form: panels.vote(seat, **form.facts(), by=actor_of(request), at=clock.now()),
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
        form=ReportForm,
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


def _proceeding_url(row: Proceeding) -> str:
    return reverse("office-brand-proceeding", args=[row.pk])


PROCEEDINGS = Desk(
    "office-brand-proceeding",
    (
        verbs.set_day,
        verbs.hold,
        removing.draft_motion,
        verbs.propose,
        Link(
            "",
            "office-brand-proceeding-vote",
            gettext_lazy("Give your voice in the panel"),
            may=lambda actor, row: seat_of(actor, row) is not None,
        ),
    ),
    find=proceeding_or_404,
    life=PROCEEDING,
    home=_proceeding_url,
    called=lambda row: row.number,
    not_now=lambda row: NOT_NOW if row.is_open else ENDED,
    context=lambda row: {"entry": row.entry},
    current=MENU_KEY,
)
REPORTS = Desk(
    "office-brand-conduct-report",
    (opening.propose,),
    find=report_or_404,
    home=lambda row: row.entry.office_url,
    called=lambda row: row.entry.name,
    context=lambda row: {"entry": row.entry},
    current=MENU_KEY,
)
