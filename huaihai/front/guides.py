"""The guides for staff as pages of the desk, and found by the field of every page: help where one works."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.finding import MOST, Found, Hit
from huaihai.desk.frame import frame
from huaihai.desk.menu import YOURSELF, Entries, Entry
from huaihai.front import plain_markdown
from huaihai.kit import guards, local_words
from huaihai.kit.local_words import in_script
from huaihai.kit.text.normalise import fold
from huaihai.members.actors import Actor

FOLDER: Path = settings.ROOT / "docs" / "guides"
ENDING = ".zh-CN.md"
# For staff, in the order in which one meets them; guides to file formats are for programmers.
NAMES = (
    *(
        "officers",
        "office",
        "advance-compensation",
        "prepaid",
        "three-hearts",
        "criteria",
        "supervision",
        "sweeps",
        "visits",
    ),
    *(
        "statistics",
        "early-warning",
        "call-backs",
        "re-decisions",
        "narratives",
        "targets",
        "businesses",
        "incidents",
    ),
)
MENU = Entries(
    YOURSELF,
    (
        Entry(
            "help",
            "office-help",
            pgettext_lazy("guides", "Help"),
            _("How things are done, step by step."),
            lambda actor: actor.kind == "officer",
        ),
    ),
)


@dataclass(frozen=True)
class Section:
    """A heading of a guide and what stands below it; `anchor` is its id on the page."""

    guide: str
    title: str
    text: str
    anchor: str


@guards.staff()
@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """All guides with their headings."""
    rows = [(name, title_of(name), sections(name)) for name in NAMES]
    return _page(request, "front/guides.html", {"rows": rows})


@guards.staff()
@require_safe
def guide(request: HttpRequest, name: str) -> HttpResponse:
    """One guide."""
    if name not in NAMES:
        raise Http404
    context = {"title": title_of(name), "text": plain_markdown.html(in_script(_below_title(name)), _address)}
    return _page(request, "front/guide.html", context)


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(
        request, template, frame(request, "help") | {"is_foreign": local_words.is_foreign()} | context
    )


def find(actor: Actor, words: str) -> Found | None:
    """Sections of guides in which all words stand, those with the words in the heading first."""
    if actor.kind != "officer":
        return None
    wanted = fold(words).split()
    named, told = [], []
    for section in (one for name in NAMES for one in sections(name)):
        title = fold(section.title)
        if all(word in title for word in wanted):
            named.append(section)
        elif all(word in title or word in fold(section.text) for word in wanted):
            told.append(section)
    hits = [
        Hit(
            in_script(one.title),
            f"{reverse('office-guide', args=[one.guide])}#{one.anchor}",
            in_script(title_of(one.guide)),
        )
        for one in (*named, *told)[:MOST]
    ]
    return Found(pgettext_lazy("guides", "Help"), hits, reverse("office-help"))


def title_of(name: str) -> str:
    """The first heading of a guide."""
    return _text(name).partition("\n")[0].removeprefix("# ")


@cache
def sections(name: str) -> tuple[Section, ...]:
    """What stands below each heading; what stands before the first one is below the title."""
    parts = re.split(r"(?m)^#{2,4} +(.*)$", _below_title(name))
    found = [Section(name, title_of(name), parts[0], "main")] if parts[0].strip() else []
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    return (*found, *(Section(name, title, text, f"s{n}") for n, (title, text) in enumerate(pairs, start=1)))


def _below_title(name: str) -> str:
    return _text(name).partition("\n")[2]


@cache
def _text(name: str) -> str:
    return (FOLDER / f"{name}{ENDING}").read_text(encoding="utf-8")


def _address(target: str) -> str:
    """Another guide for staff; what else a guide leads to (formats, decisions) stands in no page of ours."""
    name = target.removesuffix(ENDING)
    return reverse("office-guide", args=[name]) if name in NAMES else ""
