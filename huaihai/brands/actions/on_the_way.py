"""Motions that are on their way, as far as they keep the secretariat from drafting another one about the same."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from huaihai.governance import rotation
from huaihai.governance.lives import OPEN_MOTIONS
from huaihai.governance.models import Motion


def motions(on: date) -> Iterator[Motion]:
    """Those that are tabled or being voted on, and the drafts of the body that is the secretariat on this day.

    A draft that a former secretariat left behind counts no more: one body alone would hold the matter up for ever.
    """
    own = Q(stage="draft", proposed_by=rotation.secretariat_on(on))
    yield from Motion.objects.filter(Q(stage__in=OPEN_MOTIONS) | own)
