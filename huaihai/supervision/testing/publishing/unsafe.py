"""Products of published tests that failed a safety item, for the check of what people have at home."""

from functools import lru_cache
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from huaihai.education.check.tested import UnsafeProduct
from huaihai.supervision.models import Project, Release
from huaihai.supervision.public.files import file_of
from huaihai.supervision.testing.publishing.shown import shown

MOST_TESTS = 200  # newest; what is kept of each is small


def of_tests() -> list[UnsafeProduct]:
    """For `reactions.UNSAFE_PRODUCTS`: by the file that the public reads today; a test taken back says nothing."""
    newest = Release.objects.filter(project=OuterRef("pk"), published_at__isnull=False).order_by("-number")
    tests = Project.objects.public().filter(kind=Project.Kind.TEST, withdrawn_at=None)
    rows = (
        tests.annotate(out=Subquery(newest.values("pk")[:1]))
        .exclude(out=None)
        .order_by("-published_at", "-pk")
    )
    return [row for out in rows.values_list("out", flat=True)[:MOST_TESTS] for row in _of_release(out)]


@lru_cache(maxsize=MOST_TESTS)
def _of_release(release: UUID) -> tuple[UnsafeProduct, ...]:
    """What its file says; a file never changes."""
    file = file_of(Release.objects.get(pk=release))
    held, project = shown(file), file["project"]
    return tuple(
        UnsafeProduct(
            test=project["title"],
            test_url=reverse("supervision-project", args=[held.number]),
            url=row.url,
            name=str(held.plan.get("what", "")),
            brand=row.product["brand"],
            model=row.product["model"],
            maker=row.product["maker"],
            batch=row.product["batch"],
            failed=row.unsafe,
        )
        for row in held.unsafe
    )
