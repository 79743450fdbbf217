"""The public page of what came out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huaihai.supervision.models import Project
from huaihai.supervision.sweeping.publishing import shown
from huaihai.supervision.sweeping.publishing.report import caution, summary
from huaihai.supervision.sweeping.publishing.shown import File


def public_page(request: HttpRequest, project: Project, file: File) -> HttpResponse:
    """For `supervision.kinds`: from the released file alone."""
    fate, places, hit, share = shown.whole(file)
    context = {
        "project": project,
        "release": project.shown_release,
        "file": file,
        "plan": shown.plan_of(file),
        "summary": summary(file),
        "caution": caution(),
        "fate": fate,
        "places": places,
        "hit": hit,
        "share": share,
        "items": shown.items(file),
        "cities": shown.cities(file),
        "measures": shown.measures(file),
        "open": shown.still_open(file),
        "plans": project.plan_versions.order_by("-number"),
    }
    return render(request, "supervision/sweeping/public.html", context)
