"""What waits about accounts and messages: a second person's yes, and for the system's administrator what never left."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from huaihai.desk.lists import List, button
from huaihai.desk.tables import Column
from huaihai.desk.waiting import Waiting, Whose, counted, day_of
from huaihai.kit import clock
from huaihai.kit.guards import staff
from huaihai.members import accounts
from huaihai.members.actors import Actor
from huaihai.members.models import PowerRequest, Role
from huaihai.members.models.power_request import CONFIRMING, OPEN_FOR
from huaihai.record.models import OutboxMessage

MOST = 5
LOOKED_AT = timedelta(days=14)  # for so long what never left stands on the list


def for_person(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """Two queries at most."""
    if actor.roles & (CONFIRMING | {Role.HEAD}):
        yield from _powers(actor, now)
    if Role.SYSTEM_ADMIN in actor.roles:
        yield from _unsent(now)


def _powers(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """Posts and second steps that somebody asked for: mine to confirm, or asked for by me and still unconfirmed."""
    rows = PowerRequest.objects.visible_to(actor).open(now)
    rows = rows.select_related("account", "organisation", "asked_by")
    for row in rows.order_by("asked_at", "pk")[:MOST]:
        is_mine = accounts.may_confirm(actor, row)
        if not is_mine and row.asked_by_id != actor.account_id:
            continue
        yield Waiting(
            key=f"power:{row.pk}",
            kind=pgettext_lazy("waiting", "Account"),
            title=str(row),
            note=row.account.shown_name,
            url=reverse("people-waiting"),
            button=_("Look at it"),
            on=day_of(row.asked_at + OPEN_FOR),
            whose=Whose.MINE if is_mine else Whose.OTHERS,
        )


def _gave_up(now: datetime) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(created_at__gte=now - LOOKED_AT, gave_up_at__isnull=False)


def _unsent(now: datetime) -> Iterator[Waiting]:
    n, newest = counted(_gave_up(now), "gave_up_at")
    if n:
        yield Waiting(
            key=f"unsent:{newest}",
            kind=pgettext_lazy("waiting", "Messages"),
            title=ngettext("%(n)s message could not be sent", "%(n)s messages could not be sent", n)
            % {"n": n},
            url=reverse("office-unsent"),
            button=_("To the list"),
            count=n,
        )


UNSENT = List[OutboxMessage](
    _("Messages that could not be sent"),
    current="unsent",
    rows=lambda _request: _gave_up(clock.now()).order_by("-gave_up_at", "pk"),
    columns=(
        Column(_("Given up"), lambda row: row.gave_up_at, sort=("gave_up_at",)),
        Column(_("Way"), lambda row: row.get_channel_display(), sort=("channel",)),
        Column(_("Tries"), lambda row: row.attempts, is_number=True),
        Column(_("What the sender answered"), lambda row: row.last_error),
    ),
    lead=_("Of the last 14 days. Neither addresses nor texts stand here."),
    empty=_("Everything could be sent."),
    guard=staff(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
    buttons=button("system", _("Try them once more"), lambda _request: True),
)
