"""What the nights do with the index: count, freeze a quarter that is over, publish, correct; what the office orders."""

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.governance.standing import is_office
from huaihai.insight.apart import patiently
from huaihai.insight.indexing import content, counting, messages
from huaihai.insight.indexing.counting import Counted, Measure, Tally
from huaihai.insight.models import BusinessIndex, IndexCorrection, IndexRow
from huaihai.insight.months import later
from huaihai.insight.releases.tables import last_day, quarter_of
from huaihai.kit import signing
from huaihai.kit.clock import local_day
from huaihai.kit.filestore.sealed import keep_original
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor
from huaihai.record import events

PROGRAM: Final = Actor.system("index")
SUBJECT: Final = "insight:index"
MONTHS: Final = 24  # so far back a case may have ended
READ_FIRST: Final = timedelta(days=15)  # a business reads its row before everybody does
LONGEST: Final = 300  # characters of a reason
AT_ONCE: Final = 500  # rows


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """One act a day, and one when a correction was ordered."""
    today = local_day(at)
    newest = BusinessIndex.objects.filter(frozen_at=None).order_by("-counted_at").first()
    is_counted = newest is not None and local_day(newest.counted_at) >= today
    if not is_counted or IndexCorrection.objects.filter(done_at=None).exists():
        yield from patiently("index", partial(night, at=at), at=at)


def night(*, at: datetime) -> None:
    """Carry out corrections, publish what was read long enough, freeze what is over, and count the present quarter.
    A second call on the same day changes nothing."""
    today = local_day(at)
    for order in (
        IndexCorrection.objects.filter(done_at=None).select_related("row__issue").order_by("at", "pk")
    ):
        _correct(order, at=at)
    for issue in BusinessIndex.objects.frozen().filter(public_on__lte=today).order_by("quarter"):
        publish(issue, at=at)
    for issue in BusinessIndex.objects.filter(frozen_at=None).order_by("quarter"):
        if last_day(issue.quarter) < today:
            freeze(issue, at=at)
    _count_anew(_opened(quarter_of(today), at=at), until=today - timedelta(days=1), at=at)


def _opened(quarter: str, *, at: datetime) -> BusinessIndex:
    today = local_day(at)
    found, _is_new = BusinessIndex.objects.get_or_create(
        quarter=quarter,
        defaults={"since": today, "until": today, "counted_at": at, "is_demo": settings.DEMO},
    )
    return found


def freeze(issue: BusinessIndex, *, at: datetime) -> None:
    """Count it to its end; from now on each business reads its row. Of too few nothing is kept."""
    if not _count_anew(issue, until=last_day(issue.quarter), at=at, is_last=True):
        BusinessIndex.objects.filter(pk=issue.pk, frozen_at=None).delete()


def _count_anew(issue: BusinessIndex, *, until: date, at: datetime, is_last: bool = False) -> int:
    """Its rows as the files say today; returns how many there are."""
    since = later(until.replace(day=1), 1 - MONTHS)
    made = counting.placed(counting.count(since, until))
    with transaction.atomic():
        held = BusinessIndex.objects.select_for_update().filter(pk=issue.pk, frozen_at=None).first()
        if held is None:
            return len(made.rows)  # somebody else was faster
        held.since, held.until, held.counted_at, held.groups = since, until, at, made.groups
        held.rows.all().delete()
        IndexRow.objects.bulk_create(
            (_row(held, one, group, measures) for one, group, measures in made.rows), batch_size=AT_ONCE
        )
        if is_last and made.rows:
            held.frozen_at, held.public_on = at, local_day(at) + READ_FIRST
            facts = {"quarter": held.quarter, "rows": len(made.rows), "public_on": held.public_on.isoformat()}
            events.write(subject=SUBJECT, verb="index_frozen", by=PROGRAM.key, at=at, facts=facts)
        held.save()
        if held.frozen_at is not None:
            messages.of_frozen(held, at=at)
    return len(made.rows)


def _row(issue: BusinessIndex, one: Counted, group: int, measures: dict[str, Any]) -> IndexRow:
    return IndexRow(
        issue=issue,
        business_id=one.business,
        name=one.name,
        trade=one.cell.trade,
        city=one.cell.city,
        size=one.cell.size,
        group=group,
        measures=measures,
    )


def publish(issue: BusinessIndex, *, at: datetime) -> None:
    """Sign what was frozen, and let everybody read it. Corrections that wait are carried out first."""
    with transaction.atomic():
        before = BusinessIndex.objects.select_for_update().published().first()
        held = BusinessIndex.objects.select_for_update().frozen().filter(pk=issue.pk).first()
        if held is None or held.rows.filter(corrections__done_at=None, corrections__isnull=False).exists():
            return
        held.number, held.published_at = (before.number or 0) + 1 if before else 1, at
        held.previous_hash = before.file_hash if before else ""
        file, table = content.files_of(held)
        signed = signing.sign(file)
        held.file_hash, held.csv_hash, held.size = (
            sha256(file).hexdigest(),
            sha256(table).hexdigest(),
            len(file),
        )
        held.signature, held.key_id = signed.value, signed.key_id
        try:
            held.save()
        except IntegrityError:
            return  # two were published at the same moment
        for name, written in ((held.file_hash, file), (held.csv_hash, table)):
            keep_original(name, io.BytesIO(written))
        facts = {"number": held.number, "quarter": held.quarter, "sha256": held.file_hash}
        events.write(subject=SUBJECT, verb="index_published", by=PROGRAM.key, at=at, facts=facts)


def order_correction(row: IndexRow, reason: str, *, by: Actor, at: datetime) -> IndexCorrection:
    """The secretariat has a row counted anew tonight; everybody reads why."""
    if not is_office(by, on=local_day(at)):
        raise NotAllowed(_("Only the secretariat corrects published numbers."))
    said = storable(reason).strip()[:LONGEST]
    if not said:
        raise Unfit("reason", _("Please say why the numbers change: everybody reads it."))
    with transaction.atomic():
        held = IndexRow.objects.select_for_update().select_related("issue").get(pk=row.pk)
        if held.issue.frozen_at is None:
            raise NotPossible(_("This row is counted anew every night."))
        if held.corrections.filter(done_at=None).exists():
            raise NotPossible(_("A correction is ordered already; it is carried out tonight."))
        made = IndexCorrection.objects.create(row=held, reason=said, by=by.key, at=at)
        facts = {"quarter": held.issue.quarter, "business": str(held.business_id), "reason": said}
        events.write(subject=SUBJECT, verb="index_correction", by=by.key, at=at, facts=facts)
    return made


def _correct(order: IndexCorrection, *, at: datetime) -> None:
    """The row as the files say today. Of what was published its peers stay as they were; what was not yet, follows."""
    issue, business = order.row.issue, order.row.business_id
    found = counting.count(issue.since, issue.until, only=[business])
    rows = list(issue.rows.filter(group=order.row.group, is_out=False).order_by("business_id"))
    tallies = {row.pk: _tallies(row) for row in rows}
    tallies[order.row_id] = found[0].tallies if found else {}
    compared = counting.among_peers([list(tallies.values())])[0]
    measures = dict(zip(tallies, compared.rows, strict=True))
    with transaction.atomic():
        held = IndexCorrection.objects.select_for_update().filter(pk=order.pk, done_at=None).first()
        if held is None:
            return  # somebody else was faster
        issue = BusinessIndex.objects.select_for_update().get(pk=issue.pk)
        if issue.published_at is None:
            _follow(issue, order.row.group, compared.measures, [(row, measures[row.pk]) for row in rows])
            changed = measures[order.row_id]
        else:
            changed = _beside(issue.groups[order.row.group]["measures"], measures[order.row_id])
        IndexRow.objects.filter(pk=order.row_id).update(measures=changed, is_out=not changed)
        held.before, held.after, held.done_at = order.row.measures, changed, at
        held.save(update_fields=["before", "after", "done_at"])
        facts = {
            "quarter": issue.quarter,
            "business": str(business),
            "before": held.before,
            "after": held.after,
        }
        events.write(subject=SUBJECT, verb="index_corrected", by=PROGRAM.key, at=at, facts=facts)


def _tallies(row: IndexRow) -> dict[Measure, Tally]:
    return {Measure(name): (told["hits"], told["cases"]) for name, told in row.measures.items()}


def _follow(
    issue: BusinessIndex, group: int, told: dict[str, Any], rows: list[tuple[IndexRow, dict[str, Any]]]
) -> None:
    """The others of its group, and what is told of all of them, so that sums still add up when they are published."""
    for row, measures in rows:
        row.measures = measures
    IndexRow.objects.bulk_update([row for row, _measures in rows], ["measures"], batch_size=AT_ONCE)
    issue.groups[group]["measures"] = told
    issue.groups[group]["businesses"] = sum(bool(measures) for _row, measures in rows)
    issue.save(update_fields=["groups"])


def _beside(published: dict[str, Any], measures: dict[str, Any]) -> dict[str, Any]:
    """The row beside the peers' mean as it was published."""
    return {
        name: counting.row_facts(
            (told["hits"], told["cases"]),
            (told["share"], told["low"], told["high"]),
            published[name]["mean"],
        )
        for name, told in measures.items()
        if name in published
    }
