"""A page that phones keep for when there is no network, and the script that then hands it out."""

import json
from collections.abc import Iterable

from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import reverse

SCRIPT = "text/javascript; charset=utf-8"
FILES = ("kit/site.css", "kit/site.js", "kit/mark.svg")  # of every page


def path_below(name: str) -> str:
    """The path below which every address of this name lies."""
    return reverse(name, args=["x"]).removesuffix("x/")


def worker(
    kept: str, *, shell: str, below: str, page: str = "", fresh: Iterable[str], files: Iterable[str]
) -> HttpResponse:
    """The script; it holds nothing of anybody. `shell` names the page as phones keep it, handed out in place of `page`
    and of all pages `below`; `fresh` names what each visit takes along anew, `files` are static ones."""
    facts = {
        "kept": kept,
        "shell": reverse(shell),
        "below": path_below(below),
        "page": reverse(page) if page else "",
        "fresh": [reverse(name) for name in (shell, *fresh)],
        "files": [static(name) for name in (*FILES, *files)],
    }
    lines = (
        f"const HELD = {json.dumps(facts)};",
        f"importScripts({json.dumps(static('kit/offline.js'))});",
        "",
    )
    return HttpResponse("\n".join(lines), content_type=SCRIPT, headers={"Cache-Control": "no-cache"})
