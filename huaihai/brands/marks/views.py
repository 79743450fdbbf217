"""What anybody may open: a mark, the check, the list of marks that are no longer good, and the files for phones."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huaihai.brands import standing
from huaihai.brands.marks import checking, keys, listing, reasons, words
from huaihai.brands.marks.counting import counted
from huaihai.brands.marks.numbered import numbered
from huaihai.brands.marks.payload import MOST
from huaihai.brands.marks.reading import is_elsewhere, text_in
from huaihai.brands.models import Entry
from huaihai.kit import clock, guards
from huaihai.kit.computed import cache
from huaihai.kit.paging import page_of

LONGEST_CODE, LONGEST_PASTED = 40, 4000
LIST_AGE = timedelta(minutes=5)  # an older one is made anew
KEPT_SECONDS, MAKING_SECONDS = 86_400, 60
OVER = ("suspended", "removed")


@require_safe
@guards.public
def mark(request: HttpRequest, text: str) -> HttpResponse:
    """What the QR of a sign leads to: is it genuine, how does it stand, is it this shop's?"""
    code = request.GET.get("code", "")[:LONGEST_CODE]
    today = clock.today()
    found = checking.check(text, code=code, on=today)
    context = {"outcome": found, "said": words.of_states()[found.state], "code": code, **_script()}
    context["is_elsewhere"] = request.GET.get("elsewhere", "") != ""
    context["reason"] = _reason(request, found)
    if found.mark is not None:
        return _scanned(counted(request, "brands/marks/mark.html", context, mark=found.mark, on=today))
    return _scanned(render(request, "brands/marks/mark.html", context, status=404))


@require_safe
@guards.public
def check(request: HttpRequest) -> HttpResponse:
    """Scan, take a photo, paste, or type the number."""
    pasted = request.GET.get("mark", "").strip()[:LONGEST_PASTED]
    elsewhere = bool(request.GET.get("elsewhere")) or is_elsewhere(pasted, _hosts(request))
    if text := text_in(pasted):
        code = request.GET.get("code", "")[:LONGEST_CODE]
        query = ({"code": code} if code else {}) | ({"elsewhere": "1"} if elsewhere else {})
        return HttpResponseRedirect(reverse("brand-mark", args=[text[:MOST]], query=query or None))
    found = numbered(pasted, on=clock.today())
    context = {"pasted": pasted[:MOST], "found": found, "is_elsewhere": elsewhere, **_script()}
    context["is_wrong"] = bool(pasted) and found is None
    return _scanned(render(request, "brands/marks/check.html", context))


@require_safe
@guards.public
def shell(request: HttpRequest) -> HttpResponse:
    """The check page as phones keep it for when there is no network."""
    return _scanned(render(request, "brands/marks/shell.html", _script()))


@require_safe
@guards.public
def worker(request: HttpRequest) -> HttpResponse:
    """The script that hands these pages out without a network; it holds nothing of anybody."""
    body = render(request, "brands/marks/worker.js", {"marks": marks_path()})
    body["Content-Type"] = "text/javascript; charset=utf-8"
    body["Cache-Control"] = "no-cache"
    return body


@require_safe
@guards.public
def public_keys(_request: HttpRequest) -> HttpResponse:
    """The public keys, and those that count no more."""
    return _file(keys.published())


@require_safe
@guards.public
def status_list(_request: HttpRequest) -> HttpResponse:
    """The signed list of marks that are not good; made anew after five minutes, by one reader for all."""
    now = clock.now()
    held = cache.get("brands-mark-list")
    if held is None or (_is_old(held, now) and cache.add("brands-mark-list-making", 1, MAKING_SECONDS)):
        held = now, listing.make(now)
        cache.set("brands-mark-list", held, KEPT_SECONDS)
        cache.delete("brands-mark-list-making")
    return _file(held[1])


@require_safe
@guards.public
def over(request: HttpRequest) -> HttpResponse:
    """The holders whose mark is suspended or removed, with the reasons; the newest first."""
    rows = Entry.objects.filter(stage__in=OVER, held_since__isnull=False).select_related("body")
    if not standing.gives_title(clock.today()):
        rows = rows.none()
    page = page_of(rows.order_by("-held_since", "-id"), request.GET.get("page"))
    told = reasons.of_entries(page.rows)
    context = {
        "page": page,
        "rows": [(entry, told[entry.pk], named(request, told[entry.pk].reason_name)) for entry in page.rows],
        "gives_title": standing.gives_title(clock.today()),
    }
    return render(request, "brands/marks/over.html", context)


def _is_old(held: tuple[datetime, object], now: datetime) -> bool:
    return not timedelta(0) <= now - held[0] < LIST_AGE


def named(request: HttpRequest, names: Any) -> str:
    """What a trigger is called, in the reader's language."""
    language = "en" if getattr(request, "LANGUAGE_CODE", "") == "en" else "zh"
    return str((names or {}).get(language, ""))


def marks_path() -> str:
    """The path below which every mark has its address."""
    return reverse("brand-mark", args=["x"]).removesuffix("x/")


def _reason(request: HttpRequest, found: checking.Outcome) -> str:
    return named(request, found.status.reason_name) if found.status is not None else ""


def _hosts(request: HttpRequest) -> frozenset[str]:
    """Under which names this site is read."""
    return frozenset(
        filter(None, (request.get_host().lower(), urlsplit(settings.SITE_URL or "").netloc.lower()))
    )


def _script() -> dict[str, Any]:
    told = {
        "words": words.of_script(),
        "keys": reverse("brand-keys"),
        "list": reverse("brand-status"),
        "path": marks_path(),
        "host": urlsplit(settings.SITE_URL or "").netloc.lower(),
    }
    return {"script": told}


def _file(content: Any) -> HttpResponse:
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "public, max-age=60"
    return answer


def _scanned(answer: HttpResponse) -> HttpResponse:
    """A scanned page is not for search engines, and may use the camera."""
    answer["X-Robots-Tag"] = "noindex"
    answer["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()"
    return answer
