"""Criteria: fixed by the office under their hash, counting only by the alliance's vote."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.models import CriteriaVersion
from huaihai.brands.programme import problem_words
from huaihai.brands.programme.actions.recording import added, happened, one_writer
from huaihai.brands.scoring import criteria
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.governance.documents import fingerprint
from huaihai.governance.models import Resolution
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor


def fix_criteria(content: Mapping[str, Any], *, reason: str, by: Actor, at: datetime) -> CriteriaVersion:
    """Fix a new version under its hash, ready for a motion; it counts only once it is adopted.

    Raises NotAllowed, Unfit (with the first of all that is wrong), NotPossible.
    """
    powers.require_office(by, at)
    said = storable(reason).strip()[:300]
    if wrong := criteria.problems(content):
        raise Unfit("content", problem_words.sentence(wrong[0], content))
    if not said:
        raise Unfit("reason", _("Please say why: everybody reads it."))
    with one_writer():
        newest = CriteriaVersion.objects.order_by("number").last()
        made = CriteriaVersion(
            number=newest.number + 1 if newest else 1,
            content=dict(content),
            content_hash=fingerprint(content),
            reason=said,
            at=at,
            by=by.key,
        )
        if newest is not None and newest.content_hash == made.content_hash:
            raise NotPossible(_("This says exactly what version %(n)s says.") % {"n": newest.number})
        facts = {"number": made.number, "hash": made.content_hash}
        added("criteria_fixed", [made], facts, by=by, at=at)
    return made


def adopt_criteria(
    version: CriteriaVersion, *, resolution: Resolution, by: Actor, at: datetime
) -> CriteriaVersion:
    """They count from the day on which this resolution is in force. Called by the effect alone. Raises NotPossible."""
    with transaction.atomic():
        held = CriteriaVersion.objects.select_for_update().get(pk=version.pk)
        if held.resolution_id is not None:
            raise NotPossible(_("These criteria are not put to the vote any more."))
        held.resolution, held.from_on = resolution, resolution.in_force_from
        held.save(update_fields=["resolution", "from_on"])
        facts = {
            "number": held.number,
            "hash": held.content_hash,
            "resolution": resolution.number,
            "from_on": held.from_on.isoformat(),
        }
        happened("criteria_adopted", facts, by=by, at=at)
    return held
