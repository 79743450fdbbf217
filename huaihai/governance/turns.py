"""The rota of the secretariat: whose turn comes next. The plan, not the fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.governance.actions.office import lock_alliance
from huaihai.governance.models import Resolution, RotaTurn
from huaihai.kit.clock import local_day
from huaihai.law.sureness import Sureness
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events


@dataclass(frozen=True)
class Turn:
    """Who is to be the secretariat from a day on."""

    organisation: Organisation
    from_on: date


def turns_after(day: date) -> list[RotaTurn]:
    """The turns of the rota that begin after this day, the next one first."""
    return list(
        RotaTurn.objects.filter(from_on__gt=day)
        .select_related("organisation", "resolution")
        .order_by("from_on")
    )


def set_rota(turns: Sequence[Turn], *, resolution: Resolution, by: Actor, at: datetime) -> list[RotaTurn]:
    """These turns take the place of all that have not begun. Only a resolution sets them."""
    with transaction.atomic():
        root = lock_alliance()
        RotaTurn.objects.filter(from_on__gt=local_day(at)).delete()
        source = source_of(resolution)
        made = RotaTurn.objects.bulk_create(
            RotaTurn(
                organisation=turn.organisation,
                from_on=turn.from_on,
                resolution=resolution,
                source=source,
                mark=Sureness.READ,
            )
            for turn in turns
        )
        events.write(
            subject=root.record_key,
            verb="rota set",
            by=by.key,
            at=at,
            facts={
                "resolution": resolution.record_key,
                "turns": [[turn.organisation.key, turn.from_on.isoformat()] for turn in turns],
            },
        )
    return made


def source_of(resolution: Resolution) -> str:
    """The source of what a resolution set, as it is stored: not in the language of whoever looks."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("resolution %(number)s") % {"number": resolution.number}
