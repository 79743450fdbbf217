"""A carried motion becomes a resolution, what it changes is carried out, and one verifiable file about it is kept."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.desk.lives import DeskError, NotPossible
from huaihai.governance import effects, secretariat, verifying
from huaihai.governance import signed as governance_signed
from huaihai.governance.models import Count, Dossier, Minutes, Motion, Resolution, Vote
from huaihai.governance.resolutions import checking
from huaihai.governance.secretariat import next_serial
from huaihai.kit.clock import ZONE, local_day
from huaihai.kit.signing import canonical, public_keys, sign
from huaihai.members.actors import Actor
from huaihai.members.errors import MembersError
from huaihai.members.models import Organisation
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
    except (DeskError, MembersError, secretariat.TermsOverlap, secretariat.NotHandedOver) as error:
        return {**one, "problem": str(error) or type(error).__name__}
    return {**one, "problem": ""}


def seal(resolution: Resolution, minutes: Minutes, *, by: Actor, at: datetime) -> Dossier:
    """Make the file, in the transaction that approves the minutes.

    It is worked out again before it is kept: one that does not fit is refused (NotPossible), and nothing is approved.
    """
    events.write(
        subject=resolution.motion.record_key,
        verb="seal",
        by=by.key,
        at=at,
        facts={
            "resolution": resolution.number,
            "minutes": minutes.document_hash,
            "names": checking.heading(_heading(resolution)),
        },
    )
    content = canonical(_content(resolution, minutes, at))
    signed = sign(content)
    file = verifying.wrap(content.decode(), key_id=signed.key_id, signature=signed.value)
    if not verifying.all_fit(verifying.check(file, keys=public_keys())):
        raise NotPossible(
            _(
                "The file about resolution %(number)s would not stand a check. Please tell whoever runs the platform."
            )
            % {"number": resolution.number}
        )
    return Dossier.objects.create(
        resolution=resolution,
        content=content.decode(),
        content_hash=hashlib.sha256(content).hexdigest(),
        key_id=signed.key_id,
        signature=signed.value,
        made_at=at,
    )


def as_file(dossier: Dossier) -> bytes:
    """The file as people download it: what is signed, and the signature beside it."""
    return verifying.wrap(dossier.content, key_id=dossier.key_id, signature=dossier.signature)


def _content(resolution: Resolution, minutes: Minutes, at: datetime) -> dict[str, Any]:
    motion, count = resolution.motion, resolution.count
    votes = motion.votes.filter(  # of a body that has left since, only the record tells
        round=count.round, withdrawn_at__isnull=True, organisation__key__in=count.members
    ).select_related("organisation")
    return {
        "format": verifying.FORMAT,
        **_heading(resolution),
        "made_at": _iso(at),
        "resolution": {
            "number": resolution.number,
            "title": resolution.title,
            "text": resolution.text,
            "adopted_on": resolution.adopted_on.isoformat(),
            "in_force_from": resolution.in_force_from.isoformat(),
            "document_hash": resolution.document_hash,
            "effects": resolution.effects,
        },
        "motion": governance_signed.of_motion(motion),
        "terms": motion.terms,
        "count": {
            "mode": motion.mode,
            "counted_at": _iso(count.counted_at),
            "members": count.members,
            "present": count.present,
            "for": count.votes_for,
            "against": count.votes_against,
            "abstain": count.abstentions,
            "quorum_needed": count.quorum_needed,
            "majority_needed": count.majority_needed,
        },
        "votes": [_vote(vote) for vote in votes],
        "attendance": _attendance(resolution),
        "minutes": {"text": minutes.text, "document_hash": minutes.document_hash},
        "record": [governance_signed.of_event(event) for event in events.history(motion.record_key)],
    }


def _heading(resolution: Resolution) -> dict[str, Any]:
    """What people read first, by names; the record binds it."""
    return {
        "alliance": alliance.load().name,
        "bodies": _names([*resolution.count.members, resolution.motion.proposed_by.key]),
        "is_demo": settings.DEMO,
    }


def _vote(vote: Vote) -> dict[str, str]:
    return {
        "body": vote.organisation.key,
        "choice": vote.choice,
        "reason": vote.reason,
        "cast_at": _iso(vote.cast_at),
        "document_hash": vote.document_hash,
    }


def _attendance(resolution: Resolution) -> list[dict[str, str]]:
    meeting = resolution.motion.meeting
    if meeting is None:
        return []
    return [
        {
            "body": row.organisation.key,
            "came_at": _iso(row.came_at),
            "left_at": _iso(row.left_at) if row.left_at else "",
        }
        for row in meeting.attendance.select_related("organisation")
    ]


def _names(keys: list[str]) -> dict[str, str]:
    return dict(Organisation.objects.filter(key__in=keys).values_list("key", "name"))


def _iso(moment: datetime) -> str:
    return moment.astimezone(ZONE).isoformat(timespec="microseconds")
