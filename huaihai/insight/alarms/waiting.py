"""What of the early warning waits for somebody of staff (named in `reactions.OFFICE_WAITING`)."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.waiting import Waiting
from huaihai.governance import standing
from huaihai.insight.alarms import places, powers, telling
from huaihai.insight.models import Alarm, AlarmPlace
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.supervision.powers import works

MOST = 20


def for_person(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """Alarms that nobody has judged, in the person's own city; to the secretariat, all of them. At most six queries."""
    city = powers.own_body(actor) if works(actor) else None
    if city is None:
        return
    rows = Alarm.objects.visible_to(actor).unjudged()
    if not standing.is_office(actor, on=local_day(now)):
        rows = rows.filter(pk__in=AlarmPlace.objects.filter(city=city).values("alarm"))
    found = list(rows[:MOST])
    if not found:
        return
    for one in telling.told(found, places.load()):
        title = _("Early warning %(number)s: %(about)s") % {"number": one.row.number, "about": one.about}
        yield Waiting(title, one.text, one.row.office_url, gettext_lazy("Look at it"), tone="warn")
