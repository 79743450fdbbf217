"""All versions of a text, and what differs between any two of them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huaihai.desk.asking import show
from huaihai.desk.frame import readers
from huaihai.education import comparing
from huaihai.education.models import Edition, PublicationVersion
from huaihai.education.office.publications import seen
from huaihai.education.office.publications.people import names_of
from huaihai.kit.paging import page_of


@readers
@require_safe
def versions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The versions, newest first; two of them side by side (the last two, unless chosen)."""
    publication = seen.publication(request, pk)
    rows = publication.versions.defer("original", "body").order_by("-number")
    page = page_of(rows, request.GET.get("page"))
    names = names_of(row.written_by for row in page.rows)
    old, new = _chosen(request, publication.versions.prefetch_related("products"))
    out = dict(
        Edition.objects.filter(publication=publication, stage="out", version__isnull=False)
        .order_by("number")
        .values_list("version__number", "out_at")
    )
    context: dict[str, Any] = {
        "publication": publication,
        "page": page,
        "rows": [(row, names[row.written_by], out.get(row.number)) for row in page.rows],
        "old": old,
        "new": new,
        "changes": comparing.changes(old, new) if old and new else [],
    }
    return show(request, "education/office/versions.html", current=seen.MENU, **context)


def _chosen(
    request: HttpRequest, rows: QuerySet[PublicationVersion]
) -> tuple[PublicationVersion | None, PublicationVersion | None]:
    asked = [request.GET.get(name, "") for name in ("from", "to")]
    numbers = [int(one) for one in asked if one.isascii() and one.isdigit() and len(one) < 5]
    if len(numbers) == len(asked):
        found = {row.number: row for row in rows.filter(number__in=numbers)}
        return found.get(min(numbers)), found.get(max(numbers))
    last = list(rows.order_by("-number")[:2])
    return (last[1], last[0]) if len(last) > 1 else (None, None)
