"""The catalogue that anybody browses, the page of one entry, and its pictures."""

import io
from typing import Any, cast

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.brands import pages as brands_pages
from huaihai.brands import standing
from huaihai.brands.catalogue import facts, finding
from huaihai.brands.catalogue.facts import area, card, kept_words, months_words
from huaihai.brands.catalogue.finding import Search, asked
from huaihai.brands.catalogue.rows import displayed_pledges, shown_story
from huaihai.brands.models import CatalogueRow, Entry, EntryPicture, StoryVersion
from huaihai.brands.models.catalogue import Shown
from huaihai.businesses import pages as businesses_pages
from huaihai.businesses.models import Enrolment
from huaihai.businesses.pages import whole_address
from huaihai.businesses.pledges import words as pledges_words
from huaihai.businesses.standing import facts as standing_facts
from huaihai.businesses.standing.terms import Terms
from huaihai.kit import clock, guards, local_words, network
from huaihai.kit.filestore import file_response, small
from huaihai.kit.network import whole
from huaihai.members.actors import Actor

ON_PAPER = 120  # entries of one printed list
MOST_OFFERS = 5


@require_safe
@guards.same_for_all
@facts.by_address
def catalogue(request: HttpRequest) -> HttpResponse:
    """A page of what fits, as cards; in the directory's form without title, rank and score."""
    wanted, context = _asked(request)
    page = finding.page_of(finding.found(wanted, on=clock.today()), request.GET.get("page"))
    title = context["gives_title"]
    context |= {
        "page": page,
        "cards": [card(row, on=clock.today(), gives_title=title) for row in page.rows],
        "tiles": finding.tiles(wanted),
        "alternates": facts.alternates(context["address"]),
        **finding.filters(wanted, gives_title=title),
    }
    return render(request, "brands/catalogue/catalogue.html", context)


@require_safe
@guards.same_for_all
@facts.by_address
def printed(request: HttpRequest) -> HttpResponse:
    """The list on paper, with a QR that leads to it."""
    wanted, context = _asked(request)
    rows = finding.first(finding.found(wanted, on=clock.today()), ON_PAPER + 1)
    title = context["gives_title"]
    context |= {
        "cards": [card(row, on=clock.today(), gives_title=title) for row in rows[:ON_PAPER]],
        "is_cut": len(rows) > ON_PAPER,
        "most": ON_PAPER,
        "qr": _with_query(reverse("brands-qr"), wanted),
    }
    return render(request, "brands/catalogue/printed.html", context)


@require_safe
@guards.public
def qr(request: HttpRequest) -> HttpResponse:
    """The QR of a list: its address, and nothing else."""
    wanted, context = _asked(request)
    del wanted
    drawn = io.BytesIO()
    segno.make(context["address"], error="m", micro=False).save(
        drawn, kind="svg", border=2, scale=4, xmldecl=False
    )
    return HttpResponse(
        drawn.getvalue(), content_type="image/svg+xml", headers={"Cache-Control": "public, max-age=3600"}
    )


def _asked(request: HttpRequest) -> tuple[Search, dict[str, Any]]:
    gives_title = standing.gives_title(clock.today())
    wanted = asked(request.GET, gives_title=gives_title)
    path = _with_query(reverse("brands"), wanted)
    return wanted, {
        "wanted": wanted,
        "gives_title": gives_title,
        "path": path,
        "address": whole(request, path),
        "city": _city(wanted.city),
        "chosen": finding.chosen(wanted),
    }


def _with_query(path: str, wanted: Search) -> str:
    query = wanted.query()
    return f"{path}?{query}" if query else path


def _city(code: str) -> str:
    return local_words.place(alliance.load().city(code).name) if code else ""


@require_safe
@guards.same_for_all
@facts.by_address
def entry(request: HttpRequest, number: str) -> HttpResponse:
    """One entry with everything that is public about it."""
    found = entry_or_404(number)
    today = clock.today()
    gives_title = standing.gives_title(today)
    address = network.whole(request, found.get_absolute_url())
    story, pictures = shown_story(found), pictures_of(found)
    told = _told(story)
    row = CatalogueRow.objects.filter(entry=found).first()
    in_force, offers = displayed_pledges(found, on=today), _offers(found)
    context = {
        "entry": found,
        "gives_title": gives_title,
        "has_title": gives_title and found.holds_mark(today),
        "status": facts.standing_of(found, on=today, gives_title=gives_title),
        "told": told,
        "is_foreign": is_english() and not told["name"],
        "story": story,
        "best": months_words(story.months) if story else "",
        "pictures": [_picture(request, one) for one in pictures],
        "where": where(found),
        "for_driver": for_driver(found),
        "hearts": card(row, on=today, gives_title=gives_title).hearts if row else [],
        "pledges": [
            pledges_words.version_in_words(one, today=today, business=found.business) for one in in_force
        ],
        "kept": kept_words(row.kept, row.due) if row else "",
        "profile": _profile(found, is_public=bool(in_force or offers)),
        "offers": offers,
        "complain": businesses_pages.file_at(found.place) if found.place else reverse("file-start"),
        "sections": brands_pages.public_html(request, found, gives_title=gives_title),
        "address": address,
        "alternates": facts.alternates(address),
        "data": facts.for_machines(request, found, told=told, pictures=pictures, address=address),
    }
    return render(request, "brands/catalogue/entry.html", context)


def entry_or_404(number: str) -> Entry:
    """The entry with this number, if the public may see it. Raises Http404."""
    rows = Entry.objects.visible_to(Actor.public()).select_related("business", "place", "body", "criteria")
    found: Entry | None = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def pictures_of(held: Entry) -> list[EntryPicture]:
    """The pictures that are shown, in their order."""
    found = list(EntryPicture.objects.filter(entry=held, state=Shown.SHOWN))
    for one in found:
        one.entry = held
    return found


def is_english() -> bool:
    """Whether the reader reads English."""
    return local_words.is_foreign()


def where(held: Entry) -> str:
    """Its district and address; in English the district alone, spelt."""
    if held.place is None:
        return local_words.place(held.body.place_name or held.body.short_name)
    if is_english():
        return area(held.place.region_code)
    return whole_address(held.place.region_code, held.place.address, between=" ")


def for_driver(held: Entry) -> str:
    """Name and address in Chinese, for who cannot say them; empty for readers of Chinese."""
    if not is_english() or held.place is None:
        return ""
    with translation.override("zh-hans"):
        return f"{where(held)} {held.name}"


def _told(story: StoryVersion | None) -> dict[str, Any]:
    """The story in the reader's language: name, line, text, way; `is_missing`: there is one in Chinese only."""
    if story is None:
        return {"name": "", "line": "", "text": "", "way": "", "is_missing": False}
    if is_english():
        return {
            "name": story.name_en,
            "line": story.line_en,
            "text": story.text_en,
            "way": story.way_en,
            "is_missing": not story.text_en,
        }
    said = {"line": story.line_zh, "text": story.text_zh, "way": story.way_zh}
    return {name: local_words.in_script(words) for name, words in said.items()} | {
        "name": "",
        "is_missing": False,
    }


def _picture(request: HttpRequest, one: EntryPicture) -> dict[str, Any]:
    url = reverse("brand-picture", args=[one.entry.number, one.number])
    return {
        "url": url,
        "whole": network.whole(request, url),
        "shows": local_words.either(zh=one.shows, en=one.shows_en or one.shows),
        "rights": one.rights,
    }


def _profile(held: Entry, *, is_public: bool) -> str:
    """The public page of its business, where it has gone public: with a promise, or on the fast channel."""
    joined = Enrolment.objects.filter(business=held.business_id).exclude(joined_on=None)
    return businesses_pages.profile_of(held.business) if is_public or joined.exists() else ""


def _offers(held: Entry) -> list[dict[str, Any]]:
    """Standing offers in force here today: what one gets, how soon, and where to take it."""
    found = []
    for version in standing_facts.versions_for(held.business, [clock.today()]):
        terms = Terms.of(version.terms)
        if terms.places and (held.place is None or str(held.place.pk) not in terms.places):
            continue
        found.append(
            {
                "given": standing_facts.given(terms),
                "when": standing_facts.done_within(terms),
                "url": reverse("standing-offer", args=[version.offer_id]),
            }
        )
    return found[:MOST_OFFERS]


@require_safe
@guards.public
def picture(_request: HttpRequest, number: str, picture: str) -> HttpResponse:
    """One picture that is shown; a city's site may show it on its own page."""
    return _for_anybody(answer(_shown(number, picture), name=f"{number}-{picture}"))


@require_safe
@guards.public
def small_picture(_request: HttpRequest, number: str, picture: str) -> HttpResponse:
    """The same, as small as a list needs it."""
    return _for_anybody(HttpResponse(small(_shown(number, picture).derivative), content_type="image/jpeg"))


def _shown(number: str, picture: str) -> EntryPicture:
    entries = Entry.objects.visible_to(Actor.public()).filter(number=number)
    held = EntryPicture.objects.filter(entry__in=entries, number=int(picture), state=Shown.SHOWN).first()
    if held is None:
        raise Http404
    return held


def _for_anybody(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def answer(held: EntryPicture, *, name: str) -> HttpResponse:
    """What was drawn anew of it, for one reader."""
    response = file_response(sha256=held.sha256, kind=held.kind, name=name, derivative=held.derivative)
    return cast(HttpResponse, response)  # a stream; the guards' type knows pages only
