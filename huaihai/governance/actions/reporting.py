"""The verbs of a report: opening it filled in, writing, counting again, finishing, publishing."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from huaihai import reactions
from huaihai.desk.lives import NEW, Moved, NotPossible, Unfit
from huaihai.governance import figures
from huaihai.governance.actions.office import office_only
from huaihai.governance.models import Report
from huaihai.governance.models.planning import FIRST_YEAR, LAST_YEAR
from huaihai.governance.plan_lives import REPORT
from huaihai.kit.clock import ZONE, local_day
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events
from huaihai.record.figures import Figure

TEXTS = ("done_text", "stuck_text", "next_text")


def open_report(*, year: int, quarter: int, by: Actor, at: datetime) -> Report:
    """A draft with its figures counted; `quarter` 0 is the whole year. Raises NotAllowed, Unfit, NotPossible."""
    office_only(by, at=at)
    if not FIRST_YEAR <= year <= LAST_YEAR or not 0 <= quarter <= 4:
        raise Unfit("year", _("This year cannot be right here."))
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=directory.root().pk)
        if Report.objects.filter(year=year, quarter=quarter).exists():
            raise NotPossible(_("There is a report on this time already."))
        kind = Report.Kind.QUARTER if quarter else Report.Kind.YEAR
        report = Report(kind=kind, year=year, quarter=quarter, stage=REPORT.after("open", NEW))
        if report.since > local_day(at):
            raise Unfit("year", _("This time has not begun yet."))
        report.figures, report.computed_at = collect(report, at=at), at
        report.save(force_insert=True)
        _write(report, "report opened", by=by, at=at, year=year, quarter=quarter)
    return report


def write(report: Report, *, texts: dict[str, str], seen: int, by: Actor, at: datetime) -> Report:
    """Its words. Raises NotAllowed, Moved, NotPossible."""
    with transaction.atomic():
        locked = _changed(report, "write", seen=seen, by=by, at=at)
        for name in TEXTS:
            setattr(locked, name, texts[name])
        locked.save()
        _write(locked, "report written", by=by, at=at, hash=content_hash(locked))
    return locked


def refresh(report: Report, *, seen: int, by: Actor, at: datetime) -> Report:
    """Counted again, as of now."""
    with transaction.atomic():
        locked = _changed(report, "refresh", seen=seen, by=by, at=at)
        locked.figures, locked.computed_at = collect(locked, at=at), at
        locked.save()
        _write(locked, "report figures counted", by=by, at=at, figures=_numbers(locked.figures))
    return locked


def finish(report: Report, *, seen: int, by: Actor, at: datetime) -> Report:
    """Fixed with its hash. Raises NotPossible before its time is over, or without a word written."""
    with transaction.atomic():
        locked = _changed(report, "finish", seen=seen, by=by, at=at)
        if locked.until >= local_day(at):
            raise NotPossible(_("This time is not over yet. A report is finished after its last day."))
        if not locked.done_text:
            raise NotPossible(_("Please write down what was done first."))
        if local_day(locked.computed_at) <= locked.until:
            raise NotPossible(_("The figures are older than the last day. Please count them again first."))
        locked.content_hash, locked.finished_at = content_hash(locked), at
        locked.save()
        _write(locked, "report finished", by=by, at=at, hash=locked.content_hash)
    return locked


def reopen(report: Report, *, seen: int, by: Actor, at: datetime) -> Report:
    """A draft again; what was fixed stays in the record by its hash."""
    with transaction.atomic():
        locked = _changed(report, "reopen", seen=seen, by=by, at=at)
        locked.content_hash, locked.finished_at = "", None
        locked.save()
        _write(locked, "report reopened", by=by, at=at)
    return locked


def publish(report: Report, *, seen: int, by: Actor, at: datetime) -> Report:
    """Everybody can read it."""
    with transaction.atomic():
        locked = _changed(report, "publish", seen=seen, by=by, at=at)
        locked.published_at = at
        locked.save()
        _write(locked, "report published", by=by, at=at, hash=locked.content_hash)
    return locked


def collect(report: Report, *, at: datetime) -> list[dict[str, Any]]:
    """What all rooms count for the report's time, up to today at the latest, in both languages."""
    return [_stored(figure) for figure in _counted(report, local_day(at))]


def changed_since(report: Report, *, at: datetime) -> dict[str, int]:
    """Key → number now, of every figure that would be another one if it were counted again."""
    kept = _numbers(report.figures)
    now = {figure.key: figure.value for figure in _counted(report, local_day(at))}
    return {key: value for key, value in now.items() if kept.get(key) != value}


def content_hash(report: Report) -> str:
    """SHA-256 over its time, its words and its numbers, as canonical JSON."""
    body = {
        "year": report.year,
        "quarter": report.quarter,
        "computed_at": report.computed_at.astimezone(ZONE).isoformat(timespec="seconds"),
        "figures": _numbers(report.figures),
        **{name: getattr(report, name) for name in TEXTS},
    }
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _counted(report: Report, today: date) -> list[Figure]:
    until = min(report.until, today)
    found: list[Figure] = []
    for name in reactions.REPORT_FIGURES:
        found += import_string(name)(report.since, until)
    return [*found, *figures.figures_between(report.since, until)]


def _stored(figure: Figure) -> dict[str, Any]:
    return {
        "key": figure.key,
        "value": figure.value,
        "url": figure.url,
        "label_zh": _in("zh-hans", figure.label),
        "label_en": _in("en", figure.label),
        "group_zh": _in("zh-hans", figure.group),
        "group_en": _in("en", figure.group),
    }


def _in(language: str, words: object) -> str:
    with override(language):
        return str(words)


def _numbers(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {row["key"]: row["value"] for row in rows}


def _changed(report: Report, verb: str, *, seen: int, by: Actor, at: datetime) -> Report:
    """The report, locked, with its next stage and version; not stored yet."""
    office_only(by, at=at)
    locked = Report.objects.select_for_update().get(pk=report.pk)
    if seen != locked.version:
        raise Moved(locked)
    locked.stage = REPORT.after(verb, locked.stage)
    locked.version += 1
    return locked


def _write(report: Report, verb: str, *, by: Actor, at: datetime, **facts: Any) -> None:
    events.write(subject=report.record_key, verb=verb, by=by.key, at=at, facts=facts)
