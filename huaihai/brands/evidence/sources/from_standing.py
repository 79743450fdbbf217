"""Evidence out of what the business promises to all: pledges in force, and a fund that stands behind it."""

from huaihai.brands.evidence.found import Found
from huaihai.brands.evidence.scope import Scope
from huaihai.businesses import channel, pledges
from huaihai.businesses.models import PledgeVersion
from huaihai.compensation import coverage


def promised(scope: Scope) -> Found:
    """How many kinds of pledges are in force on the last day and shown; whether it is on the fast channel beside."""
    held = pledges.all_in_force(scope.entry.business, on=scope.until, place=scope.entry.place)
    shown = PledgeVersion.objects.filter(pk__in=[one.pk for one in held]).displayed().count() if held else 0
    is_joined = channel.is_joined(scope.business, on=scope.until)
    counts = {"count": shown, "suspended": len(held) - shown, "channel": int(is_joined)}
    return Found({"count": shown}, counts, scope.pages)


def fund(scope: Scope) -> Found:
    """Whether a fund for advance compensation answers for it on the last day."""
    funds = coverage.answering(scope.business.pk, on=scope.until)
    return Found({"yes": bool(funds)}, {"count": len(funds)})
