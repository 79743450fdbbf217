"""A carried motion becomes a resolution, and what it changes is carried out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.desk.lives import DeskError
from huaihai.governance import effects, rotation
from huaihai.governance.actions.numbering import next_serial
from huaihai.governance.models import Count, Motion, Resolution
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.errors import MembersError
from huaihai.record import events


def adopt(motion: Motion, count: Count, *, by: Actor, at: datetime) -> Resolution:
    """Write the resolution into the register, in the transaction of its count.

    It is dated by the moment of the count. An effect that can no longer be carried out (a body has joined since)
    does not undo the decision: it stays with the reason, on the register's page.
    """
    adopted_on = local_day(count.counted_at)
    resolution = Resolution.objects.create(
        year=adopted_on.year,
        serial=next_serial(Resolution, adopted_on.year),
        motion=motion,
        count=count,
        title=motion.title,
        text=motion.text,
        effects=motion.effects,
        document_hash=motion.document_hash,
        adopted_on=adopted_on,
        in_force_from=max(motion.in_force_from or adopted_on, adopted_on),
        present=len(count.present),
        quorum_needed=count.quorum_needed,
        votes_for=count.votes_for,
        majority_needed=count.majority_needed,
    )
    with translation.override(settings.LANGUAGE_CODE):  # what the record keeps has one language
        done = [_carried_out(resolution, one, count.counted_at, by=by, now=at) for one in motion.effects]
    if done:
        resolution.effects = done
        resolution.save(update_fields=["effects"])
    events.write(
        subject=motion.record_key,
        verb="adopt",
        by=by.key,
        at=at,
        facts={
            "resolution": resolution.number,
            "text": resolution.document_hash,
            "in_force_from": resolution.in_force_from.isoformat(),
            "effects": done,
        },
    )
    return resolution


def _carried_out(
    resolution: Resolution, one: Mapping[str, Any], counted_at: datetime, *, by: Actor, now: datetime
) -> dict[str, Any]:
    """The effect with what came of it: `problem` is empty if it was carried out."""
    try:
        with transaction.atomic():
            effects.known()[one["kind"]].carry_out(resolution, one["facts"], by, counted_at, now)
    except IntegrityError:
        return {**one, "problem": _("It contradicts something that counts already.")}
    except (DeskError, MembersError, rotation.TermsOverlap, rotation.NotHandedOver) as error:
        return {**one, "problem": str(error) or type(error).__name__}
    return {**one, "problem": ""}
