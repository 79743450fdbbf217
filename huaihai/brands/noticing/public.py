"""What anybody reads and does: the list of notices, an objection, the dossier of an admission."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.brands import standing
from huaihai.brands.catalogue.entry_page import entry_or_404
from huaihai.brands.floods import TOO_MANY, Gate
from huaihai.brands.lives import LIVE
from huaihai.brands.models import Notice
from huaihai.brands.noticing import clocks, shown
from huaihai.brands.noticing.actions import objecting
from huaihai.brands.noticing.forms import ObjectionForm
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of
from huaihai.kit.signing import canonical
from huaihai.members.actors import Actor

GATE: Final = Gate("brand-objection", in_all=300)
CONFLICT = 409


@require_safe
@guards.public
def notices(request: HttpRequest) -> HttpResponse:
    """The notices that stand, the newest first; none while there is no basis."""
    today = clock.today()
    gives_title = standing.gives_title(today)
    rows = Notice.objects.filter(ended_at=None).select_related(*shown.HEAD)
    page = page_of(
        rows.order_by("-from_on", "-at", "pk") if gives_title else rows.none(), request.GET.get("page")
    )
    context = {"page": page, "rows": shown.notices(page.rows, today), "gives_title": gives_title}
    return render(request, "brands/noticing/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """Object while the notice stands; later it is a report about conduct."""
    notice = _notice_or_404(number)
    is_late = not clocks.is_open(notice, clock.today())
    if request.method != "POST":
        return _page(request, notice, ObjectionForm(is_late=is_late), is_late=is_late)
    if not GATE.lets_through(request):
        form = ObjectionForm(request.POST, is_late=is_late)
        form.add_error(None, _("Too much came from your network. Please try again in an hour."))
        return _page(request, notice, form, is_late=is_late, status=TOO_MANY)
    form = ObjectionForm(request.POST, request.FILES, is_late=is_late)
    if not form.is_valid():
        return _page(request, notice, form, is_late=is_late)
    return _taken(request, notice, form, is_late=is_late)


@require_safe
@guards.public
def received(request: HttpRequest, number: str) -> HttpResponse:
    """It has arrived; its number, and what happens next."""
    return render(request, "brands/noticing/received.html", {"number": number})


@require_safe
@guards.public
def received_late(request: HttpRequest, number: str) -> HttpResponse:
    """It has arrived as a report about conduct."""
    return render(request, "brands/noticing/received.html", {"entry": entry_or_404(number)})


@require_safe
@guards.public
def dossier(request: HttpRequest, number: str) -> HttpResponse:
    """The dossier of the newest admission, exactly the bytes that its hash is over."""
    told = shown.admission(entry_or_404(number)) if standing.gives_title(clock.today()) else None
    if told is None or told["dossier"] is None:
        raise Http404
    return HttpResponse(
        canonical(told["dossier"].content),
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="dossier-{number}.json"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _taken(request: HttpRequest, notice: Notice, form: ObjectionForm, *, is_late: bool) -> HttpResponse:
    by, at = Actor.public(), clock.now()
    try:
        if is_late:
            objecting.report_late(notice, form.said(), by=by, at=at)
            return HttpResponseRedirect(reverse("brand-objection-late", args=[notice.entry.number]))
        made = objecting.object_to(notice, form.said(), by=by, at=at)
    except Unfit as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _page(request, notice, form, is_late=is_late)
    except NotPossible as error:
        form.add_error(None, str(error))
        return _page(request, notice, form, is_late=is_late, status=CONFLICT)
    return HttpResponseRedirect(reverse("brand-objection-received", args=[made.number]))


def _page(
    request: HttpRequest, notice: Notice, form: ObjectionForm, *, is_late: bool, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "entry": notice.entry,
        "until": clocks.last_day(notice),
        "is_late": is_late,
        "back_url": notice.entry.get_absolute_url(),
    }
    return render(request, "brands/noticing/objection.html", context, status=status)


def _notice_or_404(number: str) -> Notice:
    """The newest notice of this entry, while there is a basis and the entry is there."""
    entry = entry_or_404(number)
    notice = shown.newest_notice(entry)
    if notice is None or entry.stage not in LIVE or not standing.gives_title(clock.today()):
        raise Http404
    return notice
