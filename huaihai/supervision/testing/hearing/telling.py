"""Telling a maker or seller its own results, with a clock in working days; after the clock silence is no objection."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import partial
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.kit.signing import canonical
from huaihai.law.limits import ANSWER_TEST_RESULT, Limit, Unit
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.record import clocks
from huaihai.record.models import Clock
from huaihai.supervision.actions.moving import Move, moving
from huaihai.supervision.models import MakerNotice, Objection, Project, Telling
from huaihai.supervision.testing.hearing import own_results
from huaihai.supervision.testing.hearing.lives import NOTICE
from huaihai.supervision.testing.hearing.preparing import require_hearing

REPLY = "reply"  # the name of the clock
KEY = "test-notice:"  # how the subject of such a clock begins
OBJECTION_KEY = "test-objection:"
LINK_LEFT = timedelta(days=60)  # how long the link shows the results after the last day
PROGRAM = Actor.system("fall-due")


def tell(notices: Sequence[MakerNotice], *, by: Actor, at: datetime) -> list[MakerNotice]:
    """Each of these (of one project) is told its results as they are now, and may answer until its clock ends.

    Who knows them as they are is passed over. Raises NotAllowed, NotPossible (results cannot be computed yet).
    """
    if not notices:
        raise NotPossible(_("There is nobody to be told."))
    project = notices[0].project
    require_hearing(project, by, at)
    told = []
    with moving(project, "observe", noted="makers told", by=by, at=at) as move:
        results = own_results.all_of(move.project)
        rows = MakerNotice.objects.select_for_update().filter(pk__in=[one.pk for one in notices])
        for row in rows:
            own = own_results.of_products(results, row.products)
            if row.products and own_hash(own) != row.told_hash:
                _tell(move, row, own, by=by, at=at)
                told.append(row)
        if not told:
            raise NotPossible(_("They know their results as they are now."))
        move.facts |= {"told": len(told)}
    return told


def time_over(notice: MakerNotice, *, at: datetime) -> None:
    """The last day is over: who said nothing counts as having no objection. By the program."""
    if notice.stage != "told" or notice.project.stage == "dropped":
        end_clock(notice, by="time over", at=at)
        return
    with moving(notice.project, "observe", noted="maker silent", by=PROGRAM, at=at) as move:
        row = MakerNotice.objects.select_for_update().get(pk=notice.pk)
        row.stage = NOTICE.after("fall silent", row.stage)
        row.version += 1
        row.save(update_fields=["stage", "version"])
        end_clock(row, by="fall silent", at=at)
        move.facts |= {"notice": str(row.pk)}


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """For `huaihai fall-due`: notices whose time to answer is over; in a dropped test nothing is waited for."""
    late = Clock.objects.overdue(local_day(at)).filter(name=REPLY, subject__startswith=KEY)
    keys = [subject.removeprefix(KEY) for subject in late.values_list("subject", flat=True)]
    rows = MakerNotice.objects.filter(pk__in=keys).select_related("project").order_by("project", "pk")
    for _project, own in groupby(rows, key=lambda row: row.project_id):
        yield partial(
            _all_over, list(own), at=at
        )  # one act: a large test has more notices than the brake lets through
    yield from _of_dropped(at)


def _all_over(notices: Sequence[MakerNotice], *, at: datetime) -> None:
    for one in notices:
        time_over(one, at=at)


def changed_since(notice: MakerNotice, results: Mapping[str, dict[str, Any]]) -> bool:
    """Whether its results are others now than those it was told; never, if nothing of it was bought after all."""
    return (
        bool(notice.products)
        and own_hash(own_results.of_products(results, notice.products)) != notice.told_hash
    )


def clocks_of(notices: Sequence[MakerNotice]) -> dict[str, Clock]:
    """The clock of each notice that has one (the newest), by its subject. One query."""
    subjects = [row.record_key for row in notices]
    rows = Clock.objects.filter(subject__in=subjects, name=REPLY).order_by("started_at", "pk")
    return {row.subject: row for row in rows}


def end_clock(notice: MakerNotice, *, by: str, at: datetime) -> None:
    """It need not be waited for any more."""
    clocks.end(clocks.running(notice.record_key).values(), at=at, by=by)


def own_hash(own: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 of the results that a notice tells."""
    return hashlib.sha256(canonical(list(own))).hexdigest()


def limit_of(project: Project, at: datetime) -> Limit:
    """How long a maker has: what the registered plan says, else the leading body's own limit."""
    body = project.lead or directory.root()
    limit = limit_for(body, ANSWER_TEST_RESULT, local_day(at))
    registered = project.registered
    days = registered.plan.get("clocks", {}).get("reply_working_days") if registered is not None else None
    if registered is None or not isinstance(days, int) or days < 1:
        return limit
    with translation.override(settings.LANGUAGE_CODE):
        source = _("registered plan of the test %(number)s") % {"number": project.number}
    return limit.as_adopted(days, Unit.WORKING_DAYS, source=source, since=local_day(registered.at))


def _tell(move: Move, row: MakerNotice, own: list[dict[str, Any]], *, by: Actor, at: datetime) -> None:
    waits = not _only_by_decisions(row, own)
    row.told_hash, row.told_at = own_hash(own), at
    row.link_issue += 1
    row.version += 1
    move.rows.append(Telling(project=move.project, notice=row, results=own, at=at, by=by.key))
    if waits:
        row.stage = NOTICE.after("tell", row.stage)
        end_clock(row, by="tell", at=at)
        owner = (move.project.lead or directory.root()).record_key
        limit = limit_of(move.project, at)
        made = clocks.start(subject=row.record_key, owner=owner, at=at, starts=[clocks.Start(REPLY, limit)])
        last = made[0].due_on
    else:  # a clock that runs goes on as it was
        running = clocks.running(row.record_key).get(REPLY)
        last = running.due_on if running is not None else local_day(at)
    row.link_until = datetime.combine(last, time.min, tzinfo=clock.ZONE) + LINK_LEFT
    row.save()


def _of_dropped(at: datetime) -> Iterator[Callable[[], None]]:
    """The clocks of objections that nobody decides any more."""
    running = Clock.objects.overdue(local_day(at)).filter(subject__startswith=OBJECTION_KEY)
    keys = [subject.removeprefix(OBJECTION_KEY) for subject in running.values_list("subject", flat=True)]
    for row in Objection.objects.filter(pk__in=keys, project__stage="dropped"):
        yield partial(_end_all, row.record_key, at=at)


def _end_all(subject: str, *, at: datetime) -> None:
    clocks.end(clocks.running(subject).values(), at=at, by="test dropped")


def _only_by_decisions(row: MakerNotice, own: Sequence[Mapping[str, Any]]) -> bool:
    """Whether all that is new to it since it was told was decided on an objection meanwhile: taken out, or measured
    a second time. Then nobody waits anew.
    """
    last = row.tellings.order_by("-at", "-pk").first()
    if last is None:
        return False
    before = {one["product"]: one for one in last.results}
    now = {one["product"]: one for one in own}
    changed = {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}
    decided = Objection.objects.filter(project=row.project_id, decided_at__gte=last.at)
    if not changed <= set(decided.values_list("product", flat=True)):
        return False
    return all(_follows(before.get(key, {}), now.get(key, {})) for key in changed)


def _follows(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a product is out, or differs in what was measured a second time alone."""
    if "taken_out" in now:
        return True
    earlier = {one["item"]: one for one in before.get("items", ())}
    return all(
        one["round"] == "retest" for one in now.get("items", ()) if one != earlier.get(one["item"])
    ) and all(before.get(name) == now.get(name) for name in own_results.GOODS)
