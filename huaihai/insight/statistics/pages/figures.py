"""All derived numbers of a release as one file, the same bytes each time."""

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huaihai.insight.models import Release
from huaihai.insight.statistics import source
from huaihai.insight.statistics.deriving import SCHEMA, all_figures
from huaihai.insight.statistics.pages import frame
from huaihai.kit import guards
from huaihai.kit.canonical import canonical

KEPT = "papers"  # shared by all processes; the release in the name never changes


@require_safe
@guards.public
def figures(request: HttpRequest) -> HttpResponse:
    """`?release=` names an earlier one. 404 before the first."""
    found = frame.asked(request)
    if found is None:
        raise Http404
    answer = HttpResponse(_file(found), content_type="application/json")
    answer["ETag"] = f'"figures-{found.release.file_hash}"'
    answer["Content-Disposition"] = f'inline; filename="huaihai-figures-{found.release.number}.json"'
    return answer


def _file(found: source.Snapshot) -> bytes:
    name = f"insight-figures-{SCHEMA.replace('/', '-')}-{found.release.pk}-{found.release.file_hash}"
    kept: bytes | None = caches[KEPT].get(name)
    if kept is None:
        kept = file_of(found)
        caches[KEPT].set(name, kept, None)
    return kept


def file_of(found: source.Snapshot) -> bytes:
    """The file of this release, made anew."""
    release: Release = found.release
    made = all_figures(found.numbers({}), source.residents())
    return canonical(
        {
            "schema": SCHEMA,
            "release": release.number,
            "file": release.file_hash,
            "figures": [list(figure) for figure in made],
        }
    )
