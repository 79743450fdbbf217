"""Lists of penalties and licences for staff: handed in by the secretariat, compared by another city, read in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.brands.evidence import kept, list_words
from huaihai.brands.evidence.actions import handing, importing
from huaihai.brands.evidence.actions.importing import About
from huaihai.brands.evidence.import_forms import ComparedForm, ListForm
from huaihai.brands.evidence.lists import ReadList
from huaihai.brands.models import HandedInList, ImportRun
from huaihai.brands.office.shell import MENU_KEY
from huaihai.desk.asking import CONFLICT, show
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.desk.lives import DeskError, Unfit
from huaihai.governance import membership
from huaihai.kit import clock
from huaihai.kit.paging import page_of

SHOWN = 100  # rows of a preview, and refused ones
MOST_WAITING = 50  # lists that wait to be compared


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def imports(request: HttpRequest) -> HttpResponse:
    """What was read in so far; the secretariat hands a new list in."""
    bodies, today = membership.members_on(clock.today()), clock.today()
    may, form = acts_as_office(request), ListForm(bodies=bodies, today=today)
    if request.method == "POST" and may:
        form = ListForm(request.POST, request.FILES, bodies=bodies, today=today)
        if form.is_valid() and form.told is not None:
            kept.keep(request.session, form.told, form.what_about())
            return HttpResponseRedirect(reverse("office-brand-import-preview"))
    names = {body.region_code: body.short_name for body in bodies}
    page = page_of(ImportRun.objects.all(), request.GET.get("page"))
    return show(
        request,
        "brands/evidence/imports.html",
        current=MENU_KEY,
        page=page,
        rows=[(run, names.get(run.region_code, "")) for run in page.rows],
        form=form if may else None,
        waiting=HandedInList.objects.filter(state="waiting").select_related("handed_for")[:MOST_WAITING],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def preview(request: HttpRequest) -> HttpResponse:
    """What the list says and what would come of it; read in, or dropped."""
    found, back = kept.held(request.session), reverse("office-brand-imports")
    if found is None or not acts_as_office(request) or "drop" in request.POST:
        kept.drop(request.session)
        return HttpResponseRedirect(back)
    if request.method == "POST":
        try:
            handing.hand_in(*found, by=actor_of(request), at=clock.now())
        except DeskError as error:
            return _previewed(request, found, why=str(error), status=CONFLICT)
        kept.drop(request.session)
        messages.success(request, _("Handed in. Somebody of another city compares it with its source now."))
        return HttpResponseRedirect(back)
    return _previewed(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def compared(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A list that was handed in: somebody of another city says whether it says what its source says."""
    rows = HandedInList.objects.filter(state="waiting").select_related("handed_for")
    row = get_object_or_404(rows, pk=pk)
    found, actor, now = kept.unpacked(row.packed), actor_of(request), clock.now()
    form = ComparedForm(request.POST) if request.method == "POST" else ComparedForm()
    why, status = handing.why_not(row, actor, now), 200
    said = {"handed": row, "may": not why}
    if request.method == "POST" and form.is_valid():
        try:
            if "refuse" in request.POST:
                handing.refuse(row, why=form.cleaned_data["answer"], by=actor, at=now)
                messages.success(request, _("It is not read in."))
            else:
                done = handing.read_in(row, by=actor, at=now)
                count = done.run.rows_new if done.run is not None else 0
                messages.success(request, _("Read in: %(count)s new rows.") % {"count": count})
            return HttpResponseRedirect(reverse("office-brand-imports"))
        except Unfit as error:
            form.add_error("answer", error.message)
        except DeskError as error:
            why, status = str(error), CONFLICT
    return _previewed(request, found, why=why, status=status, form=form, **said)


def _previewed(
    request: HttpRequest, found: tuple[ReadList, About], *, why: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    told, about = found
    result = importing.sort(told)
    told_rows = [
        *((row, "new") for row in result.new),
        *((row, "corrects") for row, _held in result.corrections),
        *((row, "known") for row in result.known),
    ]
    told_rows.sort(key=lambda one: one[0].line)
    return show(
        request,
        "brands/evidence/import_preview.html",
        current=MENU_KEY,
        status=status,
        why=why,
        told=told,
        about=about,
        result=result,
        rows=told_rows[:SHOWN],
        more=max(len(told_rows) - SHOWN, 0),
        refused=[(one.line, list_words.refusal(one)) for one in result.refused[:SHOWN]],
        more_refused=max(len(result.refused) - SHOWN, 0),
        **more,
    )
