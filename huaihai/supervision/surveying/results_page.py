"""What came out, for everybody: drawn from the released file alone."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huaihai.kit import guards
from huaihai.kit.csv_text import csv_file
from huaihai.supervision.models import Project
from huaihai.supervision.public.files import file_of
from huaihai.supervision.public.views import public_or_404
from huaihai.supervision.surveying import reported, wording
from huaihai.supervision.surveying.standard import VISITORS


def show(request: HttpRequest, project: Project, file: Mapping[str, Any]) -> HttpResponse:
    """The page of a published survey."""
    held = reported.read(file)
    context = {
        "project": project,
        "release": project.shown_release,
        "document": reported.report(file),
        "first": _first(held),
        "file_url": reverse("supervision-file", args=[project.number]),
        "has_rows": file.get("rows") is not None,
        "plans": project.plan_versions.order_by("-number"),
    }
    return render(request, "supervision/surveying/results.html", context)


@require_safe
@guards.public
def table(request: HttpRequest, number: str) -> HttpResponse:
    """All numbers as one table for a spreadsheet."""
    project = public_or_404(number)
    release = project.shown_release
    if release is None or project.kind != Project.Kind.SURVEY:
        raise Http404
    heads = (
        _("Question"),
        pgettext("survey", "By"),
        _("Group"),
        pgettext("survey", "Answer"),
        _("Share or mean"),
        _("Low"),
        _("High"),
        _("Answers"),
        _("Effective number"),
    )
    return csv_file(f"{number}.csv", heads, _lines(reported.read(file_of(release))))


def _lines(held: reported.Read) -> Iterator[tuple[Any, ...]]:
    for key, groups in held.tables.items():
        question = held.questionnaire.by_key[key]
        for group in groups:
            by = held.questionnaire.by_key.get(group["by"])
            head = (question.text, by.text if by else "", by.words[group["is"]] if by else "")
            if not group["shown"]:
                yield (*head, "", "", "", "", group["n"], "")
            for one in group.get("shares", ()):
                said = (question.words[one["choice"]], one["share"], one["low"], one["high"])
                yield (*head, *said, one["n"], group["n_effective"])
            if mean := group.get("mean"):
                yield (
                    *head,
                    _("mean"),
                    *(mean[name] for name in ("value", "low", "high", "n", "n_effective")),
                )


def _first(held: reported.Read) -> dict[str, Any] | None:
    """The number that stands large above all: the index, or the share of the first answer of the visitors' poll."""
    if (scores := held.file.get("scores")) and scores[0].get("index"):
        one = scores[0]["index"]
        said = {name: wording.points(one[name]) for name in ("low", "high")}
        return {
            "words": _("Satisfaction, 0 to 100"),
            "said": wording.points(one["value"]),
            "n": one["n"],
            **said,
        }
    if held.plan.get("measure") != VISITORS or not held.file["tables"]:
        return None
    whole = held.file["tables"][0]["groups"][0]
    if not whole["shown"] or not whole.get("shares"):
        return None
    one, question = whole["shares"][0], held.questionnaire.questions[0]
    said = {name: wording.percent(one[name]) for name in ("low", "high")}
    return {
        "words": question.words[one["choice"]],
        "said": wording.percent(one["share"]),
        "n": whole["n"],
        **said,
    }
