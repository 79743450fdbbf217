"""What waits for the system's administrator: what is still missing, and messages that never left."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from huaihai.desk.waiting import Source, Waiting, alone, counted
from huaihai.front.operating import readiness
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record import clock_doubt
from huaihai.record.models import OutboxMessage

KIND = pgettext_lazy("waiting", "System")


@alone
def for_person(actor: Actor, now: datetime) -> Source:
    """One row each."""
    if Role.SYSTEM_ADMIN not in actor.roles:
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
    missing = [one.label for one in readiness.checks(now) if not one.is_there and one.url != clock_url]
    if missing:
        words = ngettext("%(n)s thing is missing", "%(n)s things are missing", len(missing))
        title, note = words % {"n": len(missing)}, missing[0]
        yield Waiting(f"missing:{len(missing)}", KIND, title, url, button, note=note, count=len(missing))
