"""Retention is done: by night, files whose time of keeping is over are emptied; one that a room holds stays.

Two brakes: so many a night, the longest over first; and none at all where more are due than years of quiet explain,
until somebody has looked. What was done stands in the chain `system:retention`.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, partial
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from huaihai.cases.models import Case, PaperScan
from huaihai.cases.verbs import erasing
from huaihai.kit import computed
from huaihai.kit.clock import local_day, local_moment
from huaihai.law import limits
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.clocks import adopted_by_path
from huaihai.members.models.organisation import tree
from huaihai.record import events

log = logging.getLogger(__name__)
MOST_A_NIGHT, TOO_MANY = 2_000, 5_000
SUBJECT, DONE, STOPPED = "system:retention", "files emptied", "emptying stopped"
PROGRAM = Actor.system("retention")
LOOKED_ON: Final = "files-looked-through-for-their-term"
READ_AT_ONCE = 2_000


@dataclass(frozen=True)
class Outcome:
    """What a night did: files emptied, files that a room holds, stored files let go, and how many are due still."""

    emptied: int = 0
    held: int = 0
    stored: int = 0
    left: int = 0


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """Once a day; one act, however many files: it has brakes of its own."""
    today = local_day(at)
    if computed.cache.get(LOOKED_ON) == today:
        return
    last = events.history(SUBJECT).last()
    found = [] if last and local_day(last.at) == today else list(islice(due(today), TOO_MANY + 1))
    if found:
        yield partial(_night, found, at)
    else:
        computed.cache.set(LOOKED_ON, today, timeout=None)


def due(today: date) -> Iterator[UUID]:
    """The files whose last day of keeping has passed, the longest over first."""

    @cache
    def until(body: UUID, ended_on: date) -> date:
        return erasing.kept_until(directory.body_with(body), ended_on)[1]

    for years, bodies in _shortest().items():
        before = local_moment(_years_before(today, years) + timedelta(days=1))
        rows = Case.objects.filter(~Q(receipt_hash=""), ended_at__lt=before)
        rows = rows if bodies is None else rows.filter(responsible__in=bodies)
        named = rows.order_by("ended_at").values_list("pk", "ended_at", "responsible_id")
        for pk, ended_at, body in named.iterator(READ_AT_ONCE):
            if ended_at is not None and until(body, local_day(ended_at)) < today:
                yield pk


def _shortest() -> dict[int, list[UUID] | None]:
    """The shortest term that each body ever went by, in years, and the bodies with it; None: all of them."""
    adopted = {
        path: [row.number for row in rows if row.limit == limits.FILE_KEPT.name]
        for path, rows in adopted_by_path().items()
    }
    if not any(adopted.values()):
        return {limits.FILE_KEPT.number: None}
    found: dict[int, list[UUID]] = {}
    for body in tree().by_pk.values():
        own = [number for path in body.paths_above_and_own() for number in adopted.get(path, ())]
        found.setdefault(min([limits.FILE_KEPT.number, *own]), []).append(body.pk)
    return dict(found)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _night(found: list[UUID], at: datetime) -> None:
    if len(found) > TOO_MANY:
        _note(STOPPED, {"due": TOO_MANY}, at)
    else:
        empty(found, most=MOST_A_NIGHT, at=at)
    computed.cache.set(LOOKED_ON, local_day(at), timeout=None)


def empty(found: list[UUID], *, most: int | None, at: datetime) -> Outcome:
    """Empty the first `most` of these that nobody holds, each in a transaction of its own."""
    emptied = held = stored = failed = 0
    for pk in found:
        if most is not None and emptied >= most:
            break
        try:
            files = _empty(pk, at)
        except Exception as error:  # noqa: BLE001 # one that cannot be read stops no other
            log.error("case %s is not emptied: %s", pk, type(error).__name__)  # its words may be of the file
            failed += 1
            continue
        if files is None:
            held += 1
        else:
            emptied, stored = emptied + 1, stored + files
    outcome = Outcome(emptied, held, stored, len(found) - emptied - held)
    if outcome.emptied or failed or last().get("verb") == STOPPED:
        _note(DONE, vars(outcome), at)
    return outcome


def _empty(pk: UUID, at: datetime) -> int | None:
    """How many stored files it let go; None: it is held, or somebody was quicker."""
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=pk)
        if erasing.WHOLE not in erasing.erasable(case, today=local_day(at)).parts:
            return None
        files: int = case.evidence.count() + PaperScan.objects.filter(paper__case=case).count()
        erasing.take_out(case, erasing.WHOLE, verb="file_emptied", by=PROGRAM, at=at)
        return files


def last() -> dict[str, Any]:
    """What was done last: `verb`, `at`, and its counts."""
    found = events.history(SUBJECT).last()
    return {"verb": found.verb, "at": found.at, **found.facts} if found else {}


def stored_since(since: datetime) -> int:
    """How many stored files were let go since then."""
    rows = events.history(SUBJECT).filter(verb=DONE, at__gte=since)
    return sum(int(facts.get("stored", 0)) for facts in rows.values_list("facts", flat=True))


def _note(verb: str, facts: dict[str, int], at: datetime) -> None:
    with transaction.atomic():
        events.write(subject=SUBJECT, verb=verb, by=PROGRAM.key, at=at, facts=facts)
