"""What the pages of all subjects share: parts of an entry's page, forms, what the public sends in, own entries."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huaihai.brands.models import Entry
from huaihai.businesses import pages as businesses_pages
from huaihai.businesses import rights
from huaihai.desk.asking import Question, ask, outside
from huaihai.desk.frame import actor_of
from huaihai.kit import clock
from huaihai.kit.brakes import Brake
from huaihai.kit.computed import cache
from huaihai.kit.filestore import Stored
from huaihai.kit.network import network_of
from huaihai.members.actors import Actor
from huaihai.record.models import Event
from huaihai.supervision.sweeping.pictures import PhotoForm

KEPT = 300  # seconds
NOT_NOW = gettext_lazy("This cannot be done now, or only by a manager of the business.")


@dataclass(frozen=True)
class Section:
    """A part of a page; in the template it is `section`, its context `section.facts`."""

    template: str
    facts: Mapping[str, Any] = field(default_factory=dict)


type Provider = Callable[[HttpRequest, Entry], Section | None]

# In the order of the page; each is called with the request and the entry.
OFFICE: tuple[str, ...] = (  # the page for staff
    "huaihai.brands.conduct.office.office_section",
    "huaihai.brands.entering.facts.office_section",
    "huaihai.brands.catalogue.making.office_section",
    "huaihai.brands.marks.pages.office_section",
    "huaihai.brands.evidence.pages.office_section",
    "huaihai.brands.assessing.pages.office_section",
    "huaihai.brands.noticing.facts.office_section",
)
HOLDER: tuple[str, ...] = (  # the page of the business itself
    "huaihai.brands.conduct.holder.holder_section",
    "huaihai.brands.entering.facts.holder_section",
    "huaihai.brands.catalogue.making.holder_section",
    "huaihai.brands.marks.pages.holder_section",
    "huaihai.brands.assessing.pages.holder_section",
    "huaihai.brands.noticing.facts.holder_section",
    "huaihai.brands.evidence.pages.holder_section",
)
PUBLIC: tuple[str, ...] = (  # the page that anybody reads
    "huaihai.brands.conduct.public.public_section",
    "huaihai.brands.entering.facts.public_section",
    "huaihai.brands.marks.pages.public_section",
    "huaihai.brands.evidence.pages.public_section",
    "huaihai.brands.noticing.facts.public_section",
)


def public_html(request: HttpRequest, entry: Entry, *, gives_title: bool) -> SafeString:
    """What the subjects tell everybody, as HTML. It is the same for all readers of a language until something happens
    to the entry, and kept so long, five minutes at most: what others are about may change without an event here.
    """
    last = Event.objects.filter(subject=entry.record_key).aggregate(last=Max("number"))["last"]
    key = f"brand-sections:{entry.pk}:{last}:{clock.today()}:{get_language()}:{gives_title}"
    found: SafeString | None = cache.get(key)
    if found is None:
        told = sections_of(PUBLIC, request, entry)
        context = {"entry": entry, "gives_title": gives_title}
        parts = [render_to_string(one.template, {**context, "section": one}, request) for one in told]
        found = mark_safe("".join(parts))  # noqa: S308 -- made by templates
        cache.set(key, found, KEPT)
    return found


def sections_of(names: Sequence[str], request: HttpRequest, entry: Entry) -> list[Section]:
    """The sections that have something to say about this entry."""
    providers: list[Provider] = [import_string(name) for name in names]
    return [found for provider in providers if (found := provider(request, entry)) is not None]


def own_question(template: str, *, may: bool, back: str = "", **context: Any) -> Question:
    """A page with one form on the desk of a business; where it may not be done (any more), it says so, and has none."""
    return outside(
        template,
        back=back,
        closed="" if may else NOT_NOW,
        context=context | {"may": may},
        frame=lambda request, _current: businesses_pages.frame(request),
    )


class OnePhotoForm(PhotoForm):
    """`photo_name` names the place; a form that takes the place away empties `photo_names`."""

    photo_name: ClassVar[str]

    @property
    def has_kept(self) -> bool:
        """Whether a photo has arrived that is carried along while something else is mended."""
        return bool(self.photo_names) and self.count_kept(self.photo_name) > 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if len(self.photos(self.photo_name)) > 1:
            self.add_error(f"photos_{self.photo_name}", _("One photo is enough. Please choose the best."))
        return cleaned

    def photo(self) -> Stored | None:
        """The photo, if one came."""
        return next(iter(self.photos(self.photo_name)), None)


@dataclass(frozen=True)
class Gate:
    """At most `a_network` an hour from one network, and `in_all` a day from everybody. `name` is of what is sent."""

    name: str
    in_all: int
    a_network: int = 10

    def lets_through(self, request: HttpRequest) -> bool:
        """Counts this one, and says whether it comes through."""
        one = Brake(self.name, most=self.a_network, seconds=3600)
        everybody = Brake(f"{self.name}-all", most=self.in_all, seconds=86_400)
        return one.lets_through(network_of(request)) and everybody.lets_through("all")


def send_in(
    request: HttpRequest,
    template: str,
    *,
    gate: Gate,
    too_many: str,
    form: Callable[..., Any],
    act: Callable[[Any], str],
    context: dict[str, Any],
) -> HttpResponse:
    """The form, or what it asks for: `act` gets it and tells where to go on. What was typed stays, also where the gate
    is shut; photos are not even read then."""
    if request.method == "POST" and not gate.lets_through(request):
        made = form(request.POST)
        made.add_error(None, too_many)
        return render(request, template, context | {"form": made}, status=HTTPStatus.TOO_MANY_REQUESTS)
    return ask(request, outside(template, context=context), form=form, act=act, done="", to=str)


def own_entries(request: HttpRequest) -> Any:
    """The entries of the businesses that the reader answers for."""
    keys = list(actor_of(request).business_ids)
    return Entry.objects.filter(business__in=keys).select_related("business", "body")


def own_entry(request: HttpRequest, pk: UUID) -> Entry:
    """The entry with this id, if it is one of these. Raises Http404."""
    found: Entry = get_object_or_404(own_entries(request).select_related("place", "criteria"), pk=pk)
    return found


def own_url(entry: Entry) -> str:
    """Its page on the desk of its business."""
    return reverse("business-brand", args=[entry.pk])


def manages(actor: Actor, entry: Entry) -> bool:
    """Whether the actor may act today for the business of this entry."""
    return rights.may(actor, entry.business, rights.MANAGE, on=clock.today())
