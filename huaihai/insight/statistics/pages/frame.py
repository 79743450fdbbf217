"""What every page of statistics shows: which release it is, how to cite it, where its data are."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.insight.models import Release
from huaihai.insight.statistics.source import Snapshot, snapshot
from huaihai.kit import clock, spoken
from huaihai.kit.templatetags.kit import platform_name

PARAMETER = "release"
SHOWN_OF_HASH = 16


def asked(request: HttpRequest) -> Snapshot | None:
    """The release that the address names, else the latest."""
    return snapshot(request.GET.get(PARAMETER))


def page(
    request: HttpRequest, template: str, found: Snapshot, title: str, context: dict[str, Any]
) -> HttpResponse:
    """A page about this release, with the box that says how to cite it."""
    shared = {
        "snapshot": found,
        "title": title,
        "made_on": clock.local_day(found.release.made_at),
        "citation": citation(found.release, title, address(request, found.release)),
        "data_url": link("data"),
        "kept": "" if found.is_latest else f"{PARAMETER}={found.release.number}",
    }
    return render(request, f"insight/statistics/{template}", {**shared, **context})


def none_yet(request: HttpRequest, title: str) -> HttpResponse:
    """Before the first release."""
    return render(request, "insight/statistics/none.html", {"title": title})


def address(request: HttpRequest, release: Release) -> str:
    """Where this page stays as it is now: its choices, and the release by number."""
    query = request.GET.copy()
    query[PARAMETER] = str(release.number)
    where = f"{request.path}?{query.urlencode()}"
    return f"{settings.SITE_URL}{where}" if settings.SITE_URL else request.build_absolute_uri(where)


def citation(release: Release, title: str, at: str) -> str:
    """One line to copy: who says it, what, which release, of which day, how its file is known, where."""
    words = _(
        "%(platform)s: %(title)s. Release %(number)s of %(day)s (file SHA-256 %(hash)s…). %(address)s"
    ) % {
        "platform": platform_name(alliance.load()),
        "title": title,
        "number": release.number,
        "day": spoken.full_day(clock.local_day(release.made_at)),
        "hash": release.file_hash[:SHOWN_OF_HASH],
        "address": at,
    }
    demo = _("Demonstration: the numbers are made up.") if release.is_demo else ""
    return "\n".join(filter(None, (words, demo)))


def link(name: str, *args: object) -> str:
    """The address of another page; "" where there is none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
