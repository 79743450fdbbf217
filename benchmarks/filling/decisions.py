"""Decisions of years past: copies of one of the demo's, with its votes, minutes, file, events, and a duty done."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Max, Model

from benchmarks.copies import keep, like
from huaihai.governance.models import Contact, Duty, Meeting, Minutes, Motion, Resolution, Shift
from huaihai.record.models import Clock, Event

DAYS_OF_ROSTER = 2  # for each decision
NUMBERS = 3  # telephones that nobody answers any more, for each decision


def fill(number: int) -> None:
    """So many decisions and meetings behind us, rosters of the days before, and telephones that were given up."""
    decided = Resolution.objects.filter(effects=[]).exclude(dossier=None).order_by("serial")[0]
    done = Duty.objects.exclude(ended_at=None).order_by("pk")[0]
    first = 1 + max(_last(model) for model in (Resolution, Motion, Meeting))
    met = Meeting.objects.order_by("serial")[0]
    for serial in range(first, first + number):
        _again(Resolution.objects.get(pk=decided.pk), done, serial)
        keep([like(met, serial=serial, resumes_id=None)])
    _rosters(number * DAYS_OF_ROSTER)
    _telephones(number * NUMBERS)


def _again(decided: Resolution, done: Duty, serial: int) -> None:
    """The same decision once more, under another number."""
    [motion] = keep([like(decided.motion, serial=serial)])
    [count] = keep([like(decided.count, motion_id=motion.pk)])
    [made] = keep([like(decided, serial=serial, motion_id=motion.pk, count_id=count.pk)])
    keep(like(vote, motion_id=motion.pk) for vote in decided.motion.votes.all())
    keep(like(minutes, motion_id=motion.pk) for minutes in Minutes.objects.filter(motion=decided.motion))
    keep([like(decided.dossier, resolution_id=made.pk)])
    [duty] = keep([like(done, resolution_id=made.pk)])
    keep(like(clock, subject=duty.record_key) for clock in Clock.objects.filter(subject=done.record_key))
    told = Event.objects.filter(subject=decided.motion.record_key)
    keep(like(event, subject=motion.record_key) for event in told)


def _rosters(days: int) -> None:
    """The days before those of the demo, as on its first day."""
    first = Shift.objects.order_by("on")[0].on
    held = list(Shift.objects.filter(on=first))
    _keep(like(one, on=first - timedelta(days=back)) for back in range(1, days + 1) for one in held)


def _telephones(number: int) -> None:
    line = Contact.objects.filter(account=None).order_by("pk")[0]
    ended = {"from_on": line.from_on - timedelta(days=900), "until_on": line.from_on - timedelta(days=30)}
    _keep(like(line, phone=f"0516{7_000_000 + n}", **ended) for n in range(number))


def _keep(rows: Iterable[Any]) -> None:
    keep(rows)


def _last(model: type[Model]) -> int:
    manager: Any = model._default_manager  # noqa: SLF001 # whichever model it is
    return int(manager.aggregate(last=Max("serial"))["last"] or 0)
