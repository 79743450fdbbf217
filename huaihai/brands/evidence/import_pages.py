"""Lists of penalties and licences for staff: handed in by the secretariat, looked over, read in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.brands.evidence import kept, list_words
from huaihai.brands.evidence.actions import importing
from huaihai.brands.evidence.import_forms import ListForm
from huaihai.brands.models import ImportRun
from huaihai.brands.office.shell import MENU_KEY
from huaihai.governance import membership
from huaihai.governance.errors import GovernanceError
from huaihai.governance.office.asking import CONFLICT, acts_as_office, show
from huaihai.governance.office.frame import actor_of, readers
from huaihai.kit import clock
from huaihai.kit.paging import page_of

SHOWN = 100  # rows of a preview, and refused ones


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
    )


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def preview(request: HttpRequest) -> HttpResponse:
    """What the list says and what would come of it; read in, or dropped."""
    found, back = kept.held(request.session), reverse("office-brand-imports")
    if found is None or not acts_as_office(request) or "drop" in request.POST:
        kept.drop(request.session)
        return HttpResponseRedirect(back)
    told, about = found
    if request.method == "POST":
        try:
            run = importing.store(told, about, by=actor_of(request), at=clock.now())
        except GovernanceError as error:
            return _previewed(request, why=str(error), status=CONFLICT)
        kept.drop(request.session)
        messages.success(request, _("Read in: %(count)s new rows.") % {"count": run.rows_new})
        return HttpResponseRedirect(back)
    return _previewed(request)


def _previewed(request: HttpRequest, *, why: str = "", status: int = 200) -> HttpResponse:
    found = kept.held(request.session)
    if found is None:
        return HttpResponseRedirect(reverse("office-brand-imports"))
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
    )
