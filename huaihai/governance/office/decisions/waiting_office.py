"""What waits for the secretariat, in the order of dates; each list in a fixed number of queries."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext, pgettext

from huaihai.desk.waiting import Waiting, in_order
from huaihai.governance import roster
from huaihai.governance.actions import minutes as minutes_acts
from huaihai.governance.models import AgendaItem, Duty, Meeting, Minutes, Motion, PlanItem
from huaihai.governance.office.decisions.naming import name_of
from huaihai.governance.office.decisions.waiting import MOST, duties, plan_lines
from huaihai.kit import local_words
from huaihai.kit.clock import local_day
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.record.models import Clock


def for_office(actor: Actor, now: datetime) -> list[Waiting]:
    """What waits for the secretariat, the next first."""
    today = local_day(now)
    root = directory.root()
    return in_order(
        [
            *_to_count(actor, now),
            *_to_prepare(actor, now),
            *_minutes(now),
            *_to_vote_on(actor),
            *duties(Duty.objects.visible_to(actor).filter(owner=root), today),
            *plan_lines(PlanItem.objects.visible_to(actor).filter(owner=root), today),
            *_unguarded(now),
        ]
    )


def _to_count(actor: Actor, now: datetime) -> Iterator[Waiting]:
    rows = Motion.objects.visible_to(actor).filter(stage="voting", voting_closes_at__lt=now)
    for motion in rows[:MOST]:
        closed_at = motion.voting_closes_at
        yield Waiting(
            title=name_of(motion),
            text=_("The time for this vote is over. It has to be counted."),
            url=reverse("office-motion", args=[motion.pk]),
            button=_lazy("To the count"),
            on=local_day(closed_at) if closed_at else None,
            tone="late",
        )


def _to_prepare(actor: Actor, now: datetime) -> Iterator[Waiting]:
    today = local_day(now)
    rows = Meeting.objects.visible_to(actor).filter(stage__in=["planned", "invited"])
    said = {"planned": _("Being prepared; nobody is invited yet."), "invited": _("It can begin.")}
    for meeting in rows.order_by("begins_at")[:MOST]:
        on = local_day(meeting.begins_at)
        if meeting.stage == "invited" and on > today:
            continue  # until then the invitation stands on every body's list
        yield Waiting(
            title=meeting.title,
            text=said[meeting.stage],
            url=reverse("office-meeting", args=[meeting.pk]),
            button=_lazy("To the meeting"),
            on=on,
            days_left=(on - today).days,
            tone="late" if on < today else "",
        )
    adjourned = Meeting.objects.visible_to(actor).filter(stage="adjourned", resumed_by__isnull=True)
    still_open = AgendaItem.objects.filter(meeting=OuterRef("pk"), motion__stage__in=["tabled", "short"])
    for meeting in adjourned.filter(Exists(still_open))[:MOST]:
        yield Waiting(
            title=meeting.title,
            text=_("Adjourned, with motions still open: go on as a new meeting, or vote on them in writing."),
            url=reverse("office-meeting", args=[meeting.pk]),
            button=_lazy("To the meeting"),
        )


def _minutes(now: datetime) -> Iterator[Waiting]:
    today = local_day(now)
    rows = list(Minutes.objects.filter(approved_at__isnull=True).select_related("meeting", "motion")[:MOST])
    keys = [held.record_key for held in rows]
    running = Clock.objects.filter(subject__in=keys, name=minutes_acts.CLOCK, ended_at__isnull=True)
    due = dict(running.values_list("subject", "due_on"))
    for held in rows:
        of = held.meeting or held.motion
        on = due.get(held.record_key)
        name = "office-meeting-minutes" if held.meeting_id else "office-motion-minutes"
        yield Waiting(
            title=_("Minutes: %(title)s") % {"title": of.title if of else ""},
            text=_("A draft, to be corrected and approved."),
            url=reverse(name, args=[held.meeting_id or held.motion_id]),
            button=_lazy("To the minutes"),
            on=on,
            days_left=(on - today).days if on else None,
            tone="late" if on and on < today else "",
        )


def _to_vote_on(actor: Actor) -> Iterator[Waiting]:
    """Motions that stand on no agenda of a meeting to come, and so wait for the office."""
    placed = AgendaItem.objects.filter(
        motion=OuterRef("pk"), meeting__stage__in=["planned", "invited", "open"]
    )
    rows = Motion.objects.visible_to(actor).filter(stage__in=["tabled", "short"], amends__isnull=True)
    for motion in rows.exclude(Exists(placed)).select_related("proposed_by").order_by("created_at")[:MOST]:
        yield Waiting(
            title=name_of(motion),
            text=_("Tabled by %(body)s; on no agenda yet. It can also be voted on in writing.")
            % {"body": local_words.in_script(motion.proposed_by.short_name)},
            url=reverse("office-motion", args=[motion.pk]),
            button=_lazy("To the motion"),
        )


def _unguarded(now: datetime) -> Iterator[Waiting]:
    """Cities without anybody on duty at this moment, in one row."""
    places = [local_words.place(body.place_name) for body in roster.missing(now)]
    if places:
        yield Waiting(
            title=ngettext(
                "Nobody is on duty now in %(n)s city", "Nobody is on duty now in %(n)s cities", len(places)
            )
            % {"n": len(places)},
            text=pgettext("between places", ", ").join(places),
            url=reverse("office-roster"),
            button=_lazy("To the roster"),
            on=local_day(now),
            days_left=0,
            tone="late",
        )
