"""What waits for the secretariat: what it does for all bodies."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from huaihai.desk.lives import Life, Words
from huaihai.desk.waiting import Room, Source, Waiting, day_of
from huaihai.governance import standing
from huaihai.governance.agreement.life import AGREEMENT
from huaihai.governance.history import name_of
from huaihai.governance.lives import PLAN, REPORT
from huaihai.governance.meetings import minutes
from huaihai.governance.models import (
    AgendaItem,
    AgreementVersion,
    Duty,
    Meeting,
    Minutes,
    Motion,
    Plan,
    PlanItem,
    Report,
    Resolution,
)
from huaihai.governance.roster import facts as roster_facts
from huaihai.governance.waiting import LOOKED_AT, MEETINGS, MOST, MOTIONS, duties, plan_lines
from huaihai.kit import local_words
from huaihai.kit.clock import local_day
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.record.models import Clock


@Room
def for_person(actor: Actor, now: datetime) -> Iterator[Source]:
    """What whoever works in the secretariat does for all bodies."""
    if standing.delegation_of(actor) is None or not standing.does_office_work(actor, on=local_day(now)):
        return
    root = directory.root()
    yield _to_count(actor, now)
    yield _to_prepare(actor, now)
    yield _adjourned(actor)
    yield _minutes()
    yield _to_vote_on(actor)
    yield duties(Duty.objects.visible_to(actor).filter(owner=root))
    yield plan_lines(PlanItem.objects.visible_to(actor).filter(owner=root), local_day(now))
    yield _unguarded(now)
    yield _plans(actor)
    yield _annual_reports(actor)
    yield _texts_of_agreement()
    yield _not_carried_out(local_day(now))


def _to_count(actor: Actor, now: datetime) -> Source:
    voting = Motion.objects.visible_to(actor).filter(stage="voting")
    yield voting
    for motion in voting.filter(voting_closes_at__lt=now)[:MOST]:
        yield Waiting(
            key=f"motion:{motion.pk}:{motion.round}:count",
            kind=pgettext_lazy("waiting", "Vote"),
            title=name_of(motion),
            note=_("the time is over: to be counted"),
            url=reverse("office-motion", args=[motion.pk]),
            button=_lazy("To the count"),
            on=day_of(motion.voting_closes_at),
        )


def _to_prepare(actor: Actor, now: datetime) -> Source:
    today = local_day(now)
    rows = Meeting.objects.visible_to(actor).filter(stage__in=["planned", "invited"])
    yield rows
    stands = {"planned": _("nobody is invited yet"), "invited": _("can begin")}
    for meeting in rows.order_by("begins_at")[:MOST]:
        on = local_day(meeting.begins_at)
        if meeting.stage == "invited" and on > today:
            continue  # until then the invitation stands on every body's list
        yield Waiting(
            key=f"meeting:{meeting.pk}:{meeting.stage}:office",
            kind=MEETINGS,
            title=meeting.title,
            note=stands[meeting.stage],
            url=reverse("office-meeting", args=[meeting.pk]),
            button=_lazy("To the meeting"),
            on=on,
        )


def _adjourned(actor: Actor) -> Source:
    adjourned = Meeting.objects.visible_to(actor).filter(stage="adjourned", resumed_by__isnull=True)
    still_open = AgendaItem.objects.filter(meeting=OuterRef("pk"), motion__stage__in=["tabled", "short"])
    rows = adjourned.filter(Exists(still_open))
    yield rows
    for meeting in rows[:MOST]:
        yield Waiting(
            key=f"meeting:{meeting.pk}:adjourned",
            kind=MEETINGS,
            title=meeting.title,
            note=_("adjourned, with motions still open"),
            url=reverse("office-meeting", args=[meeting.pk]),
            button=_lazy("To the meeting"),
        )


def _minutes() -> Source:
    unapproved = Minutes.objects.filter(approved_at__isnull=True)
    yield unapproved
    rows = list(unapproved.select_related("meeting", "motion")[:MOST])
    keys = [held.record_key for held in rows]
    running = Clock.objects.filter(subject__in=keys, name=minutes.CLOCK, ended_at__isnull=True)
    due = dict(running.values_list("subject", "due_on"))
    for held in rows:
        of = held.meeting or held.motion
        name = "office-meeting-minutes" if held.meeting_id else "office-motion-minutes"
        yield Waiting(
            key=f"minutes:{held.pk}",
            kind=pgettext_lazy("waiting", "Minutes"),
            title=of.title if of else "",
            note=_("to be corrected and approved"),
            url=reverse(name, args=[held.meeting_id or held.motion_id]),
            button=_lazy("To the minutes"),
            on=due.get(held.record_key),
        )


def _to_vote_on(actor: Actor) -> Source:
    """Motions that stand on no agenda of a meeting to come, and so wait for the office."""
    placed = AgendaItem.objects.filter(
        motion=OuterRef("pk"), meeting__stage__in=["planned", "invited", "open"]
    )
    rows = Motion.objects.visible_to(actor).filter(stage__in=["tabled", "short"], amends__isnull=True)
    unplaced = rows.exclude(Exists(placed))
    yield unplaced
    for motion in unplaced.select_related("proposed_by").order_by("created_at")[:MOST]:
        yield Waiting(
            key=f"motion:{motion.pk}:{motion.round}:{motion.stage}",
            kind=MOTIONS,
            title=name_of(motion),
            note=_("no quorum: vote again")
            if motion.stage == "short"
            else _("of %(body)s, on no agenda yet")
            % {"body": local_words.in_script(motion.proposed_by.short_name)},
            url=reverse("office-motion", args=[motion.pk]),
            button=_lazy("To the motion"),
        )


def _unguarded(now: datetime) -> Source:
    """Cities without anybody on duty at this moment, in one row."""
    yield None
    places = [local_words.place(body.place_name) for body in roster_facts.missing(now)]
    if places:
        yield Waiting(
            key=f"roster:{local_day(now)}",
            kind=pgettext_lazy("waiting", "On duty"),
            title=ngettext(
                "Nobody is on duty now in %(n)s city", "Nobody is on duty now in %(n)s cities", len(places)
            )
            % {"n": len(places)},
            note=pgettext("between places", ", ").join(places),
            url=reverse("office-roster"),
            button=_lazy("To the roster"),
            on=local_day(now),
            is_urgent=True,
        )


def _plans(actor: Actor) -> Source:
    """Plans that are begun, and not out."""
    rows = Plan.objects.visible_to(actor).filter(stage__in=("draft", "proposed"))
    yield rows
    for plan in rows[:MOST]:
        url = reverse("office-plan", args=[plan.pk])
        yield _paper(plan, pgettext_lazy("waiting", "Plan"), plan.title, PLAN, url)


def _annual_reports(actor: Actor) -> Source:
    rows = Report.objects.visible_to(actor).filter(stage__in=("draft", "finished"))
    yield rows
    for report in rows[:MOST]:
        url = reverse("office-report", args=[report.pk])
        yield _paper(report, pgettext_lazy("waiting", "Report"), report.title, REPORT, url)


def _texts_of_agreement() -> Source:
    rows = AgreementVersion.objects.filter(stage="draft")
    yield rows
    for version in rows[:MOST]:
        url = reverse("office-agreement-version", args=[version.key])
        yield _paper(version, pgettext_lazy("waiting", "Agreement"), version.shown_title, AGREEMENT, url)


def _paper(row: Any, kind: Words, title: str, life: Life, url: str) -> Waiting:
    key = f"{row._meta.model_name}:{row.pk}:{row.stage}"
    return Waiting(key, kind, title, url, _lazy("Go on"), note=str(life.stages[row.stage]))


def _not_carried_out(today: date) -> Source:
    """Of late, what a resolution changes and the program could not do: somebody looks why."""
    late = Resolution.objects.filter(adopted_on__gte=today - LOOKED_AT)
    yield late
    for row in late.order_by("adopted_on", "pk")[:MOST]:
        if any(one.get("problem") for one in row.effects):
            yield Waiting(
                key=f"resolution:{row.pk}:problem",
                kind=pgettext_lazy("waiting", "Resolution"),
                title=row.title,
                note=_("not all of it could be carried out"),
                url=reverse("resolution", args=[row.number]),
                button=_lazy("Look at it"),
            )
