"""A page that phones keep for when there is no network, and the script that then hands it out."""

import json
from collections.abc import Iterable

from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import reverse

SCRIPT = "text/javascript; charset=utf-8"
FILES = ("kit/site.css", "kit/site.js")  # of every page


def path_below(name: str) -> str:
    """The path below which every address of this name lies."""
    return reverse(name, args=["x"]).removesuffix("x/")


def worker(
    kept: str, *, page: str, below: str, of: str = "", fresh: Iterable[str], files: Iterable[str]
) -> HttpResponse:
    """The script; it holds nothing of anybody. `page` is handed out in place of the page `of` this name and of all
    `below`; `fresh` names what each visit takes along anew, `files` are static ones."""
    facts = {
        "kept": kept,
        "page": reverse(page),
        "below": path_below(below),
        "of": reverse(of) if of else "",
        "fresh": [reverse(name) for name in (page, *fresh)],
        "files": [static(name) for name in (*FILES, *files)],
    }
    lines = (
        f"const HELD = {json.dumps(facts)};",
        f"importScripts({json.dumps(static('kit/offline.js'))});",
        "",
    )
    return HttpResponse("\n".join(lines), content_type=SCRIPT, headers={"Cache-Control": "no-cache"})
