"""Opening a year's programme; the cities' scores; and their end."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.desk.moving import begin, moving
from huaihai.governance.actions.office import lock_alliance
from huaihai.governance.models.planning import FIRST_YEAR, LAST_YEAR
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.supervision.models import Programme, Topic, TopicScore
from huaihai.supervision.programme import powers
from huaihai.supervision.programme.lives import PROGRAMME

LEAST, MOST = 1, 5  # what a city can give; 5 speaks for the topic


def open_programme(
    *, year: int, proposals_until: date, scores_until: date, by: Actor, at: datetime
) -> Programme:
    """The programme of a year, collecting topics and scores. Raises NotAllowed, Unfit, NotPossible (there is one)."""
    today = local_day(at)
    powers.require_office(by, on=today)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unfit("year", _("This year cannot be right here."))
    if proposals_until < today:
        raise Unfit("proposals_until", _("Please give a day from today on."))
    if scores_until <= proposals_until:
        raise Unfit("scores_until", _("Scoring ends after the last day for topics."))
    with transaction.atomic():
        lock_alliance()  # two who open the same year meet here
        if Programme.objects.filter(year=year).exists():
            raise NotPossible(_("There is a programme for this year already."))
        made = Programme(year=year, proposals_until=proposals_until, scores_until=scores_until, opened_at=at)
        begin(made, "open", PROGRAMME, by=by, at=at, year=year)
    return made


def score(programme: Programme, given: Mapping[Topic, int], *, by: Actor, at: datetime) -> None:
    """What the actor's city gives these topics, 1 to 5; what it gave before is replaced, and nobody sees the others'.

    Raises NotAllowed, NotPossible, Unfit (its field is the topic's id).
    """
    body = powers.require_city(by, on=local_day(at))
    with moving(programme, "score", PROGRAMME, by=by, at=at) as move:
        move.stays = True
        if local_day(at) > move.row.scores_until:
            raise NotPossible(_("The time for scoring is over."))
        open_now = {topic.pk for topic in move.row.topics.select_for_update().filter(stage="open")}
        for topic, points in given.items():
            if topic.pk not in open_now:
                raise NotPossible(_("This topic is not scored."))
            if points not in range(LEAST, MOST + 1):
                raise Unfit(str(topic.pk), _("Please give a number from 1 to 5."))
            TopicScore.objects.update_or_create(
                topic=topic, body=body, defaults={"points": points, "at": at, "by": by.key}
            )
        scores = {str(topic.pk): points for topic, points in given.items()}
        move.facts |= {"city": body.key, "scores": scores}


def end_scoring(programme: Programme, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """All scores are shown; next comes the choice. All that came in was looked at.

    Raises NotAllowed, NotPossible, Moved.
    """
    powers.require_office(by, on=local_day(at))
    with moving(programme, "end scoring", PROGRAMME, by=by, at=at, seen=seen) as move:
        if waiting := move.row.topics.filter(stage="waiting").count():
            raise NotPossible(
                _("%(n)s proposals of the public wait to be looked at. Please do that first.")
                % {"n": waiting}
            )
        if not move.row.topics.filter(stage="open").exists():
            raise NotPossible(_("There is no topic to score yet."))
