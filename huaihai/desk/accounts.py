"""What waits about accounts: a second person's yes, and the word that opens a link."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.waiting import Room, Source, Waiting, Whose, day_of
from huaihai.kit.clock import local_day, local_moment
from huaihai.members import pairs
from huaihai.members.actors import Actor
from huaihai.members.models import PowerRequest, Role
from huaihai.members.models.power_request import CONFIRMING, OPEN_FOR

MOST = 5


def to_confirm(actor: Actor, now: datetime) -> Source:
    """Posts and second steps that somebody asked for: mine to confirm, or asked for by me and still unconfirmed."""
    if not actor.roles & (CONFIRMING | {Role.HEAD}):
        return
    seen = PowerRequest.objects.visible_to(actor)
    yield seen.open(local_moment(local_day(now)))
    rows = seen.open(now).select_related("account", "organisation", "asked_by")
    for row in rows.order_by("asked_at", "pk")[:MOST]:
        is_mine = pairs.may_confirm(actor, row, on=local_day(now))
        if not is_mine and row.asked_by_id != actor.account_id:
            continue
        yield Waiting(
            key=f"power:{row.pk}",
            kind=pgettext_lazy("waiting", "Account"),
            title=row.account.shown_name,
            note=str(row),
            url=reverse("people-waiting"),
            button=_("Say yes or no") if is_mine else _("Look at it"),
            on=day_of(row.asked_at + OPEN_FOR),
            whose=Whose.MINE if is_mine else Whose.OTHERS,
        )


def to_tell(actor: Actor, now: datetime) -> Source:
    """The word that belongs to a link which a second person hands over: whoever asked tells it."""
    if not actor.roles & (CONFIRMING | {Role.HEAD}):
        return
    rows = PowerRequest.objects.filter(asked_by=actor.account_id, links__used_at__isnull=True)
    yield rows.filter(links__expires_at__gt=local_moment(local_day(now)))
    for row in rows.filter(links__expires_at__gt=now).select_related("account").distinct()[:MOST]:
        yield Waiting(
            key=f"word:{row.pk}",
            kind=pgettext_lazy("waiting", "Account"),
            title=row.account.shown_name,
            note=str(_("Tell the word that opens the link")),
            url=reverse("people-waiting"),
            button=_("Read the word"),
            on=local_day(now),
        )


for_person = Room(lambda actor, now: [to_confirm(actor, now), to_tell(actor, now)])
