"""The papers of one text: files to print and to pass on, and pages to copy from."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huaihai.desk import codes
from huaihai.desk.papers import setting
from huaihai.desk.papers.handing import handed
from huaihai.education import addresses
from huaihai.education.models import Publication, PublicationQuerySet
from huaihai.education.papers import facts, texts
from huaihai.education.papers.facts import LONGEST, Paper
from huaihai.kit import guards
from huaihai.kit.network import site_of
from huaihai.members.actors import Actor

TEMPLATES: Final = Path(__file__).resolve().parent / "typ"


def draw_poster(paper: Paper, sheet: str) -> bytes:
    """A PDF of one sheet, "a4" or "a3". Raises setting.BusyError and NotSetError."""
    return setting.document("poster", "pdf", {**values(paper), "sheet": sheet}, folder=TEMPLATES)


def draw_picture(paper: Paper) -> bytes:
    """A PNG, 1080 pixels wide and as long as it takes. Raises setting.BusyError and NotSetError."""
    return setting.document("picture", "png", values(paper), folder=TEMPLATES)


def values(paper: Paper) -> dict[str, Any]:
    """What the templates read."""
    language = paper.language.lower() if paper.language.lower() in setting.SCRIPTS else "zh-hans"
    with translation.override(language):
        words = {
            "products": pgettext("paper", "These products"),
            "more": _("There is more than fits here. Scan the code to read all of it."),
            "scan": _("Scan to read all of it, and the newest corrections"),
            "press": _("Press long on the code to read all of it"),
            "call": _("Not sure? Call %(phone)s") % {"phone": paper.phone} if paper.phone else "",
        }
    return {
        **asdict(paper),
        **setting.script(language),
        "words": words,
        "mark": paper.platform[:2],
        "qr": codes.qr(paper.url, border=0, scale=1).decode(),
    }


KINDS: Mapping[str, tuple[str, ...]] = {
    "warnings": Publication.ALERTS,
    "stories": (Publication.Kind.STORY,),
    "lessons": (Publication.Kind.LESSON,),
}


def with_papers(place: str) -> PublicationQuerySet:
    """The texts that stand in this place, as their pages show them."""
    rows = Publication.objects.visible_to(Actor.public()).filter(kind__in=KINDS[place])
    return rows.alerts() if place == "warnings" else rows


def paper_of(
    request: HttpRequest, place: str, slug: str, *, longest: int = LONGEST
) -> tuple[Publication, Paper]:
    """The text and its paper. Raises Http404."""
    publication = get_object_or_404(with_papers(place).select_related("publisher", "shown"), slug=slug)
    return publication, facts.of_publication(publication, base=site_of(request), longest=longest)


KEPT = {"Cache-Control": "public, max-age=300"}
WHOLE = 1_000_000  # characters: an article has room for all of it


@require_safe
@guards.public
def poster(request: HttpRequest, *, place: str, slug: str, sheet: str) -> HttpResponse:
    """A PDF of one sheet, A4 or A3."""
    _publication, paper = paper_of(request, place, slug)
    return _file(lambda: draw_poster(paper, sheet), "application/pdf", f"{slug}-{sheet}.pdf")


@require_safe
@guards.public
def picture(request: HttpRequest, *, place: str, slug: str) -> HttpResponse:
    """A long picture for chat groups."""
    _publication, paper = paper_of(request, place, slug)
    return _file(lambda: draw_picture(paper), "image/png", f"{slug}.png")


@require_safe
@guards.same_for_all
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
@guards.same_for_all
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
