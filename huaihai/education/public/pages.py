"""What anyone may read: warnings and earlier versions, announcements, rights, stories, and the search over them."""

from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from huaihai import alliance, reactions
from huaihai.businesses.posters.pages import Door
from huaihai.education import repairs
from huaihai.education import search as searching
from huaihai.education.library import facts as library_facts
from huaihai.education.models import (
    Edition,
    Exposure,
    Publication,
    PublicationCity,
    PublicationQuerySet,
    PublicationVersion,
)
from huaihai.education.public import answers, facts
from huaihai.education.public.facts import Narrowing
from huaihai.education.replies import facts as replies_facts
from huaihai.education.translating.reading import titled
from huaihai.kit import clock, guards, local_words
from huaihai.kit.paging import page_of
from huaihai.kit.ways import way
from huaihai.law import kinds
from huaihai.members.actors import Actor


@require_safe
@guards.same_for_all
def warnings(request: HttpRequest) -> HttpResponse:
    """All of them, narrowed by what is asked for."""
    return _page(request, facts.asked(request.GET.dict()))


@require_safe
@guards.same_for_all
def of_city(request: HttpRequest, code: str) -> HttpResponse:
    """Those that concern one city."""
    return _page(request, facts.named(city=code))


@require_safe
@guards.same_for_all
def on_topic(request: HttpRequest, code: str) -> HttpResponse:
    """Those on one category of goods or services."""
    return _page(request, facts.named(topic=code))


def with_cities(rows: PublicationQuerySet) -> PublicationQuerySet:
    """Each with the cities that its shown version concerns, in one more query."""
    cities = PublicationCity.objects.filter(is_shown=True).select_related("city")
    return rows.prefetch_related(Prefetch("city_rows", cities, to_attr="shown_cities"))


def choices() -> dict[str, Any]:
    """What can be chosen: cities, topics and kinds, each with its code and its name."""
    return {
        "cities": [(city.code, local_words.place(city.name)) for city in alliance.load().cities],
        "topics": [(topic.code, local_words.said(topic)) for topic in kinds.CATEGORIES],
        "kinds": [(kind.value, kind.label) for kind in Publication.ALERTS],
    }


def _page(request: HttpRequest, chosen: Narrowing) -> HttpResponse:
    page = page_of(with_cities(chosen.rows().select_related("shown")), request.GET.get("page"))
    return render(request, "education/warnings/list.html", {"page": page, "chosen": chosen, **choices()})


@require_safe
@guards.same_for_all
def warning(request: HttpRequest, slug: str) -> HttpResponse:
    """As it is read now. One that was taken back says so, and why."""
    return page(request, get_object_or_404(_texts(), slug=slug))


@require_safe
@guards.same_for_all
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version that went out and was replaced. The one that is read now has its own address."""
    publication = get_object_or_404(_texts(), slug=slug)
    out = facts.editions(publication)
    found = next((one.version for one in out if one.version and one.version.number == number), None)
    if found is None or facts.is_silent(publication):
        raise Http404
    if found.pk == publication.shown_id:
        return redirect(publication)
    return render(request, "education/warnings/text.html", _context(publication, out, found))


def page(request: HttpRequest, publication: Publication) -> HttpResponse:
    """The page of a text that went out through editions."""
    context = _context(publication, facts.editions(publication), publication.current)
    return render(request, "education/warnings/text.html", context)


def _shown_until(publication: Publication) -> date | None:
    """The last day of an exposure that is shown; None for everything else."""
    if publication.kind != Publication.Kind.EXPOSURE or publication.is_withdrawn:
        return None
    return Exposure.objects.filter(publication=publication).values_list("expires_on", flat=True).first()


def _texts() -> PublicationQuerySet:
    rows = Publication.objects.visible_to(Actor.public()).alerts()
    return with_cities(rows.select_related("publisher", "shown"))


def _context(publication: Publication, out: list[Edition], read: PublicationVersion) -> dict[str, Any]:
    edition = facts.of_version(out, read)
    return {
        **facts.translated(publication, read),
        "is_old": read.pk != publication.shown_id,
        "is_silent": facts.is_silent(publication),
        "shown_until": _shown_until(publication),
        "withdrawal": facts.last_reason(publication, out),
        "edition": edition,
        "signed": facts.signed(edition) if edition else [],
        "changes": facts.changes(publication, out),
        "products": list(read.products.all()),
        "replies": replies_facts.public_replies(publication),
        "doors": [door for name in reactions.TEXT_DOORS for door in import_string(name)(publication)],
    }


@require_safe
@guards.same_for_all
def announcements(request: HttpRequest) -> HttpResponse:
    """All announcements, newest first."""
    page = page_of(facts.visible(request).announcements(), request.GET.get("page"))
    return render(request, "education/announcements.html", {"page": page})


@require_safe
@guards.same_for_all
def announcement(request: HttpRequest, slug: str) -> HttpResponse:
    """One announcement."""
    return render(request, "education/publication.html", facts.translated(_announcement(request, slug)))


@require_safe
@guards.same_for_all
def differences(request: HttpRequest, slug: str) -> HttpResponse:
    """An imported announcement: what was received beside what is shown."""
    publication = _announcement(request, slug)
    version = publication.current
    if not version.is_imported:
        raise Http404
    context = {
        "publication": publication,
        "version": version,
        "lines": repairs.lines(version),
        "done": repairs.in_words(version.repair),
        "doubts": repairs.doubts_in_words(version.repair),
    }
    return render(request, "education/differences.html", context)


@require_safe
@guards.public
def original(request: HttpRequest, slug: str) -> HttpResponse:
    """The bytes of an imported announcement, as they were received."""
    version = _announcement(request, slug).current
    if version.original is None:
        raise Http404
    charset = "gb18030" if version.original_encoding == "gb18030" else "utf-8"
    return HttpResponse(bytes(version.original), content_type=f"text/plain; charset={charset}")


def _announcement(request: HttpRequest, slug: str) -> Publication:
    rows = facts.visible(request).announcements().select_related("publisher", "shown")
    return get_object_or_404(rows, slug=slug)


@require_safe
@guards.same_for_all
def rights(request: HttpRequest) -> HttpResponse:
    """All of them, in the editor's order."""
    page = page_of(facts.visible(request).rights().select_related("shown"), request.GET.get("page"))
    rows = [titled(row, get_language()) for row in page.rows]
    return render(request, "education/rights.html", {"page": page, "rows": rows})


@require_safe
@guards.same_for_all
def right(request: HttpRequest, slug: str) -> HttpResponse:
    """One text on rights."""
    publication = get_object_or_404(facts.visible(request).rights().select_related("shown"), slug=slug)
    return render(request, "education/publication.html", facts.translated(publication))


@require_safe
@guards.same_for_all
def stories(request: HttpRequest) -> HttpResponse:
    """All of them, newest first."""
    page = page_of(_stories().published(), request.GET.get("page"))
    return render(request, "education/stories.html", {"page": page})


@require_safe
@guards.same_for_all
def story(request: HttpRequest, slug: str) -> HttpResponse:
    """One story."""
    rows = with_cities(_stories().select_related("publisher", "shown"))
    return page(request, get_object_or_404(rows, slug=slug))


def _stories() -> PublicationQuerySet:
    rows = Publication.objects.visible_to(Actor.public()).filter(kind=Publication.Kind.STORY)
    return rows.order_by("-published_on", "-id")


@require_safe
@guards.public
def search(request: HttpRequest) -> HttpResponse:
    """What answers `q`: a problem's card, an office, texts, articles, shops; and always a way on."""
    query = request.GET.get("q", "").strip()
    words = searching.words_of(query)
    page = page_of(searching.find(facts.visible(request), words), request.GET.get("page"))
    near = searching.loosely(facts.visible(request), words) if words and not page.total else []
    hits = [
        searching.Hit(row, searching.marked(row.title, words), searching.snippet(row.plain, words))
        for row in (*page.rows, *near)
    ]
    first = page.number == 1 and bool(words)
    offices = _doors(query, reactions.SEARCH_OFFICES) if first else []
    context = {
        "query": query[: searching.LONGEST_QUERY],
        "words": words,
        "page": page,
        "hits": hits,
        "is_near": bool(near),
        "offices": offices,
        "answers": answers.found(query) if first else [],
        "doors": _doors(query, reactions.SEARCH) if first else [],
        "articles": library_facts.found(query, words, today=clock.today()) if first else [],
        "asks_law": any(sign in query for sign in LAW),
        "callback": way("callback-new"),
        "triage": way("triage"),
    }
    return render(request, "education/search.html", context)


LAW = ("法", "条", "article", "law")


def _doors(query: str, names: tuple[str, ...]) -> list[Door]:
    """What rooms above and beside find."""
    return [door for name in names for door in import_string(name)(query, on=clock.today())]
