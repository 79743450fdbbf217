"""The calls that a body has promised, as rows of what waits."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huaihai.businesses.pages import place_name
from huaihai.cases.models import CallBack
from huaihai.cases.rights import CASEWORK
from huaihai.cases.situation import as_officer
from huaihai.cases.unmasking import phone_masked
from huaihai.desk.waiting import Source, Waiting, Whose, alone
from huaihai.kit.clock import local_day
from huaihai.members import staffing
from huaihai.members.actors import Actor

MOST = 10
COUNTED = 500


@alone
def for_person(actor: Actor, now: datetime) -> Source:
    """Each call promised by the body of the officer, or by one below in which nobody works; today's in everybody's own
    list: whoever is free dials. What comes far behind is one row.
    """
    actor = as_officer(actor)
    if actor.organisation is None or not actor.roles & set(CASEWORK):
        return
    bodies = [actor.organisation, *staffing.left_to(actor.organisation, on=local_day(now))]
    rows = CallBack.objects.visible_to(actor).to_call().filter(body__in=[body.pk for body in bodies])
    yield rows
    found = list(rows.defer("name")[:COUNTED])
    for held in found[:MOST]:
        yield Waiting(
            key=f"callback:{held.pk}:{held.tries}:{held.promised_until:%Y%m%d%H%M}",
            kind=pgettext_lazy("waiting", "Call"),
            title=_("Call %(phone)s back") % {"phone": phone_masked(held.phone)},
            note=" · ".join(filter(None, _note(held))),
            url=_register(held),
            button=gettext_lazy("Dial, and write it down"),
            on=local_day(held.promised_until),
            at=held.promised_until,
            is_urgent=held.promised_until < now,
            whose=Whose.MINE if local_day(held.promised_until) <= local_day(now) else Whose.NOBODY,
        )
    if rest := found[MOST:]:
        days = tuple(local_day(held.promised_until) for held in rest)
        yield Waiting(
            key=f"callbacks:{actor.organisation.pk}:{days[0]}",
            kind=pgettext_lazy("waiting", "Call"),
            title=ngettext("%(n)s more call-back", "%(n)s more call-backs", len(rest)) % {"n": len(rest)},
            url=_register(rest[0]),
            button=gettext_lazy("Dial, and write it down"),
            on=days[0],
            whose=Whose.NOBODY,
            count=len(rest),
            days=days,
        )


def _note(held: CallBack) -> Iterator[str]:
    yield place_name(held.place)
    if held.tries:
        yield ngettext("not reached %(n)s time", "not reached %(n)s times", held.tries) % {"n": held.tries}
    yield held.sentence


def _register(held: CallBack) -> str:
    return f"{reverse('desk-register')}?callback={held.pk}"
