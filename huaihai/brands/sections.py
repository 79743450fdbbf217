"""What each subject adds to the pages of an entry: a template and its context, or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.module_loading import import_string

from huaihai.brands.models import Entry


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


def sections_of(names: Sequence[str], request: HttpRequest, entry: Entry) -> list[Section]:
    """The sections that have something to say about this entry."""
    providers: list[Provider] = [import_string(name) for name in names]
    return [found for provider in providers if (found := provider(request, entry)) is not None]
