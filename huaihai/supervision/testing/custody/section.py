"""Samples and their custody on the page of a test."""

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huaihai.supervision.models import Project, Sample
from huaihai.supervision.testing.office.section import Section


def section(_request: HttpRequest, project: Project) -> Section | None:
    """How many samples are where, and which are doubtful; nothing before the first purchase."""
    rows = Sample.objects.filter(project=project)
    counted = rows.aggregate(
        all=Count("pk"),
        doubtful=Count("pk", filter=(Q(is_broken=True) | Q(has_gap=True)) & ~Q(stage="aside")),
        passing=Count("pk", filter=Q(stage="passing")),
        spare=Count("pk", filter=Q(kind="spare")),
    )
    if not counted["all"]:
        return None
    found = rows.order_by().values("stage").annotate(number=Count("pk")).values_list("stage", "number")
    stages = dict(found)
    where = [(label, stages[key]) for key, label in Sample.Stage.choices if stages.get(key)]
    return Section(
        "samples",
        _("Samples and custody"),
        "supervision/testing/custody/section.html",
        {"counted": counted, "where": where},
    )
