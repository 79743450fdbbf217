"""The papers of one text: files to print and to pass on, and pages to copy from."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from huaihai.desk.papers.handing import handed
from huaihai.education.papers import addresses, drawn, texts
from huaihai.education.papers.finding import paper_of
from huaihai.education.papers.paper import Paper
from huaihai.kit import guards

KEPT = {"Cache-Control": "public, max-age=300"}
WHOLE = 1_000_000  # characters: an article has room for all of it


@require_safe
@guards.public
def poster(request: HttpRequest, *, place: str, slug: str, sheet: str) -> HttpResponse:
    """A PDF of one sheet, A4 or A3."""
    _publication, paper = paper_of(request, place, slug)
    return _file(lambda: drawn.poster(paper, sheet), "application/pdf", f"{slug}-{sheet}.pdf")


@require_safe
@guards.public
def picture(request: HttpRequest, *, place: str, slug: str) -> HttpResponse:
    """A long picture for chat groups."""
    _publication, paper = paper_of(request, place, slug)
    return _file(lambda: drawn.picture(paper), "image/png", f"{slug}.png")


@require_safe
@guards.public
def wechat(request: HttpRequest, *, place: str, slug: str) -> HttpResponse:
    """The article's source to copy, and how to bring it into WeChat's editor."""
    publication, paper = paper_of(request, place, slug, longest=WHOLE)
    source = _source(paper)
    context = {"publication": publication, "paper": paper, "source": source}
    return render(request, "education/papers/wechat.html", context)


@require_safe
@guards.public
def article(request: HttpRequest, *, place: str, slug: str) -> HttpResponse:
    """The same article as a file: opened, it is copied as it looks."""
    _publication, paper = paper_of(request, place, slug, longest=WHOLE)
    source = _source(paper, is_file=True)
    name = f'attachment; filename="{slug}.html"'
    return HttpResponse(source, headers={**KEPT, "Content-Disposition": name})


@require_safe
@guards.public
def both_texts(request: HttpRequest, *, place: str, slug: str) -> HttpResponse:
    """The texts for SMS and loudspeakers, to copy."""
    publication, paper = paper_of(request, place, slug)
    context = {
        "publication": publication,
        "paper": paper,
        "sms": texts.sms(paper, scheme=_scheme(paper.url)),
        "loudspeaker": texts.loudspeaker(paper),
    }
    return render(request, "education/papers/texts.html", context)


@require_safe
@guards.public
def sms(request: HttpRequest, *, place: str, slug: str) -> HttpResponse:
    """The text of the SMS alone."""
    _publication, paper = paper_of(request, place, slug)
    return _plain(texts.sms(paper, scheme=_scheme(paper.url)).text)


@require_safe
@guards.public
def loudspeaker(request: HttpRequest, *, place: str, slug: str) -> HttpResponse:
    """What is read out, alone."""
    _publication, paper = paper_of(request, place, slug)
    return _plain(texts.loudspeaker(paper))


@require_safe
@guards.public
def short(request: HttpRequest, code: str) -> HttpResponse:
    """From a short address to the text."""
    found = addresses.behind(code).order_by("-out_at", "pk").first()
    if found is None:
        raise Http404
    return redirect(found)


def _source(paper: Paper, *, is_file: bool = False) -> str:
    with texts.in_its_language(paper):
        return render_to_string("education/papers/article.html", {"paper": paper, "is_file": is_file})


def _file(made: Callable[[], bytes], content_type: str, name: str) -> HttpResponse:
    return handed(made, content_type, f'inline; filename="{name}"', headers=KEPT)


def _plain(text: str) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", headers=KEPT)


def _scheme(url: str) -> str:
    return url.partition("://")[0]
