"""What each subject adds to the pages of an entry: a template and its context, or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from huaihai.brands.models import Entry
from huaihai.kit import clock
from huaihai.kit.computed import cache
from huaihai.record.models import Event

KEPT = 300  # seconds


@dataclass(frozen=True)
class Section:
    """A part of a page; in the template it is `section`, its context `section.facts`."""

    template: str
    facts: Mapping[str, Any] = field(default_factory=dict)


type Provider = Callable[[HttpRequest, Entry], Section | None]

# In the order of the page; each is called with the request and the entry.
OFFICE: tuple[str, ...] = (  # the page for staff
    "huaihai.brands.conduct.pages.office.office_section",
    "huaihai.brands.entering.showing.office_section",
    "huaihai.brands.catalogue.section.office",
    "huaihai.brands.marks.showing.office_section",
    "huaihai.brands.evidence.pages.office_section",
    "huaihai.brands.assessing.section.office",
    "huaihai.brands.noticing.section.office",
)
HOLDER: tuple[str, ...] = (  # the page of the business itself
    "huaihai.brands.conduct.pages.holder.holder_section",
    "huaihai.brands.entering.showing.holder_section",
    "huaihai.brands.catalogue.section.holder",
    "huaihai.brands.marks.showing.holder_section",
    "huaihai.brands.assessing.section.holder",
    "huaihai.brands.noticing.section.holder",
    "huaihai.brands.evidence.pages.holder_section",
)
PUBLIC: tuple[str, ...] = (  # the page that anybody reads
    "huaihai.brands.conduct.pages.public.public_section",
    "huaihai.brands.entering.showing.public_section",
    "huaihai.brands.marks.showing.public_section",
    "huaihai.brands.evidence.pages.public_section",
    "huaihai.brands.noticing.section.public",
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
