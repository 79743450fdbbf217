"""Decisions: what is over (resolutions with their votes, minutes, files and duties), and a little that waits."""

from datetime import datetime, timedelta

from benchmarks.copies import keep, like
from huaihai.governance import duties
from huaihai.governance.models import Duty, Minutes, Resolution
from huaihai.governance.tests import deciding, sealed
from huaihai.members import directory
from huaihai.record.models import Clock, Event

DAY = timedelta(days=1)
FIRST_SERIAL = 1_000
WAITING = 5  # of each kind, in both worlds


def fill(number: int, ten: deciding.Ten, at: datetime) -> None:
    """So many resolutions and meetings behind us, each resolution with a duty that is done; and what waits."""
    decided = sealed.sealed_in_writing(ten)
    met = sealed.sealed_in_meeting(ten)
    duty = duties.set_duty(
        text="共同发布提示",
        owner=directory.root(),
        due_on=at.date(),
        resolution=decided,
        by=ten.office,
        at=at - 9 * DAY,
    )
    clock = Clock.objects.get(subject=duty.record_key)
    duties.do(duty, note="已发布", by=ten.office, at=at - 8 * DAY)
    clock.refresh_from_db()
    for n in range(number):
        _again(Resolution.objects.get(pk=decided.pk), duty, clock, FIRST_SERIAL + n)
    if met.motion.meeting is not None:
        keep(like(met.motion.meeting, serial=FIRST_SERIAL + n) for n in range(number))
    for n in range(WAITING):
        deciding.tabled(ten, title=f"待议 {n}", at=at - 3 * DAY)
        deciding.in_writing(ten, deciding.tabled(ten, title=f"表决中 {n}", at=at - 3 * DAY), at=at - DAY)
        duties.set_duty(
            text=f"待办 {n}", owner=directory.root(), due_on=(at + n * DAY).date(), by=ten.office, at=at - DAY
        )


def _again(decided: Resolution, duty: Duty, clock: Clock, serial: int) -> None:
    """The same decision once more, under another number."""
    [motion] = keep([like(decided.motion, serial=serial)])
    [count] = keep([like(decided.count, motion_id=motion.pk)])
    [made] = keep([like(decided, serial=serial, motion_id=motion.pk, count_id=count.pk)])
    keep(like(vote, motion_id=motion.pk) for vote in decided.motion.votes.all())
    keep(like(minutes, motion_id=motion.pk) for minutes in Minutes.objects.filter(motion=decided.motion))
    keep([like(decided.dossier, resolution_id=made.pk)])
    keep([done := like(duty, resolution_id=made.pk)])
    keep([like(clock, subject=done.record_key)])
    told = Event.objects.filter(subject=decided.motion.record_key)
    keep(like(event, subject=motion.record_key) for event in told)
