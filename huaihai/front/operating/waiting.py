"""What waits for the system's administrator: what is still missing, and messages that never left; for the heads of a
city in which nobody else works yet, what that one lacks.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from huaihai.desk.waiting import Source, Waiting, alone, counted
from huaihai.front.operating import readiness
from huaihai.kit.clock import local_day
from huaihai.members import staffing
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from huaihai.record import clock_doubt
from huaihai.record.models import OutboxMessage

KIND = pgettext_lazy("waiting", "System")


@alone
def for_person(actor: Actor, now: datetime) -> Source:
    """One row each."""
    body = actor.organisation
    if Role.SYSTEM_ADMIN not in actor.roles:
        is_head = Role.HEAD in actor.roles and body is not None and body.kind == Organisation.Kind.CITY
        if is_head and body is not None and staffing.heads_work_alone(body, on=local_day(now)):
            yield None
            yield from _missing(readiness.of_head(body, now))
        return
    yield None
    clock_url = reverse("system-clock")
    if doubt := clock_doubt.standing():
        key, title = f"clock:{doubt.seen.isoformat()}", gettext("Nothing falls due until the clock is right")
        yield Waiting(key, KIND, title, clock_url, gettext_lazy("Look at the clock"), is_urgent=True)
    url, button = reverse("system"), gettext_lazy("Put it right")
    n, newest = counted(OutboxMessage.objects.filter(sent_at=None, gave_up_at__isnull=False), "gave_up_at")
    if n:
        words = ngettext("%(n)s message could not be sent", "%(n)s messages could not be sent", n)
        yield Waiting(f"unsent:{newest}", KIND, words % {"n": n}, url, button, count=n)
    yield from _missing(one for one in readiness.checks(now) if one.url != clock_url)


def _missing(checks: Iterable[readiness.Check]) -> Iterator[Waiting]:
    """One row, with what is done next; what nobody can do from a page stands on the list alone."""
    missing = [one for one in checks if not one.is_there]
    if first := readiness.next_of(missing):
        url, button = reverse("system"), gettext_lazy("Put it right")
        words = ngettext("%(n)s thing is missing", "%(n)s things are missing", len(missing))
        title, note = words % {"n": len(missing)}, first.label
        yield Waiting(f"missing:{len(missing)}", KIND, title, url, button, note=note, count=len(missing))
