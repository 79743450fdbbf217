"""Each city scores each topic once; while scoring runs it may put its own right, and nobody sees the others'."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.governance.actions.moving import moving
from huaihai.governance.errors import NotPossible
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.supervision.models import Topic, TopicScore
from huaihai.supervision.programme import criteria, powers
from huaihai.supervision.programme.lives import PROGRAMME


def score(topic: Topic, given: Mapping[str, int], *, by: Actor, at: datetime) -> TopicScore:
    """What the actor's city gives: 1 to 5 for each criterion. Raises NotAllowed, NotPossible, Unfit."""
    body = powers.require_city(by, on=local_day(at))
    with moving(topic.programme, "score", PROGRAMME, by=by, at=at) as move:
        move.stays = True
        if local_day(at) > move.row.scores_until:
            raise NotPossible(_("The time for scoring is over."))
        held = Topic.objects.select_for_update().get(pk=topic.pk)
        if held.stage != "open":
            raise NotPossible(_("This topic is not scored."))
        rows = criteria.of(move.row.criteria)
        criteria.check_given(rows, given)
        kept = {one.key: given[one.key] for one in rows}
        row, _is_new = TopicScore.objects.update_or_create(
            topic=held, body=body, defaults={"given": kept, "at": at, "by": by.key}
        )
        move.facts |= {"topic": str(held.pk), "city": body.key, "given": kept}
    return row
