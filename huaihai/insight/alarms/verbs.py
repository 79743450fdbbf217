"""What officers do with an alarm: judge it, begin a text or plan a sweep because of it. And who may."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.desk.lives import Moved, NotAllowed, Unfit
from huaihai.education import powers as of_texts
from huaihai.education.content import Content
from huaihai.education.models import Publication
from huaihai.education.publications import verbs as publications_verbs
from huaihai.governance import standing
from huaihai.insight.alarms import facts, keys
from huaihai.insight.alarms.life import ALARM, VERB_OF, WEIGHT
from huaihai.insight.disclosure import shown
from huaihai.insight.models import Alarm, AlarmPlace, AlarmSweep, AlarmText, Verdict
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable
from huaihai.law import kinds
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events
from huaihai.supervision import cities as supervision_cities
from huaihai.supervision import powers as of_projects
from huaihai.supervision import verbs
from huaihai.supervision.models import Project
from huaihai.supervision.sweeping import plan as sweeping


def may_act(actor: Actor, alarm: Alarm, *, at: datetime) -> bool:
    """Whether the actor works in a city that the alarm concerns, or acts as the secretariat."""
    if actor.kind == "system" or not of_projects.works(actor):
        return False
    body = own_body(actor)
    if body is None:
        return False
    return standing.is_office(actor, on=local_day(at)) or concerns(alarm, body)


def require(actor: Actor, alarm: Alarm, *, at: datetime) -> Organisation:
    """The city body for which the actor acts. Raises NotAllowed."""
    body = own_body(actor)
    if body is None or not may_act(actor, alarm, at=at):
        raise NotAllowed(_("Only staff of the cities that an alarm concerns, or the office, act on it."))
    return body


def own_body(actor: Actor) -> Organisation | None:
    """The body of the actor's city."""
    return actor.organisation.city if actor.organisation is not None else None


def concerns(alarm: Alarm, body: Organisation) -> bool:
    """Whether the alarm was ever seen in this body's city."""
    return AlarmPlace.objects.filter(alarm=alarm, city=body).exists()


def publisher_for(actor: Actor, *, at: datetime) -> Organisation | None:
    """Who publishes a text that the actor begins: the alliance (None) for its office, else the actor's own body."""
    return None if standing.is_office(actor, on=local_day(at)) else actor.organisation


def may_write(actor: Actor, *, at: datetime) -> bool:
    """Whether the actor can begin a text."""
    publisher = publisher_for(actor, at=at)
    return of_texts.works(actor) and of_texts.may_write(actor, publisher, at=at)


def lead_for(actor: Actor, *, at: datetime) -> Organisation | None:
    """Who leads a sweep that the actor plans: the alliance (None) for its office, else the body of the own city."""
    return None if standing.is_office(actor, on=local_day(at)) else own_body(actor)


@contextmanager
def moving(
    alarm: Alarm, *, noted: str, seen: int | None = None, by: Actor, at: datetime, text: str = ""
) -> Iterator[tuple[Alarm, dict[str, Any]]]:
    """The alarm as it is now, held, and the facts of the event `noted`, to be filled. The caller's object is brought
    up to date. Raises Moved, and what the caller raises inside.
    """
    with transaction.atomic():
        held = (
            Alarm.objects.select_for_update(of=("self",)).select_related("seen", "raised_by").get(pk=alarm.pk)
        )
        if seen is not None and seen != held.version:
            raise Moved(held)
        facts: dict[str, Any] = {"number": held.number}
        before = held.stage
        yield held, facts
        held.version += 1
        moved: Mapping[str, str] = {} if before == held.stage else {"before": before, "after": held.stage}
        events.write(
            subject=held.record_key, verb=noted, by=by.key, at=at, facts={**facts, **moved}, text=text
        )
        held.save()
    alarm.__dict__.update(held.__dict__)


def move(alarm: Alarm, verb: str) -> None:
    """The stage to which a verb leads, unsaved. Raises NotPossible."""
    alarm.stage = ALARM.after(verb, alarm.stage)


LONGEST_WATCH: Final = timedelta(days=92)


def judge(
    alarm: Alarm,
    *,
    kind: str,
    reason: str,
    why: str = "",
    watch_until: date | None = None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Verdict:
    """The verdict of the actor's city. Raises NotAllowed, Unfit, Moved."""
    body = require(by, alarm, at=at)
    said = storable(reason).strip()
    watched = watch_until if kind == Verdict.Kind.WATCH else None
    _check(kind, said, why, watched, today=local_day(at))
    with moving(alarm, noted="alarm_judged", seen=seen, by=by, at=at, text=said) as (held, facts):
        verdict = Verdict.objects.create(
            alarm=held,
            body=body,
            kind=kind,
            why=why if kind == Verdict.Kind.EXPLAINED else "",
            reason=said,
            watch_until=watched,
            at=at,
            by=by.key,
        )
        counts = weightiest(standing_verdicts(held.verdicts.all()))
        move(held, VERB_OF[counts.kind])
        held.watched_until = counts.watch_until
        facts.update({"verdict": kind, "body": body.key})
    return verdict


def standing_verdicts(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The last verdict of each city, of verdicts in the order in which they were given."""
    return list({verdict.body_id: verdict for verdict in verdicts}.values())


def weightiest(verdicts: Iterable[Verdict]) -> Verdict:
    """The one of these that the alarm's stage follows: what one city found real stays real; of two watches the longer.

    Raises ValueError of none.
    """
    return min(
        verdicts,
        key=lambda one: (WEIGHT.index(one.kind), -(one.watch_until or date.min).toordinal()),
    )


def _check(kind: str, reason: str, why: str, watch_until: date | None, *, today: date) -> None:
    if kind not in Verdict.Kind.values:
        raise Unfit("kind", _("Please choose what you found."))
    if not reason:
        raise Unfit("reason", _("Please say what you found, in a few words."))
    if kind == Verdict.Kind.EXPLAINED and why not in Verdict.Why.values:
        raise Unfit("why", _("Please choose what explains it."))
    if kind == Verdict.Kind.WATCH and watch_until is None:
        raise Unfit("watch_until", _("Until which day is it watched?"))
    if watch_until is not None and not today < watch_until <= today + LONGEST_WATCH:
        raise Unfit("watch_until", _("Please choose a day within the next three months."))


WRITTEN_IN = "zh-hans"


def title(alarm: Alarm) -> str:
    """A working title for a text. A business is never named: that takes an exposure."""
    with translation.override(WRITTEN_IN):
        return _("More complaints about %(what)s") % {"what": _about(alarm)}


def sweep_title(alarm: Alarm) -> str:
    """A working title for a sweep."""
    with translation.override(WRITTEN_IN):
        return _("Sweep after alarm %(number)s: %(what)s") % {"number": alarm.number, "what": _about(alarm)}


def draft_content(alarm: Alarm, *, title: str) -> Content:
    """What a text about the alarm begins with. Numbers too small for the public are left out of it."""
    known = keys.load()
    with translation.override(WRITTEN_IN):
        return Content(
            title=title,
            topics=_topics(alarm),
            cities=tuple(city.key for city in known.cities(alarm.places)),
            what=_("Complaints about %(what)s have risen.") % {"what": _about(alarm)},
            places=pgettext("between places", ", ").join(keys.named(alarm.places, known)),
            period_from=alarm.since,
            evidence=_evidence(alarm),
        )


def question(alarm: Alarm) -> str:
    """What people will know after a sweep because of the alarm."""
    with translation.override(WRITTEN_IN):
        return _("Why have complaints about %(what)s risen since %(day)s, and what do the shops do?") % {
            "what": _about(alarm),
            "day": spoken.full_day(alarm.since),
        }


def plan(alarm: Alarm) -> dict[str, Any]:
    """The plan of a sweep as far as an alarm knows it: the trade. Places, week and checklist are for people."""
    category = keys.category_of(alarm.key)
    return sweeping.written(sweeping.Plan(trade=category if category in kinds.BY_CODE else ""))


def cities(alarm: Alarm) -> list[Organisation]:
    """The cities in which it is seen."""
    return keys.load().cities(alarm.places)


def _about(alarm: Alarm) -> str:
    if alarm.family == keys.BUSINESS:
        return pgettext("complaints about", "one business")
    if alarm.family == keys.WORD:
        return alarm.key.partition(":")[2]
    return facts.about(alarm.key)


def _topics(alarm: Alarm) -> tuple[str, ...]:
    category = keys.category_of(alarm.key)
    return (category,) if category in kinds.BY_CODE else ()


def _evidence(alarm: Alarm) -> str:
    since, observed = spoken.full_day(alarm.since), shown(alarm.observed)
    if observed is None:
        return _("Since %(day)s more complaints have come in than usual.") % {"day": since}
    return _(
        "Since %(day)s the consumer organisations have received %(n)d complaints, %(expected)s were expected."
    ) % {
        "day": since,
        "n": observed,
        "expected": facts.number(alarm.expected),
    }


TEXTS = (Publication.Kind.WARNING, Publication.Kind.TIP)


def open_text(
    alarm: Alarm, *, title: str, kind: str, seen: int | None = None, by: Actor, at: datetime
) -> Publication:
    """A draft of the actor's body, or by the office of the alliance, about what rises.

    Raises NotAllowed, Unfit, Moved.
    """
    require(by, alarm, at=at)
    if not may_write(by, at=at):
        raise NotAllowed(_("Only staff of the body that publishes a text can do this."))
    if kind not in TEXTS:
        raise Unfit("kind", _("Please choose a warning or a tip."))
    with (
        transaction.atomic(),
        moving(alarm, noted="alarm_text_opened", seen=seen, by=by, at=at) as (held, facts),
    ):
        content = draft_content(held, title=title)
        edition = publications_verbs.open_first(
            content, kind=kind, publisher=publisher_for(by, at=at), by=by, at=at
        )
        AlarmText.objects.create(alarm=held, publication=edition.publication, by=by.key, at=at)
        move(held, "open text")
        facts["publication"] = str(edition.publication.pk)
    return edition.publication


def open_sweep(
    alarm: Alarm, *, title: str, theme: str, seen: int | None = None, by: Actor, at: datetime
) -> Project:
    """A draft sweep of the cities concerned. Raises NotAllowed, Unfit, Moved."""
    require(by, alarm, at=at)
    with (
        transaction.atomic(),
        moving(alarm, noted="alarm_sweep_opened", seen=seen, by=by, at=at) as (held, facts),
    ):
        lead = lead_for(by, at=at)
        project = verbs.open_project(
            kind=Project.Kind.SWEEP,
            title=title,
            theme=theme,
            question=question(held),
            lead=lead,
            year=local_day(at).year,
            plan=plan(held),
            cities=[supervision_cities.CityPart(body=city) for city in cities(held)],
            by=by,
            at=at,
        )
        AlarmSweep.objects.create(alarm=held, project=project, by=by.key, at=at)
        move(held, "open sweep")
        facts["project"] = project.number
    return project
