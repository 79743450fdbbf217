"""What changes in a test and has no fingerprint, compared with the record: samples, laboratories, hearing."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from huaihai.kit.canonical import digest
from huaihai.record.models import Event
from huaihai.supervision.models import MakerAnswer, MakerNotice, Objection, Project, Sample, Telling
from huaihai.supervision.testing.hearing.life import OPEN_OBJECTIONS
from huaihai.supervision.testing.hearing.notices import own_hash
from huaihai.supervision.testing.laboratory.facts import stages
from huaihai.supervision.testing.laboratory.verbs import laboratory_hash

LABORATORY = ("supervision_laboratory_added", "supervision_laboratory_changed")
type Wrong = tuple[str, str]


def misfits(project: Project) -> Iterator[tuple[str, str]]:
    """What, and what is wrong with it."""
    return chain(of_laboratories(project), of_hearing(project))


def of_laboratories(project: Project) -> Iterator[tuple[str, str]]:
    """What, and what is wrong with it: where a sample is, which laboratory that is."""
    now = stages(project)
    for sample in Sample.objects.filter(project=project).order_by("pk").iterator(500):
        if sample.stage != now[sample.code]:
            yield sample.seal_key, _("is not where hand-overs and receipts lead")
    rows = Event.objects.filter(subject=project.record_key, verb__in=LABORATORY).order_by("number")
    said = {facts["laboratory"]: facts["said"] for facts in rows.values_list("facts", flat=True)}
    if said != {row.key: laboratory_hash(row) for row in project.laboratories.all()}:
        yield _("its laboratories"), _("are not what the record says")


def decision_hash(row: Objection) -> str:
    """SHA-256 over a decision: outcome, reasons, who; as 64 hexadecimal digits."""
    return digest([row.stage, row.reason, row.decided_by])


def of_hearing(project: Project) -> Iterator[Wrong]:
    """What, and what is wrong with it."""
    yield from _of_objections(project)
    yield from _of_notices(project)


def _of_objections(project: Project) -> Iterator[Wrong]:
    told = {facts["objection"]: facts["said"] for facts in _facts(project, "supervision_objection_decided")}
    rows = list(Objection.objects.filter(project=project).select_related("answer"))
    closed = {str(row.pk): decision_hash(row) for row in rows if row.stage not in OPEN_OBJECTIONS}
    for pk in sorted(told.keys() | closed.keys()):
        if told.get(pk) != closed.get(pk):
            yield f"objection:{pk}", _("was decided otherwise than the record says")
    heard = {(row.answer.notice_id, row.answer.product) for row in rows}
    objecting = MakerAnswer.objects.filter(project=project, kind=MakerAnswer.Kind.OBJECTS)
    for pk, notice, product in objecting.values_list("pk", "notice", "product"):
        if (notice, product) not in heard:
            yield f"{MakerAnswer.seal_name}:{pk}", _("objects, and its objection is not there any more")


def _of_notices(project: Project) -> Iterator[Wrong]:
    newest = {row.notice_id: row for row in Telling.objects.filter(project=project).order_by("at", "pk")}
    answered = set(MakerAnswer.objects.filter(project=project).values_list("notice", flat=True))
    silent = {facts["notice"] for facts in _facts(project, "supervision_maker_silent")}
    for row in MakerNotice.objects.filter(project=project).order_by("pk"):
        last = newest.get(row.pk)
        if row.told_hash != (own_hash(last.results) if last is not None else ""):
            yield row.record_key, _("was told something else than the record says")
        if (row.stage == "answered" and row.pk not in answered) or (
            row.stage == "silent" and str(row.pk) not in silent
        ):
            yield row.record_key, _("is at a stage that the record does not know")


def _facts(project: Project, verb: str) -> Iterator[dict[str, Any]]:
    rows = Event.objects.filter(subject=project.record_key, verb=verb).order_by("number")
    return rows.values_list("facts", flat=True).iterator(500)
