"""Forged notices that were handed in, for staff: one list, and of each what follows: known, a warning, nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huaihai import reactions
from huaihai.businesses.pages import city_frame
from huaihai.cases import unmasking
from huaihai.cases.genuine import forgeries
from huaihai.cases.models import ForgedReport
from huaihai.cases.models.forged import FORGED, WAITING
from huaihai.cases.rights import CASEWORK, READING
from huaihai.cases.situation import as_officer
from huaihai.desk.frame import actor_of, frame
from huaihai.desk.lists import Choice, List, Search
from huaihai.desk.lives import NotAllowed
from huaihai.desk.moving import Move, Moving
from huaihai.desk.tables import Cell, Column
from huaihai.desk.verbs import Desk, page
from huaihai.kit import clock, filestore, guards, local_words
from huaihai.kit.country import gettext, gettext_lazy, pgettext_lazy
from huaihai.kit.form_fields import Line, SeenForm
from huaihai.members.actors import Actor

MENU_KEY = "forged"
OPENED = "unmasked_forgeries"  # session key
NOTED = gettext_lazy("It is noted.")


def _may(move: Move[ForgedReport], by: Actor) -> None:
    if (
        not by.roles & set(CASEWORK)
        or not ForgedReport.objects.visible_to(by).filter(pk=move.row.pk).exists()
    ):
        raise NotAllowed(gettext("Only officers of the body to which it was handed in do this."))


moving = Moving[ForgedReport](FORGED, guard=_may)


class NoteForm(SeenForm):
    """A word for whoever looks it up."""

    note = Line(label=gettext_lazy("A note"), max_length=300, required=False)


class TitleForm(SeenForm):
    """What the warning is called for now."""

    title = Line(label=gettext_lazy("Title of the warning"), max_length=100)


@dataclass(frozen=True)
class Begun:
    """A draft, and where it is."""

    url: str


@page(
    "known",
    "forged_known",
    gettext_lazy("Known already"),
    NOTED,
    form=NoteForm,
    button=gettext_lazy("It is known"),
    tone="plain",
)
def known(row: ForgedReport, *, note: str = "", seen: int | None = None, by: Actor, at: datetime) -> None:
    """The same forgery was seen before. Raises NotAllowed, NotPossible, Moved."""
    with moving(row, "forged_known", seen=seen, by=by, at=at) as move:
        move.row.note, move.row.ended_at = note, at


@page(
    "warning",
    "forged_warn",
    gettext_lazy("Begin a warning"),
    gettext_lazy("The draft is open."),
    form=TitleForm,
    options=lambda _actor, row: {"initial": {"title": _title(row)}},
    lead=lambda row: gettext(
        "The draft has the words that were handed in, without telephones, accounts, WeChat and links; look it over for "
        "names before anybody reads it."
    ),
    button=gettext_lazy("Open the draft"),
    to=lambda made: made.url,
)
def warning(row: ForgedReport, *, title: str, seen: int | None = None, by: Actor, at: datetime) -> Begun:
    """A draft of a warning about it. Raises NotAllowed, NotPossible, Moved, Unfit."""
    with moving(row, "forged_warn", seen=seen, by=by, at=at) as move:
        words = forgeries.without_traces(move.row.words)
        key, url = import_string(reactions.WARNING_DRAFT)(title=title, words=words, by=by, at=at)
        move.row.publication, move.row.ended_at = key, at
        move.facts = {"publication": key}
    return Begun(url)


def _title(row: ForgedReport) -> str:
    with translation.override("zh-hans"):
        if row.how == ForgedReport.How.OTHER:
            return gettext("Forged in our name: do not pay, tap links or call back")
        words = gettext("Forged in our name: %(how)s. Do not pay, tap links or call back")
        return words % {"how": ForgedReport.How(row.how).label}


@page(
    "nothing",
    "forged_nothing",
    gettext_lazy("Nothing follows"),
    NOTED,
    form=NoteForm,
    button=gettext_lazy("Nothing follows"),
    tone="plain",
)
def nothing(row: ForgedReport, *, note: str = "", seen: int | None = None, by: Actor, at: datetime) -> None:
    """It was ours after all, or nothing can be seen from it. Raises NotAllowed, NotPossible, Moved."""
    with moving(row, "forged_nothing", seen=seen, by=by, at=at) as move:
        move.row.note, move.row.ended_at = note, at


def _rows(request: HttpRequest) -> Any:
    return ForgedReport.objects.visible_to(as_officer(actor_of(request))).select_related("body")


def _words(row: ForgedReport) -> str:
    if row.erased_at:
        return gettext("erased")
    return " ".join(forgeries.without_traces(row.words).split())[:40] or gettext("a photo")


LIST = List[ForgedReport](
    gettext_lazy("Forged in our name"),
    current=MENU_KEY,
    rows=lambda request: _rows(request).order_by("at", "pk"),
    columns=(
        Column(
            pgettext_lazy("forgery", "Number"),
            lambda row: Cell(row.number, reverse("desk-forged-report", args=[row.pk])),
            names_row=True,
        ),
        Column(pgettext_lazy("forgery", "Handed in"), lambda row: row.at, sort=("at",)),
        Column(pgettext_lazy("forgery", "How it came"), lambda row: row.get_how_display(), sort=("how",)),
        Column(pgettext_lazy("forgery", "What it says"), _words),
        Column(gettext_lazy("Body"), lambda row: local_words.in_script(row.body.short_name)),
        Column(pgettext_lazy("forgery", "What follows"), lambda row: row.stage_label),
    ),
    choices=(
        Choice(
            "which",
            gettext_lazy("Which"),
            {
                "": (pgettext_lazy("forgeries", "Waiting"), Q(stage=WAITING)),
                "done": (pgettext_lazy("forgeries", "Looked at"), ~Q(stage=WAITING)),
            },
        ),
    ),
    search=Search(
        lambda rows, words: rows.filter(number__iexact=words.strip()),
        gettext_lazy("Search by its number"),
        gettext_lazy("F-…"),
    ),
    empty=gettext_lazy("There is no forged notice here."),
    frame=city_frame,
    guard=guards.staff(*READING),
)


@never_cache
@require_safe
@guards.staff(*READING)
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them, and what may follow. Raises Http404."""
    row, actor, at = _row(request, pk), actor_of(request), clock.now()
    may_open = bool(actor.roles & set(CASEWORK))
    is_open = may_open and unmasking.is_open(request.session, row.pk, at, under=OPENED)
    words = row.words if is_open else forgeries.without_traces(row.words)
    context = {"row": row, "words": words, "steps": REPORTS.offered(actor, row)}
    context["may_open"] = may_open and words != row.words
    return render(request, "cases/genuine/office_report.html", frame(request, MENU_KEY) | context)


@require_POST
@guards.staff(*CASEWORK)
def unmask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open its numbers for a quarter of an hour. Raises Http404."""
    row, at = _row(request, pk), clock.now()
    forgeries.open_words(row, by=actor_of(request), at=at)
    unmasking.keep_open(request.session, row.pk, at, under=OPENED)
    return redirect("desk-forged-report", row.pk)


@never_cache
@require_safe
@guards.staff(*READING)
def photo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The photo, redrawn. Raises Http404."""
    row = _row(request, pk)
    if not row.photo_derivative:
        raise Http404
    return filestore.file_response(  # type: ignore[return-value]  # guards name the usual kind of answer
        sha256=row.photo_sha256, kind=row.photo_kind, name="photo", derivative=row.photo_derivative
    )


def _row(request: HttpRequest, pk: UUID) -> ForgedReport:
    found: ForgedReport = get_object_or_404(_rows(request), pk=pk)
    return found


REPORTS = Desk(
    "desk-forged",
    (known, warning, nothing),
    find=_row,
    may=lambda actor, _row: bool(actor.roles & set(CASEWORK)),
    life=FORGED,
    home=lambda row: reverse("desk-forged-report", args=[row.pk]),
    called=lambda row: row.number,
    not_now=lambda _row: gettext_lazy("Somebody has looked at it already."),
    current=MENU_KEY,
    readers=guards.staff(*READING),
    frame=city_frame,
)
