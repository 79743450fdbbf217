"""What officers do with an alarm: judge it, begin a text or plan a sweep because of it. And who may."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.desk.moving import Move, Moving
from huaihai.desk.verbs import page
from huaihai.education import powers as of_texts
from huaihai.education.models import Publication
from huaihai.education.publications import verbs as of_publications
from huaihai.governance import standing
from huaihai.insight.alarms import acts, drafts, facts, keys
from huaihai.insight.alarms.forms import TEXTS, SweepForm, TextForm, VerdictForm
from huaihai.insight.alarms.life import ALARM, VERB_OF, WEIGHT
from huaihai.insight.models import Alarm, AlarmPlace, AlarmSweep, AlarmText, Verdict
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision import powers as of_projects
from huaihai.supervision import verbs as of_sweeps
from huaihai.supervision.forms import CityPart
from huaihai.supervision.models import Project

LONGEST_WATCH: Final = timedelta(days=92)


def may_act(actor: Actor, alarm: Alarm, *, at: datetime) -> bool:
    """Whether the actor works in a city that the alarm concerns, or acts as the secretariat."""
    if actor.kind == "system" or not of_projects.works(actor):
        return False
    body = own_body(actor)
    if body is None:
        return False
    return standing.is_office(actor, on=local_day(at)) or concerns(alarm, body)


def may_judge(actor: Actor, alarm: Alarm) -> bool:
    """Whether the actor's city has complaints in the alarm; of an alarm without a city, whoever may see it judges."""
    body = own_body(actor)
    return body is not None and (concerns(alarm, body) or not alarm.place_rows.exists())


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


def _lock(alarm: Alarm) -> Alarm:
    rows = Alarm.objects.select_for_update(of=("self",)).select_related("seen", "raised_by")
    return rows.get(pk=alarm.pk)


def _with_number(move: Move[Alarm], _at: datetime) -> None:
    move.facts["number"] = move.row.number


def _lead(alarm: Alarm) -> str:
    (words,) = facts.in_words([alarm], keys.load())
    return _("%(about)s. %(text)s") % {"about": words.about, "text": words.text}


def _verdict_label(alarm: Alarm) -> str:
    return _("Give another verdict") if alarm.verdicts.exists() else _("Give a verdict")


moving = Moving[Alarm](ALARM, lock=_lock, tells_stage=False, settle=_with_number)


@page(
    "verdict",
    "",
    gettext_lazy("What is behind this alarm?"),
    gettext_lazy("The verdict is stored."),
    form=VerdictForm,
    options=lambda _actor, alarm: {"was_acted_on": bool(acts.of_alarm(alarm))},
    lead=_lead,
    label=_verdict_label,
    button=gettext_lazy("Give this verdict"),
    may=may_judge,
)
def judge(
    alarm: Alarm,
    *,
    kind: str,
    reason: str,
    why: str = "",
    watch_until: date | None = None,
    harm_fen: int | None = None,
    harm_method: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Verdict:
    """The verdict of the actor's city; `harm_fen` is what was avoided, in fen. Raises NotAllowed, Unfit, Moved."""
    body = require(by, alarm, at=at)
    if not may_judge(by, alarm):
        raise NotAllowed(_("Only a city whose complaints are in the alarm gives a verdict on it."))
    said = storable(reason).strip()
    watched = watch_until if kind == Verdict.Kind.WATCH else None
    method = storable(harm_method).strip()
    _check(kind, said, why, watched, today=local_day(at))
    _check_harm(kind, harm_fen, method)
    if harm_fen is not None and not acts.of_alarm(alarm):
        raise Unfit("harm_fen", _("No warning or sweep of ours came of it yet: leave both empty."))
    verb = VERB_OF[kind]
    with moving(alarm, verb, noted="alarm_judged", seen=seen, by=by, at=at, text=said) as move:
        verdict = Verdict.objects.create(
            alarm=move.row,
            body=body,
            kind=kind,
            why=why if kind == Verdict.Kind.EXPLAINED else "",
            reason=said,
            watch_until=watched,
            harm_fen=harm_fen,
            harm_method=method,
            at=at,
            by=by.key,
        )
        counts = weightiest(standing_verdicts(move.row.verdicts.all()))
        move.row.stage = ALARM.after(VERB_OF[counts.kind], move.before)  # another city's may weigh more
        move.row.watched_until = counts.watch_until
        move.facts |= {"verdict": kind, "body": body.key}
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


def _check_harm(kind: str, fen: int | None, method: str) -> None:
    """A sum nobody can follow is no sum: it stands with its method, and only of what was real."""
    if (fen is not None or method) and kind != Verdict.Kind.REAL:
        raise Unfit("harm_fen", _("Only of a real alarm: what was not there did no harm."))
    if fen is not None and not method:
        raise Unfit("harm_method", _("Please say in words how the sum was worked out."))
    if fen is None and method:
        raise Unfit("harm_fen", _("Please write the sum, or leave both empty: then it is unknown."))


def _may_write(actor: Actor, _alarm: Alarm) -> bool:
    return may_write(actor, at=clock.now())


@page(
    "text",
    "open text",
    gettext_lazy("Begin a warning"),
    gettext_lazy("The draft is open."),
    form=TextForm,
    options=lambda _actor, alarm: {
        "initial": {"title": drafts.title(alarm), "kind": Publication.Kind.WARNING}
    },
    lead=_lead,
    button=gettext_lazy("Open the draft"),
    tone="plain",
    may=_may_write,
    to=lambda made: reverse("office-publication", args=[made.pk]),
)
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
    with moving(alarm, "open text", noted="alarm_text_opened", seen=seen, by=by, at=at) as move:
        content = drafts.content(move.row, title=title)
        publisher = publisher_for(by, at=at)
        made = of_publications.open_first(content, kind=kind, publisher=publisher, by=by, at=at).publication
        AlarmText.objects.create(alarm=move.row, publication=made, by=by.key, at=at)
        move.facts["publication"] = str(made.pk)
    return made


@page(
    "sweep",
    "open sweep",
    gettext_lazy("Plan a sweep"),
    gettext_lazy("The project is open. Write its plan next."),
    form=SweepForm,
    options=lambda _actor, alarm: {
        "initial": {"title": drafts.sweep_title(alarm), "theme": Project.Theme.QUALITY}
    },
    lead=_lead,
    button=gettext_lazy("Open the project"),
    tone="plain",
    to=lambda made: made.office_url,
)
def open_sweep(
    alarm: Alarm, *, title: str, theme: str, seen: int | None = None, by: Actor, at: datetime
) -> Project:
    """A draft sweep of the cities concerned. Raises NotAllowed, Unfit, Moved."""
    require(by, alarm, at=at)
    with moving(alarm, "open sweep", noted="alarm_sweep_opened", seen=seen, by=by, at=at) as move:
        made = of_sweeps.open_project(
            kind=Project.Kind.SWEEP,
            title=title,
            theme=theme,
            question=drafts.question(move.row),
            lead=lead_for(by, at=at),
            year=local_day(at).year,
            plan=drafts.plan(move.row),
            cities=[CityPart(body=city) for city in drafts.cities(move.row)],
            by=by,
            at=at,
        )
        AlarmSweep.objects.create(alarm=move.row, project=made, by=by.key, at=at)
        move.facts["project"] = made.number
    return made
