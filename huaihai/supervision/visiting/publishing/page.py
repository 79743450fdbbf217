"""The public page of visits, drawn from the released file alone."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huaihai.supervision.models import Project
from huaihai.supervision.visiting.plan import parse
from huaihai.supervision.visiting.publishing.reporting import percent, report, size

MOST = 3  # items above the report on either side


def page(request: HttpRequest, project: Project, file: Mapping[str, Any]) -> HttpResponse:
    """The score with its range, the three best and the three worst items, then the whole report."""
    plan = parse(file["plans"][-1]["plan"])
    shown = [one for one in file["results"]["items"] if not one["dropped"] and not one["held_back"]]
    told = [
        {
            "name": plan.by_key[one["item"]].name,
            "share": percent(one["share"]),
            "good": one["good"],
            "places": one["places"],
        }
        for one in sorted(shown, key=lambda one: float(one["share"]))
    ]
    worst = [one for one in told[:MOST] if one["good"] < one["places"]]
    context = {
        "project": project,
        "file": file,
        "plan": plan,
        "size": size(file),
        "score": file["results"]["score"],
        "worst": worst,
        "best": list(reversed(told[len(worst) :][-MOST:])),
        "document": replace(report(file), summary=""),
        "release": project.shown_release,
        "plans": project.plan_versions.order_by("-number"),
    }
    return render(request, "supervision/visiting/public.html", context)
