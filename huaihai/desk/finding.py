"""Finding everything the reader may see, from one field on every page: each room finds its own (`reactions.FIND`)."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huaihai import reactions
from huaihai.desk.frame import actor_of, frame
from huaihai.desk.lives import Words
from huaihai.desk.menu import every_place, pages_named
from huaihai.desk.sought import LONGEST, SOUGHT
from huaihai.kit import guards
from huaihai.members.actors import Actor

MOST = 6  # of one kind; all of them are on its own page


@dataclass(frozen=True)
class Hit:
    """One thing that was found; `note` says which one it is."""

    title: Words
    url: str
    note: Words = ""


@dataclass(frozen=True)
class Found:
    """What one room found, `more` is the address of all of it. `is_exact`: the words are the number of the one hit."""

    title: Words
    hits: Sequence[Hit]
    more: str = ""
    is_exact: bool = False


@guards.staff()
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """What was found; without words, all pages of all places. A whole number leads to its case at once."""
    typed = request.POST if request.method == "POST" else request.GET
    if request.method == "POST" or SOUGHT.is_bare(typed):
        return HttpResponseRedirect(SOUGHT.address(request.path, SOUGHT.words_in(typed)))
    actor, words = actor_of(request), words_of(SOUGHT.words_in(typed))
    found = everything(actor, words) if words else []
    exact = next((part for part in found if part.is_exact), None)
    if exact is not None:
        return HttpResponseRedirect(exact.hits[0].url)
    context = {"words": SOUGHT.shown(words), "found": found, "places": [] if found else every_place(actor)}
    return render(request, "desk/find.html", frame(request, "") | context)


def everything(actor: Actor, words: str) -> list[Found]:
    """All that the reader may see, a few of each kind."""
    parts: list[Found] = [part for name in reactions.FIND if (part := import_string(name)(actor, words))]
    pages = [Hit(item.label, item.url, item.about) for item in pages_named(actor, words)[:MOST]]
    return [part for part in (*parts, Found(_("Pages and what one does there"), pages)) if part.hits]


def words_of(typed: str) -> str:
    """What was typed, without characters that no database takes."""
    cleaned = "".join(char for char in typed if char != "\x00" and not "\ud800" <= char <= "\udfff")
    return " ".join(unicodedata.normalize("NFKC", cleaned).split())[:LONGEST]
