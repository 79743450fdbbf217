"""Addresses of papers: below the page of each text, and the short one.

The names of those below warnings have no prefix; others are reached from the text's own address.
"""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, path

from huaihai.kit.late_views import views_of

papers_pages = views_of("huaihai.education.papers.pages")

PLACES = ("warnings", "stories", "lessons")  # those of `pages.KINDS`


def _papers(place: str) -> Iterator[URLPattern]:
    prefix = "" if place == "warnings" else f"{place}-"
    for sheet in ("a4", "a3"):
        given = {"place": place, "sheet": sheet}
        route = f"{place}/<slug:slug>/poster-{sheet}.pdf"
        yield path(route, papers_pages.poster, given, name=f"{prefix}paper-poster-{sheet}")
    pages = [
        ("picture.png", papers_pages.picture, "paper-picture"),
        ("wechat/", papers_pages.wechat, "paper-wechat"),
        ("wechat.html", papers_pages.article, "paper-article"),
        ("texts/", papers_pages.both_texts, "paper-texts"),
        ("sms.txt", papers_pages.sms, "paper-sms"),
        ("loudspeaker.txt", papers_pages.loudspeaker, "paper-loudspeaker"),
    ]
    for route, view, name in pages:
        yield path(f"{place}/<slug:slug>/{route}", view, {"place": place}, name=f"{prefix}{name}")


urlpatterns: list[URLPattern | URLResolver] = [
    *(pattern for place in PLACES for pattern in _papers(place)),
    path("w/<str:code>", papers_pages.short, name="paper-short"),
]
