"""The catalogue that anybody browses: by city, kind, season, heart and words; on paper, and its QR."""

import io
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.brands import standing
from huaihai.brands.catalogue import choices, finding, language
from huaihai.brands.catalogue.asked import Asked, asked
from huaihai.brands.catalogue.telling import card
from huaihai.businesses.register.addresses import whole
from huaihai.kit import clock, guards, local_words

ON_PAPER = 120  # entries of one printed list


@require_safe
@guards.public
@language.by_address
def catalogue(request: HttpRequest) -> HttpResponse:
    """A page of what fits, as cards; in the directory's form without title, rank and score."""
    wanted, context = _asked(request)
    page = finding.page_of(finding.found(wanted, on=clock.today()), request.GET.get("page"))
    title = context["gives_title"]
    context |= {
        "page": page,
        "cards": [card(row, on=clock.today(), gives_title=title) for row in page.rows],
        "tiles": choices.tiles(wanted),
        "alternates": language.alternates(context["address"]),
        **choices.filters(wanted, gives_title=title),
    }
    return render(request, "brands/catalogue/catalogue.html", context)


@require_safe
@guards.public
@language.by_address
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


def _asked(request: HttpRequest) -> tuple[Asked, dict[str, Any]]:
    gives_title = standing.gives_title(clock.today())
    wanted = asked(request.GET, gives_title=gives_title)
    path = _with_query(reverse("brands"), wanted)
    return wanted, {
        "wanted": wanted,
        "gives_title": gives_title,
        "path": path,
        "address": whole(request, path),
        "city": _city(wanted.city),
        "chosen": choices.chosen(wanted),
    }


def _with_query(path: str, wanted: Asked) -> str:
    query = wanted.query()
    return f"{path}?{query}" if query else path


def _city(code: str) -> str:
    return local_words.place(alliance.load().city(code).name) if code else ""
