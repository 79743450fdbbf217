"""Evidence that is still missing of the nine: who is asked for it, until when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from huaihai import alliance
from huaihai.desk.waiting import Source, Waiting, alone
from huaihai.governance import standing
from huaihai.governance.charter import facts
from huaihai.governance.models import CharterOwner, Evidence
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

QUARTER: Final = 3  # months


@dataclass(frozen=True)
class Missing:
    """One of the nine of which nothing is shown, and the body that answers for it (None: nobody yet)."""

    part: facts.Part
    owner: Organisation | None
    due_on: date


def missing(today: date) -> list[Missing]:
    """All that lack evidence, in their order; two queries."""
    shown = set(Evidence.objects.standing().order_by().values_list("key", flat=True))
    owners = {
        row.key: row.organisation for row in CharterOwner.objects.on(today).select_related("organisation")
    }
    due_on = end_of_quarter(today)
    return [
        Missing(part, owners.get(part.key), due_on)
        for part in facts.parts(alliance.load())
        if part.key not in shown
    ]


@alone
def for_person(actor: Actor, now: datetime) -> Source:
    """What waits for whoever speaks for a body that answers for a part without evidence."""
    body = standing.delegation_of(actor)
    if body is None:
        return
    shown = Evidence.objects.standing().values("key")
    yield CharterOwner.objects.on(local_day(now)).filter(organisation=body).exclude(key__in=shown)
    for one in missing(local_day(now)):
        if one.owner is not None and standing.speaks_for(actor, one.owner):
            yield Waiting(
                key=f"charter:{one.part.key}:{one.due_on}",
                kind=pgettext_lazy("waiting", "Evidence"),
                title=_("%(part)s: please hand in evidence") % {"part": one.part.title},
                url=reverse("office-charter-evidence", args=[one.part.key]),
                button=pgettext_lazy("evidence", "Hand it in"),
                on=one.due_on,
            )


def in_words(today: date) -> list[tuple[str, str, str]]:
    """Every request as all staff read it: which part, who until when, and its page."""
    return [
        (
            one.part.title,
            _("%(body)s, until %(day)s")
            % {"body": facts.body_words(one.owner), "day": spoken.full_day(one.due_on)}
            if one.owner is not None
            else _("nobody named yet"),
            reverse("office-charter-part", args=[one.part.key]),
        )
        for one in missing(today)
    ]


def end_of_quarter(day: date) -> date:
    """The last day of its quarter."""
    first = (day.month - 1) // QUARTER * QUARTER + 1
    after = date(day.year + (first + QUARTER > 12), (first + QUARTER - 1) % 12 + 1, 1)
    return after - timedelta(days=1)
