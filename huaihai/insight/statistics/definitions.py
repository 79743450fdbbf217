"""The page of what each word for a number means; and all derived numbers of a release as one file."""

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai.insight.definitions import DEFINITIONS
from huaihai.insight.models import Release
from huaihai.insight.statistics import facts, frame
from huaihai.insight.statistics.deriving import SCHEMA, all_figures
from huaihai.kit import guards
from huaihai.kit.canonical import canonical


@require_safe
@guards.same_for_all
def definitions(request: HttpRequest) -> HttpResponse:
    """All numbers, before and after the first release."""
    title = _("What the numbers mean")
    found = frame.snapshot_asked(request)
    if found is None:
        context = {"title": title, "definitions": DEFINITIONS}
        return render(request, "insight/statistics/definitions.html", context)
    return frame.page(request, "definitions.html", found, title, {"definitions": DEFINITIONS})


KEPT = "papers"  # shared by all processes; the release in the name never changes


@require_safe
@guards.public
def figures(request: HttpRequest) -> HttpResponse:
    """`?release=` names an earlier one. 404 before the first."""
    found = frame.snapshot_asked(request)
    if found is None:
        raise Http404
    answer = HttpResponse(_file(found), content_type="application/json")
    answer["ETag"] = f'"figures-{found.release.file_hash}"'
    answer["Content-Disposition"] = f'inline; filename="huaihai-figures-{found.release.number}.json"'
    return answer


def _file(found: facts.Snapshot) -> bytes:
    name = f"insight-figures-{SCHEMA.replace('/', '-')}-{found.release.pk}-{found.release.file_hash}"
    kept: bytes | None = caches[KEPT].get(name)
    if kept is None:
        kept = file_of(found)
        caches[KEPT].set(name, kept, None)
    return kept


def file_of(found: facts.Snapshot) -> bytes:
    """The file of this release, made anew."""
    release: Release = found.release
    made = all_figures(found.numbers({}), facts.residents())
    return canonical(
        {
            "schema": SCHEMA,
            "release": release.number,
            "file": release.file_hash,
            "figures": [list(figure) for figure in made],
        }
    )
