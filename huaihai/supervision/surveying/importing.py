"""Files of another survey service: read, columns confirmed, taken in whole or not at all; and what time forgets."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk import spreadsheets
from huaihai.desk.lives import Moved, NotPossible, Unfit
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.supervision.models import Channel, Project, SurveyDraft, SurveyImport, SurveyResponse
from huaihai.supervision.moving import lock, moving, seal
from huaihai.supervision.surveying import reading
from huaihai.supervision.surveying.questionnaire import OUT, Questionnaire, of_plan
from huaihai.supervision.surveying.reading import ReadRow
from huaihai.supervision.surveying.verbs import count_in, made, plan_of, require_part


@dataclass(frozen=True)
class Looked:
    """What would come of a file: rows that can be taken, rows that cannot be read, rows of people not asked."""

    good: tuple[ReadRow, ...]
    bad: tuple[ReadRow, ...]
    not_asked: int


def receive(project: Project, *, name: str, raw: bytes, by: Actor, at: datetime) -> SurveyImport:
    """Read the file and guess what its columns mean; nothing is taken in yet.

    Raises NotAllowed, NotPossible (the same file is here already, or nothing is collected now), CannotRead.
    """
    require_part(project, by, at)
    digest = sha256(raw).hexdigest()
    with transaction.atomic():
        held = lock(project.pk)
        if held.stage not in ("running", "checking"):
            raise NotPossible(_("Files are taken in while the survey runs or is checked."))
        if SurveyImport.objects.filter(project=held, sha256=digest).exclude(stage="dropped").exists():
            raise NotPossible(_("This very file is here already. Nothing was taken in twice."))
        table = spreadsheets.read(raw)
        found = SurveyImport.objects.create(
            project=held,
            name=storable_name(name)[:120],
            sha256=digest,
            heads=list(table.heads),
            table=[list(row) for row in table.rows],
            columns=reading.guess(table.heads, of_plan(plan_of(held))),
            rows=len(table.rows),
            at=at,
            by=by.key,
        )
        seal(held, "survey file read", [], by=by, at=at, facts={"sha256": digest, "rows": found.rows})
    return found


def set_columns(
    imported: SurveyImport, columns: Mapping[str, str], *, seen: int, by: Actor, at: datetime
) -> None:
    """What each column means. Raises NotAllowed, NotPossible, Unfit, Moved."""
    questionnaire = of_plan(plan_of(imported.project))
    said = {place: meaning for place, meaning in columns.items() if meaning}
    if len(set(said.values())) != len(said):
        raise Unfit("columns", _("Two columns mean the same."))
    if not any(meaning.startswith(("q:", "c:")) for meaning in said.values()):
        raise Unfit("columns", _("No column is a question."))
    if any(not reading.is_meaning(meaning, questionnaire) for meaning in said.values()):
        raise Unfit("columns", _("A column means something that is not there."))
    with transaction.atomic():
        held = _locked(imported, seen, by, at)
        held.columns, held.version = said, held.version + 1
        held.save(update_fields=["columns", "version"])
        facts = {"sha256": held.sha256, "columns": len(said)}
        seal(held.project, "survey file mapped", [], by=by, at=at, facts=facts)
    imported.refresh_from_db()


def look(imported: SurveyImport) -> Looked:
    """What would come of it with the columns as they are set."""
    questionnaire = of_plan(plan_of(imported.project))
    read = list(reading.rows_of(imported.heads, imported.table, imported.columns, questionnaire))
    fine = [row for row in read if row.problem is None]
    asked = [row for row in fine if _is_asked(row, questionnaire)]
    return Looked(tuple(asked), tuple(row for row in read if row.problem), len(fine) - len(asked))


def take(imported: SurveyImport, *, leave_out: bool, seen: int, by: Actor, at: datetime) -> SurveyImport:
    """Take all rows in, in one transaction; rows that an earlier file had brought are known, and not taken again.

    With rows that cannot be read nothing is taken unless `leave_out` says that they are to be left out (and counted).
    Raises NotAllowed, NotPossible, Unfit, Moved.
    """
    project = imported.project
    with moving(project, "observe", noted="survey file taken in", by=by, at=at) as move:
        held = _locked(imported, seen, by, at)
        looked = look(held)
        if looked.bad and not leave_out:
            raise Unfit(
                "leave_out", _("Some rows cannot be read. Mend the file, or say that they are left out.")
            )
        fresh = _fresh(move.row, looked.good)
        questionnaire = of_plan(plan_of(project))
        for row in fresh:
            response = made(
                move.row,
                questionnaire,
                row.answers,
                channel=Channel.IMPORT,
                seconds=row.seconds,
                outside_key=row.key,
                at=at,
                by=by.key,
            )
            move.rows.append(response)
        count_in(move.row, questionnaire, [row for row in move.rows if isinstance(row, SurveyResponse)])
        held.taken, held.known = len(fresh), len(looked.good) - len(fresh)
        held.left_out, held.stage = len(looked.bad), "taken"
        held.table, held.version = [], held.version + 1
        held.save()
        move.facts |= {
            "sha256": held.sha256,
            "taken": held.taken,
            "known": held.known,
            "left_out": held.left_out,
        }
    imported.refresh_from_db()
    return imported


def drop(imported: SurveyImport, *, seen: int | None = None, by: Actor, at: datetime) -> SurveyImport:
    """It is not taken in; its rows are forgotten. Raises NotAllowed, NotPossible, Moved."""
    with transaction.atomic():
        held = _locked(imported, imported.version if seen is None else seen, by, at)
        held.stage, held.table, held.version = "dropped", [], held.version + 1
        held.save()
        seal(held.project, "survey file dropped", [], by=by, at=at, facts={"sha256": held.sha256})
    imported.refresh_from_db()
    return imported


def _locked(imported: SurveyImport, seen: int, by: Actor, at: datetime) -> SurveyImport:
    require_part(imported.project, by, at)
    rows = SurveyImport.objects.select_for_update(of=("self",)).select_related("project__registered")
    held = rows.get(pk=imported.pk)
    if held.version != seen:
        raise Moved(held)
    if held.stage != "read":
        raise NotPossible(_("This file has been taken in or dropped already."))
    return held


def _fresh(project: Project, rows: Sequence[ReadRow]) -> list[ReadRow]:
    keys = [row.key for row in rows]
    known: set[str] = set()
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        held = SurveyResponse.objects.filter(project=project, outside_key__in=part)
        known.update(held.values_list("outside_key", flat=True))
    return [row for row in rows if row.key not in known]


def _is_asked(row: ReadRow, questionnaire: Questionnaire) -> bool:
    return bool(row.answers) and questionnaire.way(row.answers)[1] != OUT


FORGOTTEN_AFTER = timedelta(days=1)
FILES_FORGOTTEN_AFTER = timedelta(days=14)
MANY = 500
PROGRAM = Actor.system("fall-due")


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """What nobody handed in is forgotten; so are the rows of files that nobody took in."""
    old = SurveyDraft.objects.filter(touched_at__lte=at - FORGOTTEN_AFTER)
    keys = list(old.values_list("pk", flat=True)[:MANY])
    if keys:
        yield partial(_forget, keys)
    for imported in SurveyImport.objects.filter(stage="read", at__lte=at - FILES_FORGOTTEN_AFTER)[:MANY]:
        yield partial(_drop, imported, at)


def _drop(imported: SurveyImport, at: datetime) -> None:
    drop(imported, by=PROGRAM, at=at)


def _forget(keys: list[UUID]) -> None:
    SurveyDraft.objects.filter(pk__in=keys).delete()
