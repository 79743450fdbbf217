"""A mark, the check, files for phones, the sign to print, and what marks add to an entry's pages."""

import io
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.brands import standing
from huaihai.brands.catalogue import finding
from huaihai.brands.catalogue.facts import Card, card
from huaihai.brands.marks import checking, payload, publishing, status
from huaihai.brands.marks.checking import numbered, of_states
from huaihai.brands.marks.counting import counted
from huaihai.brands.marks.payload import MOST, is_elsewhere, numbers_in, text_in
from huaihai.brands.marks.status import GOOD, Status, status_of
from huaihai.brands.models import Entry, Mark
from huaihai.brands.pages import Section, manages
from huaihai.desk.frame import actor_of
from huaihai.desk.papers import setting
from huaihai.governance import standing as office
from huaihai.kit import clock, guards, network, offline, spoken
from huaihai.kit.computed import cache
from huaihai.kit.paging import page_of
from huaihai.members.pages import signed_in

MOST_NAMED = 5
LONGEST_CODE, LONGEST_PASTED = 40, 4000
LIST_AGE = timedelta(minutes=5)  # an older one is made anew
KEPT_SECONDS, MAKING_SECONDS = 86_400, 60
OVER = ("suspended", "removed")
SCAN = gettext_lazy("Scan the square: is it genuine, does it still count?")
COMPARE = gettext_lazy(
    "After scanning, compare the name over the door and the address. If they differ, it was copied."
)
FREE = gettext_lazy("This mark is free of charge, and is taken away when the conduct is no longer good.")
KINDS = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
SHELL_FILES = (
    *("marks/marks.css", "marks/verify.js", "marks/shell.js", "marks/scan.js"),
    "vendor/noble-ed25519/index.js",
)
RETRY_AFTER_SECONDS = 30
REFUSED = 409
TEMPLATES: Final = Path(__file__).resolve().parent / "typ"


@require_safe
@guards.public
def mark(request: HttpRequest, text: str) -> HttpResponse:
    """What the QR of a sign leads to: is it genuine, how does it stand, is it this shop's?"""
    code = request.GET.get("code", "")[:LONGEST_CODE]
    today = clock.today()
    found = checking.check(text, code=code, on=today)
    context = {"outcome": found, "said": checking.of_states()[found.state], "code": code, **_script()}
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
    context["asks_name"] = context["is_wrong"] and not numbers_in(pasted)[0]
    context["named"] = _named(pasted) if context["asks_name"] else []
    return _scanned(render(request, "brands/marks/check.html", context))


def _named(pasted: str) -> list[Card]:
    """Those of the catalogue whose name was typed instead of a mark."""
    today = clock.today()
    wanted = finding.asked({"q": pasted}, gives_title=False)
    rows = finding.first(finding.found(wanted, on=today), MOST_NAMED) if wanted.q else []
    return [card(row, on=today, gives_title=standing.gives_title(today)) for row in rows]


@require_safe
@guards.public
def shell(request: HttpRequest) -> HttpResponse:
    """The check page as phones keep it for when there is no network."""
    return _scanned(render(request, "brands/marks/shell.html", _script()))


@require_safe
@guards.public
def worker(_request: HttpRequest) -> HttpResponse:
    """The script that hands these pages out without a network. Nothing else of /brands/."""
    return offline.worker(
        "huaihai-marks-1",
        page="brand-check-offline",
        below="brand-mark",
        of="brand-check",
        fresh=["brand-keys", "brand-status"],
        files=[f"brands/{name}" for name in SHELL_FILES],
    )


@require_safe
@guards.public
def public_keys(_request: HttpRequest) -> HttpResponse:
    """The public keys, and those that count no more."""
    return _file(publishing.published())


@require_safe
@guards.public
def status_list(_request: HttpRequest) -> HttpResponse:
    """The signed list of marks that are not good; made anew after five minutes, by one reader for all."""
    now = clock.now()
    held = cache.get("brands-mark-list")
    if held is None or (_is_old(held, now) and cache.add("brands-mark-list-making", 1, MAKING_SECONDS)):
        held = now, publishing.make(now)
        cache.set("brands-mark-list", held, KEPT_SECONDS)
        cache.delete("brands-mark-list-making")
    return _file(held[1])


@require_safe
@guards.same_for_all
def over(request: HttpRequest) -> HttpResponse:
    """The holders whose mark is suspended or removed, with the reasons; the newest first."""
    rows = Entry.objects.filter(stage__in=OVER, held_since__isnull=False).select_related("body")
    if not standing.gives_title(clock.today()):
        rows = rows.none()
    page = page_of(rows.order_by("-held_since", "-id"), request.GET.get("page"))
    told = status.of_entries(page.rows)
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


def _reason(request: HttpRequest, found: checking.Outcome) -> str:
    return named(request, found.status.reason_name) if found.status is not None else ""


def _hosts(request: HttpRequest) -> frozenset[str]:
    """Under which names this site is read."""
    return frozenset(
        filter(None, (request.get_host().lower(), urlsplit(settings.SITE_URL or "").netloc.lower()))
    )


def _script() -> dict[str, Any]:
    told = {
        "words": checking.of_script(),
        "keys": reverse("brand-keys"),
        "list": reverse("brand-status"),
        "path": offline.path_below("brand-mark"),
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


def paper(mark: Mark, *, url: str, form: str) -> bytes:
    """The sheet as "pdf" or "png"; `url` is the address that the QR holds. Raises BusyError, NotSetError."""
    return setting.document("sign", form, values(mark, url=url), folder=TEMPLATES)


def qr(url: str) -> bytes:
    """The QR alone, as SVG: for those who print it on a sign of their own."""
    return _drawn(url, border=4)


def values(mark: Mark, *, url: str) -> dict[str, Any]:
    """What the template reads: in Chinese, the sentences in English below."""
    content = payload.parse(mark.payload).content
    house = alliance.load()
    with translation.override(settings.LANGUAGE_CODE):
        return {
            **setting.script(settings.LANGUAGE_CODE),
            "mark": house.platform_name[:2],
            "platform": house.platform_name,
            "tagline": house.tagline,
            "demo": _("Demo: not a real sign") if settings.DEMO or mark.entry.is_demo else "",
            "hearts": _("Safe · at ease · cared for"),
            "name": content.name,
            "what": content.what,
            "where": content.address,
            "scan": _both(SCAN),
            "compare": _both(COMPARE),
            "free": _both(FREE),
            "days": _days(content.since, content.until),
            "number": _("Mark %(number)s") % {"number": content.number},
            "url": url,
            "qr": _drawn(url, border=0).decode(),
        }


def _both(words: Promise | str) -> list[str]:
    """The same sentence in Chinese and in English."""
    found = []
    for language in (settings.LANGUAGE_CODE, "en"):
        with translation.override(language):
            found.append(str(words))
    return found


def _days(since: date, until: date) -> list[str]:
    found = []
    for language in (settings.LANGUAGE_CODE, "en"):
        with translation.override(language):
            days = {"first": spoken.full_day(since), "last": spoken.full_day(until)}
            found.append(_("Valid from %(first)s to %(last)s") % days)
    return found


def _drawn(url: str, *, border: int) -> bytes:
    drawn = io.BytesIO()
    code = segno.make(url, error="m", micro=False, boost_error=False)
    code.save(drawn, kind="svg", border=border, scale=4, xmldecl=False, light="#fff")
    return drawn.getvalue()


@never_cache
@require_safe
@signed_in
def sign_file(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """The sign to print: for managers of the holder and for staff, and only as long as the mark is good."""
    seen = Entry.objects.visible_to(actor_of(request))
    entry = get_object_or_404(seen.select_related("business"), number=number)
    if not may_print(request, entry):
        raise Http404
    mark = mark_of(entry)
    status = status_of(mark, clock.today()) if mark is not None else None
    if mark is None or status is None or status.state != GOOD:
        context = {"said": of_states()[status.state] if status is not None else None, "entry": entry}
        return render(request, "brands/marks/no_sign.html", context, status=REFUSED)
    url = network.whole(request, reverse("brand-mark", args=[mark.payload]))
    try:
        made = qr(url) if form == "svg" else paper(mark, url=url, form=form)
    except (setting.BusyError, setting.NotSetError):
        words = _("The file could not be made just now. Please try again in half a minute.")
        answer = HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
        answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return answer
    name = f'inline; filename="mark-{mark.number}.{form}"'
    return HttpResponse(made, content_type=KINDS[form], headers={"Content-Disposition": name})


def may_print(request: HttpRequest, entry: Entry) -> bool:
    """Whether the reader manages the holder, or is staff."""
    actor = actor_of(request)
    return office.reads_office(actor) or manages(actor, entry)


def mark_of(entry: Entry) -> Mark | None:
    """The live mark of an entry."""
    found: Mark | None = Mark.objects.live().filter(entry=entry).select_related("entry__body").first()
    return found


def holder_section(request: HttpRequest, entry: Entry) -> Section | None:
    """For the holder: how the mark stands, and the sign to print."""
    return _section("brands/marks/holder_section.html", request, entry)


def office_section(request: HttpRequest, entry: Entry) -> Section | None:
    """For staff: the same, and how often it was looked up."""
    return _section("brands/marks/office_section.html", request, entry)


def public_section(request: HttpRequest, entry: Entry) -> Section | None:
    """For everybody: how one checks the sign of this entry."""
    found = mark_of(entry)
    if found is None or status_of(found, clock.today()).state == "no-basis":
        return None
    return Section("brands/marks/public_section.html", {"mark": found})


def _section(template: str, request: HttpRequest, entry: Entry) -> Section | None:
    found = mark_of(entry)
    if found is None:
        return None
    status = status_of(found, clock.today())
    facts: dict[str, Any] = {
        "mark": found,
        "said": of_states()[status.state],
        "files": _files(request, entry, status),
        "times": sum(found.checks.order_by("-on").values_list("times", flat=True)[:366]),
    }
    return Section(template, facts)


def _files(request: HttpRequest, entry: Entry, status: Status) -> list[tuple[str, str]]:
    """Addresses and names of the sign's files, for whoever may print them."""
    if status.state != GOOD or not may_print(request, entry):
        return []
    names = {
        "pdf": _("The sign to print (A4, PDF)"),
        "png": _("As a picture"),
        "svg": _("Only the square (SVG)"),
    }
    return [(reverse("brand-mark-file", args=[entry.number, form]), name) for form, name in names.items()]
