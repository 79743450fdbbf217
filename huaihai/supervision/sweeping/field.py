"""On the spot, with a phone: finding or writing down the place, and the checklist on one page."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huaihai.businesses.models import Business, Place
from huaihai.businesses.register import verbs as register_verbs
from huaihai.businesses.register.verbs import Stated
from huaihai.desk.asking import ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.lives import DeskError, NotPossible
from huaihai.kit import clock, local_words
from huaihai.kit.country import gettext as _
from huaihai.kit.country import gettext_lazy, pgettext_lazy
from huaihai.kit.form_fields import Line, Words, name_what_is_needed
from huaihai.kit.ids import new_id
from huaihai.kit.paging import page_of
from huaihai.law import credit_code
from huaihai.law.errors import BadCreditCode
from huaihai.law.places import counties_of
from huaihai.members.models import Organisation
from huaihai.supervision.facts import MENU_KEY, question
from huaihai.supervision.models import Inspection, Project
from huaihai.supervision.sweeping import verbs
from huaihai.supervision.sweeping.life import MARKS
from huaihai.supervision.sweeping.pages import address, city_of, plan_of, sweep_or_404
from huaihai.supervision.sweeping.pictures import PhotoForm
from huaihai.supervision.sweeping.plan import Item, Plan
from huaihai.supervision.sweeping.verbs import Marked


class PlaceForm(forms.Form):
    """A place that the register does not know yet; of a known business only where it is."""

    sign = Line(label=gettext_lazy("What stands on the sign?"))
    address = Line(label=gettext_lazy("Address"), max_length=200)
    region = forms.ChoiceField(label=gettext_lazy("County or district"))
    name = Line(
        label=gettext_lazy("Name on the licence"),
        required=False,
        help_text=gettext_lazy("As it hangs on the wall."),
    )
    code = Line(label=gettext_lazy("{Business_code} on the licence"), required=False, max_length=30)

    def __init__(self, *args: Any, city: Organisation, business: Business | None, **options: Any) -> None:
        super().__init__(*args, **options)
        region = self.fields["region"]
        assert isinstance(region, forms.ChoiceField)  # noqa: S101 # tells the type checker
        counties = [(one.code, local_words.place(one.name)) for one in counties_of(city.region_code)]
        region.choices = [*counties, (city.region_code, _("elsewhere in the city"))]
        if business is not None:
            del self.fields["name"], self.fields["code"]
        name_what_is_needed(self)

    def clean_code(self) -> str:
        """A code that cannot be right is told at once."""
        typed: str = self.cleaned_data["code"]
        if not typed:
            return ""
        try:
            return credit_code.check(typed).text
        except BadCreditCode as error:
            raise forms.ValidationError(local_words.either(zh=error.zh, en=error.en)) from error

    def stated(self) -> Stated:
        """The business as it was seen."""
        said = self.cleaned_data
        return Stated(
            name=said["name"],
            code=said["code"],
            sign=said["sign"],
            address=said["address"],
            region_code=said["region"],
        )


class CheckForm(PhotoForm):
    """The whole checklist: of each item how it is, of a finding what it is, with photos."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    note = Words(
        label=gettext_lazy("Anything else about this place?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        options["initial"] = {"key": new_id()}
        super().__init__(*args, **options)
        self.plan = plan
        for item in plan.items:
            self._add(item)
        self.order_fields([*(name for name in self.fields if name != "note"), "note"])

    def _add(self, item: Item) -> None:
        name = local_words.in_script(item.name)
        self.fields[f"mark_{item.key}"] = forms.ChoiceField(
            label=name,
            choices=list(MARKS.items()),
            widget=forms.RadioSelect,
            error_messages={"required": _("%(item)s: please choose one.") % {"item": name}},
        )
        self.fields[f"words_{item.key}"] = Words(
            label=pgettext_lazy("sweep", "What did you find?"),
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.add_photos(item.key, pgettext_lazy("sweep", "Photos of it"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for item in self.plan.items:
            if cleaned.get(f"mark_{item.key}") == "found" and not cleaned.get(f"words_{item.key}"):
                name = local_words.in_script(item.name)
                self.add_error(
                    f"words_{item.key}", _("%(item)s: please write what you found.") % {"item": name}
                )
        return cleaned

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each item with its fields, for the page."""
        return [
            {
                "item": item,
                "mark": self[f"mark_{item.key}"],
                "words": self[f"words_{item.key}"],
                "photos": self[f"photos_{item.key}"],
                "kept": self.count_kept(item.key),
            }
            for item in self.plan.items
        ]

    @property
    def client_key(self) -> UUID:
        """Made when the page was opened, so that sending it twice is once."""
        key: UUID = self.cleaned_data["key"]
        return key

    def marked(self) -> list[Marked]:
        """What was marked, item by item."""
        said = self.cleaned_data
        return [
            Marked(
                item.key,
                said[f"mark_{item.key}"],
                words=said[f"words_{item.key}"] if said[f"mark_{item.key}"] != "na" else "",
                photos=self.photos(item.key),
            )
            for item in self.plan.items
        ]


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
        act=lambda form: verbs.inspect(
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
            return register_verbs.add_place(
                business,
                sign=said["sign"],
                address=said["address"],
                region_code=said["region"],
                by=by,
                at=at,
            )
        _found, place = register_verbs.find_or_write_down(form.stated(), by=by, at=at)
    except DeskError as error:
        raise NotPossible(str(error)) from error
    assert place is not None  # noqa: S101 # a sign was given
    return place
