"""The pages of an officer on the spot: which place, and the checklist."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.businesses.actions import register
from huaihai.businesses.errors import BusinessError
from huaihai.businesses.models import Business, Place
from huaihai.desk.asking import ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.lives import NotPossible
from huaihai.kit import clock
from huaihai.kit.paging import page_of
from huaihai.members.models import Organisation
from huaihai.supervision.models import Inspection, Project
from huaihai.supervision.office.shell import MENU_KEY
from huaihai.supervision.sweeping.actions import inspecting
from huaihai.supervision.sweeping.field.forms import CheckForm, PlaceForm
from huaihai.supervision.sweeping.pages import address, city_of, plan_of, question, sweep_or_404

LONGEST_SEARCH = 80
SHOWN_PLACES = 20


@require_safe
@readers
def search(request: HttpRequest, project: UUID) -> HttpResponse:
    """Which place is checked? Found by its sign, name, address or credit code."""
    found, city = _own(request, project)
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    rows = Business.objects.visible_to(actor_of(request)).standing().exclude(kind=Business.Kind.GROUP)
    rows = rows.matching(words) if words else rows.none()
    places = Prefetch("places", _places(found, city), to_attr="here")
    page = page_of(rows.order_by("name", "pk").prefetch_related(places), request.GET.get("page"))
    context = {
        "project": found,
        "words": words,
        "page": page,
        "rows": [(business, vars(business)["here"][:SHOWN_PLACES]) for business in page.rows],
        "last_checked": Inspection.objects.filter(project=found, city=city).standing()[:5],
    }
    return render(request, "supervision/sweeping/search.html", frame(request, MENU_KEY) | context)


@asking
@readers
def new_place(request: HttpRequest, project: UUID) -> HttpResponse:
    """Writing down a place that the register does not know; `?business=` names a business that it does."""
    found, city = _own(request, project)
    business = _business(request)
    title = gettext_lazy("Write down the place")
    return ask(
        request,
        question(
            found,
            title=title,
            button=gettext_lazy("Go on to the checklist"),
            back=address("sweep-search", found),
            back_label=gettext_lazy("Which place?"),
            lead=business.name if business else "",
        ),
        form=partial(
            PlaceForm, city=city, business=business, initial={"sign": request.GET.get("sign", "")[:120]}
        ),
        act=lambda form: _write_down(request, form, business),
        done="",
        to=lambda place: address("sweep-check", found, place.pk),
    )


@asking
@readers
def check(request: HttpRequest, project: UUID, place: UUID) -> HttpResponse:
    """The checklist at this place, on one page."""
    found, city = _own(request, project)
    here = get_object_or_404(Place.objects.select_related("business"), pk=place)
    held = Inspection.objects.filter(project=found, place=here).standing().first()
    if held and request.method != "POST":
        messages.info(request, _("This place was checked already. Its entry can be corrected here."))
        return HttpResponseRedirect(address("sweep-inspection", found, held.pk))
    return _ask(request, found, here, None, city=city)


@asking
@readers
def correction(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The same place once more, instead of an entry that was wrong."""
    found, city = _own(request, project)
    old = get_object_or_404(
        Inspection.objects.filter(project=found, city=city).select_related("place__business"), pk=pk
    )
    return _ask(request, found, old.place, old, city=city)


def _ask(
    request: HttpRequest,
    project: Project,
    place: Place,
    old: Inspection | None,
    *,
    city: Organisation,
) -> HttpResponse:
    is_over = project.stage != "running"
    closed = _("Places are checked during the week; what comes later is a re-check.") if is_over else ""
    return ask(
        request,
        question(
            project,
            title=place.sign or place.business.name,
            button=pgettext_lazy("sweep", "Send"),
            back=address("sweep-search", project),
            back_label=gettext_lazy("Which place?"),
            template="supervision/sweeping/check.html",
            closed=closed,
            context={"place": place, "old": old, "city": city},
        ),
        form=partial(CheckForm, plan=plan_of(project)),
        act=lambda form: inspecting.inspect(
            project,
            place,
            form.marked(),
            client_key=form.client_key,
            note=form.cleaned_data["note"],
            replaces=old,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=gettext_lazy("It is written down."),
        to=lambda made: address("sweep-inspection", project, made.pk),
    )


def _own(request: HttpRequest, pk: UUID) -> tuple[Project, Organisation]:
    """The sweep, and the city for which the reader checks places in it. Raises Http404."""
    found = sweep_or_404(request, pk)
    city = city_of(request, found)
    if city is None or found.registered is None:
        raise Http404
    return found, city


def _places(project: Project, city: Organisation) -> QuerySet[Place]:
    """Places in this city, with whether each was checked already."""
    done = Inspection.objects.filter(project=project, place=OuterRef("pk"), replaced_by=None)
    rows = Place.objects.filter(region_code__startswith=city.region_code[:4])
    return rows.annotate(is_checked=Exists(done)).order_by("sign", "address", "pk")


def _business(request: HttpRequest) -> Business | None:
    named = request.GET.get("business", "")
    if not named:
        return None
    try:
        key = UUID(named)
    except ValueError as error:
        raise Http404 from error
    found: Business = get_object_or_404(Business.objects.visible_to(actor_of(request)).standing(), pk=key)
    return found


def _write_down(request: HttpRequest, form: PlaceForm, business: Business | None) -> Place:
    by, at, said = actor_of(request), clock.now(), form.cleaned_data
    try:
        if business is not None:
            return register.add_place(
                business,
                sign=said["sign"],
                address=said["address"],
                region_code=said["region"],
                by=by,
                at=at,
            )
        _found, place = register.find_or_write_down(form.stated(), by=by, at=at)
    except BusinessError as error:
        raise NotPossible(str(error)) from error
    assert place is not None  # noqa: S101 # a sign was given
    return place
