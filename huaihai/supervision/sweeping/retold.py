"""Findings compared with what was sealed: they have no fingerprint of their own, for their stage changes."""

from collections.abc import Iterator

from django.db.models import Prefetch

from huaihai.supervision.models import Finding, ItemMark, Project, Recheck


def misfits(project: Project) -> Iterator[tuple[str, str]]:
    """For `supervision.kinds`: what, and what is wrong with it."""
    marks = ItemMark.objects.filter(inspection__project=project, mark="found", inspection__replaced_by=None)
    wanted = dict(marks.values_list("pk", "item"))
    rows = Finding.objects.filter(project=project).select_related("mark", "inspection")
    again = Prefetch("rechecks", Recheck.objects.order_by("at", "pk"))
    for row in rows.prefetch_related(again).order_by("pk").iterator(500):
        if wrong := _wrong(row, is_standing=wanted.pop(row.mark_id, None) is not None):
            yield row.record_key, wrong
    for mark in wanted:
        yield f"{ItemMark.seal_name}:{mark}", "was found, and no finding says so"


def _wrong(row: Finding, *, is_standing: bool) -> str:
    seen = row.inspection
    if row.mark.inspection_id != seen.pk or row.item != row.mark.item:
        return "is about something else than what was marked"
    if (row.city_id, row.business_id, row.project_id) != (seen.city_id, seen.business_id, seen.project_id):
        return "belongs to another city, business or project than its place"
    if (row.stage == "withdrawn") is is_standing:
        return "was withdrawn or left standing though its entry was not"
    last = list(row.rechecks.all())[-1:]
    if (row.stage == "cured") is not (bool(last) and last[0].result == "cured"):
        return "is cured or not against its last re-check"
    return ""
