"""What waits for a body and for the secretariat, by date, and the first page of the office that lists it."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk import waiting
from huaihai.desk.asking import show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.waiting import Waiting, in_order
from huaihai.governance import membership, secretariat, standing
from huaihai.governance.agreement import facts as agreement_facts
from huaihai.governance.history import closing_moment, name_of
from huaihai.governance.lives import MEETING
from huaihai.governance.meetings import minutes
from huaihai.governance.models import (
    AgendaItem,
    Duty,
    HandOver,
    Meeting,
    Minutes,
    Motion,
    PlanItem,
    PoolRequest,
    Vote,
)
from huaihai.governance.models.hand_over import UNSIGNED
from huaihai.governance.roster import facts as roster_facts
from huaihai.kit import clock, local_words
from huaihai.kit.clock import local_day
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record.models import Clock

MOST = 100  # of one kind: a page, not an archive


def duties(rows: QuerySet[Duty], today: date) -> Iterator[Waiting]:
    """Open ones of `rows`."""
    for duty in rows.filter(stage="open").select_related("resolution").order_by("due_on")[:MOST]:
        yield Waiting(
            title=duty.text,
            text=_("From resolution %(number)s.") % {"number": duty.resolution} if duty.resolution else "",
            url=reverse("office-duty", args=[duty.pk]),
            button=_lazy("To the duty"),
            on=duty.due_on,
            days_left=(duty.due_on - today).days,
            tone="late" if duty.is_late(today) else "",
        )


def plan_lines(rows: QuerySet[PlanItem], today: date) -> Iterator[Waiting]:
    """Those of `rows` that stand in an adopted plan and are late."""
    late = rows.filter(plan__stage="adopted", done_on=None, due_on__lt=today)
    for item in late.select_related("plan").order_by("due_on", "pk")[:MOST]:
        yield Waiting(
            title=item.text,
            text=item.plan.title,
            url=f"{reverse('office-plan', args=[item.plan_id])}?only=late",
            button=_lazy("To the plan"),
            on=item.due_on,
            days_left=(item.due_on - today).days if item.due_on else None,
            tone="late",
        )


def for_body(actor: Actor, body: Organisation, now: datetime, *, speaks: bool) -> list[Waiting]:
    """What waits for this body, the next first; the links lead to where its vote or signature is given only for
    somebody who `speaks` for it.
    """
    today = local_day(now)
    found = [
        *_agreements(body, today, speaks),
        *_hand_overs(body, today),
        *duties(Duty.objects.visible_to(actor).filter(owner=body), today),
        *plan_lines(PlanItem.objects.visible_to(actor).filter(owner=body), today),
        *(_pool_requests(actor, body, today) if speaks else ()),
        *_drafts(actor, body),
        *_amendments(actor, body),
    ]
    if membership.is_member(body, on=today):
        found += [*_votes(actor, body, now, speaks), *_meetings(actor, now)]
    return in_order(found)


def _votes(actor: Actor, body: Organisation, now: datetime, speaks: bool) -> Iterator[Waiting]:
    said = Vote.objects.filter(
        motion=OuterRef("pk"), round=OuterRef("round"), organisation=body, withdrawn_at__isnull=True
    )
    rows = Motion.objects.visible_to(actor).filter(stage="voting").exclude(Exists(said))
    for motion in rows.select_related("meeting", "amends")[:MOST]:
        closes_at = motion.voting_closes_at
        if closes_at is not None and closes_at < now:
            continue  # too late to vote; the office counts
        on = local_day(closes_at) if closes_at else local_day(now)
        yield Waiting(
            title=name_of(motion),
            text=_("Your body has not voted. Last moment: %(moment)s.")
            % {"moment": closing_moment(closes_at)}
            if closes_at
            else _("The vote is open in the meeting."),
            url=reverse("office-motion-vote" if speaks else "office-motion", args=[motion.pk]),
            button=pgettext_lazy("button", "Vote") if speaks else _lazy("To the motion"),
            on=on,
            days_left=(on - local_day(now)).days,
            tone="warn",
            is_grave=speaks,
        )


def _meetings(actor: Actor, now: datetime) -> Iterator[Waiting]:
    today = local_day(now)
    rows = Meeting.objects.visible_to(actor).filter(stage__in=["invited", "open"])
    for meeting in rows.order_by("begins_at")[:MOST]:
        on = local_day(meeting.begins_at)
        is_on = MEETING.can("note coming", meeting.stage)
        if on < today and not is_on:
            continue
        yield Waiting(
            title=meeting.title,
            text=_("In session now, %(place)s.") % {"place": meeting.place}
            if is_on
            else _("Invitation: %(moment)s, %(place)s.")
            % {"moment": closing_moment(meeting.begins_at), "place": meeting.place},
            url=reverse("office-meeting", args=[meeting.pk]),
            button=_lazy("To the meeting"),
            on=on,
            days_left=None if is_on else (on - today).days,
        )


def _pool_requests(actor: Actor, body: Organisation, today: date) -> Iterator[Waiting]:
    rows = PoolRequest.objects.visible_to(actor).waiting_for(body, today)
    for row in rows.select_related("asked_by", "entry").order_by("until_on", "pk")[:MOST]:
        yield Waiting(
            title=row.entry.shown_as,
            text=_("%(body)s asks your body for help. Please answer.")
            % {"body": local_words.in_script(row.asked_by.short_name)},
            url=reverse("office-pool-answer", args=[row.pk]),
            button=_lazy("Answer"),
            on=row.until_on,
            days_left=(row.until_on - today).days,
        )


def _drafts(actor: Actor, body: Organisation) -> Iterator[Waiting]:
    rows = Motion.objects.visible_to(actor).filter(stage="draft", proposed_by=body)
    for motion in rows[:MOST]:
        yield Waiting(
            title=name_of(motion),
            text=_("A draft of your body, not tabled yet."),
            url=reverse("office-motion", args=[motion.pk]),
            button=_lazy("To the draft"),
        )


def _amendments(actor: Actor, body: Organisation) -> Iterator[Waiting]:
    rows = Motion.objects.visible_to(actor).filter(
        stage="tabled", amends__proposed_by=body, amends__stage__in=["tabled", "short"]
    )
    for motion in rows.select_related("proposed_by")[:MOST]:
        yield Waiting(
            title=name_of(motion),
            text=_("%(body)s proposes another wording for your motion.")
            % {"body": local_words.in_script(motion.proposed_by.short_name)},
            url=reverse("office-motion", args=[motion.pk]),
            button=_lazy("Look at it"),
        )


def _agreements(body: Organisation, today: date, speaks: bool) -> Iterator[Waiting]:
    for version in agreement_facts.to_sign(body, on=today):
        yield Waiting(
            title=version.shown_title,
            text=_("Your body has not signed this text of the agreement."),
            url=reverse(
                "office-agreement-signature" if speaks else "office-agreement-version", args=[version.key]
            ),
            button=_lazy("Read it and sign") if speaks else _lazy("Read it"),
        )


def _hand_overs(body: Organisation, today: date) -> Iterator[Waiting]:
    for row in HandOver.objects.filter(stage__in=UNSIGNED).select_related("from_body", "to_body"):
        side = row.side_of(body)
        if not side or row.has_signed(side):
            continue
        yield Waiting(
            title=_("Hand-over from %(old)s to %(new)s")
            % {
                "old": local_words.in_script(row.from_body.short_name),
                "new": local_words.in_script(row.to_body.short_name),
            },
            text=row.stage_label,
            url=reverse("office-hand-over-one", args=[row.pk]),
            button=_lazy("To the hand-over"),
            on=row.on,
            days_left=(row.on - today).days,
            tone="late" if row.on < today else "",
        )


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
    running = Clock.objects.filter(subject__in=keys, name=minutes.CLOCK, ended_at__isnull=True)
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
    places = [local_words.place(body.place_name) for body in roster_facts.missing(now)]
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


@readers
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the reader's body and for the office, and who is the secretariat today."""
    actor, now, today = actor_of(request), clock.now(), clock.today()
    body = actor.organisation
    speaks = standing.delegation_of(actor) is not None
    is_office = standing.is_office(actor, on=today)
    own = for_body(actor, body, now, speaks=speaks) if body else []
    of_office = for_office(actor, now) if is_office or not speaks else []
    return show(
        request,
        "governance/office/decisions/home.html",
        current="office",
        body=body,
        speaks=speaks,
        term=secretariat.term_on(today),
        own=_with_days(in_order([*own, *waiting.of_other_rooms(actor, now)])),
        of_office=_with_days(of_office),
        sees_office=is_office or not speaks,
    )


def _with_days(rows: list[waiting.Waiting]) -> list[tuple[waiting.Waiting, str]]:
    today = clock.today()
    return [(row, waiting.in_words(row, today)) for row in rows]
