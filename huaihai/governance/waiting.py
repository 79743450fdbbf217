"""What waits for whoever speaks for a body. For the secretariat: `secretariat_waiting`."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext, pgettext_lazy

from huaihai.desk.waiting import Room, Source, Waiting, day_of
from huaihai.governance import membership, standing
from huaihai.governance.agreement import facts as agreement_facts
from huaihai.governance.agreement.life import OPEN
from huaihai.governance.history import name_of
from huaihai.governance.lives import MEETING
from huaihai.governance.models import (
    AgreementVersion,
    Duty,
    HandOver,
    Meeting,
    Motion,
    PlanItem,
    PoolRequest,
    Shift,
    Signature,
    Vote,
)
from huaihai.governance.models.hand_over import UNSIGNED
from huaihai.kit import local_words
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

MOST = 20  # of one kind: a page, not an archive
AHEAD = timedelta(days=7)
LOOKED_AT = timedelta(days=30)
MEETINGS, MOTIONS = pgettext_lazy("waiting", "Meeting"), pgettext_lazy("waiting", "Motion")


@Room
def for_person(actor: Actor, now: datetime) -> Iterator[Source]:
    """What somebody who speaks for a body votes on, signs and answers."""
    body, today = standing.delegation_of(actor), local_day(now)
    if body is None:
        return
    yield _agreements(body, today)
    yield _hand_overs(body, today)
    yield duties(Duty.objects.visible_to(actor).filter(owner=body))
    yield plan_lines(PlanItem.objects.visible_to(actor).filter(owner=body), today)
    yield _pool_requests(actor, body, today)
    yield _drafts(actor, body)
    yield _amendments(actor, body)
    if membership.is_member(body, on=today):
        yield _votes(actor, body, now)
        yield _meetings(actor, now)
        yield _own_roster(body, today)


def duties(rows: QuerySet[Duty]) -> Source:
    """Open ones of `rows`."""
    still_open = rows.filter(stage="open")
    yield still_open
    for duty in still_open.select_related("resolution").order_by("due_on")[:MOST]:
        yield Waiting(
            key=f"duty:{duty.pk}:{duty.due_on}",
            kind=pgettext_lazy("waiting", "Duty"),
            title=duty.text,
            note=_("resolution %(number)s") % {"number": duty.resolution} if duty.resolution else "",
            url=reverse("office-duty", args=[duty.pk]),
            button=_lazy("To the duty"),
            on=duty.due_on,
        )


def plan_lines(rows: QuerySet[PlanItem], today: date) -> Source:
    """Those of `rows` that stand in an adopted plan and are late."""
    late = rows.filter(plan__stage="adopted", done_on=None, due_on__lt=today)
    yield late
    for item in late.select_related("plan").order_by("due_on", "pk")[:MOST]:
        yield Waiting(
            key=f"plan-item:{item.pk}",
            kind=pgettext_lazy("waiting", "Plan"),
            title=item.text,
            note=item.plan.title,
            url=f"{reverse('office-plan', args=[item.plan_id])}?only=late",
            button=_lazy("To the plan"),
            on=item.due_on,
        )


def _votes(actor: Actor, body: Organisation, now: datetime) -> Source:
    own = Vote.objects.filter(
        motion=OuterRef("pk"), round=OuterRef("round"), organisation=body, withdrawn_at__isnull=True
    )
    rows = Motion.objects.visible_to(actor).filter(stage="voting").exclude(Exists(own))
    yield rows
    for motion in rows.select_related("meeting", "amends")[:MOST]:
        closes_at = motion.voting_closes_at
        if closes_at is not None and closes_at < now:
            continue  # too late to vote; the office counts
        yield Waiting(
            key=f"motion:{motion.pk}:{motion.round}:vote",
            kind=pgettext_lazy("waiting", "Vote"),
            title=name_of(motion),
            note="" if closes_at else _("in the meeting, now"),
            url=reverse("office-motion-vote", args=[motion.pk]),
            button=pgettext_lazy("button", "Vote"),
            on=day_of(closes_at or now),
            at=closes_at,
            is_urgent=closes_at is None,
        )


def _meetings(actor: Actor, now: datetime) -> Source:
    rows = Meeting.objects.visible_to(actor).filter(stage__in=["invited", "open"])
    yield rows
    for meeting in rows.order_by("begins_at")[:MOST]:
        is_on = MEETING.can("note coming", meeting.stage)
        if local_day(meeting.begins_at) < local_day(now) and not is_on:
            continue
        yield Waiting(
            key=f"meeting:{meeting.pk}:{meeting.stage}",
            kind=MEETINGS,
            title=meeting.title,
            note=_("in session now, %(place)s") % {"place": meeting.place} if is_on else meeting.place,
            url=reverse("office-meeting", args=[meeting.pk]),
            button=_lazy("To the meeting"),
            on=local_day(now) if is_on else local_day(meeting.begins_at),
            at=meeting.begins_at,
            is_urgent=is_on,
        )


def _pool_requests(actor: Actor, body: Organisation, today: date) -> Source:
    rows = PoolRequest.objects.visible_to(actor).waiting_for(body, today)
    yield rows
    for row in rows.select_related("asked_by", "entry").order_by("until_on", "pk")[:MOST]:
        yield Waiting(
            key=f"pool-request:{row.pk}",
            kind=pgettext_lazy("waiting", "Help"),
            title=row.entry.shown_as,
            note=_("%(body)s asks for help") % {"body": local_words.in_script(row.asked_by.short_name)},
            url=reverse("office-pool-answer", args=[row.pk]),
            button=_lazy("Answer"),
            on=row.until_on,
        )


def _drafts(actor: Actor, body: Organisation) -> Source:
    rows = Motion.objects.visible_to(actor).filter(stage="draft", proposed_by=body)
    yield rows
    for motion in rows[:MOST]:
        yield Waiting(
            key=f"motion:{motion.pk}:draft",
            kind=pgettext_lazy("waiting", "Draft"),
            title=name_of(motion),
            note=_("not tabled yet"),
            url=reverse("office-motion", args=[motion.pk]),
            button=_lazy("To the draft"),
        )


def _amendments(actor: Actor, body: Organisation) -> Source:
    rows = Motion.objects.visible_to(actor).filter(
        stage="tabled", amends__proposed_by=body, amends__stage__in=["tabled", "short"]
    )
    yield rows
    for motion in rows.select_related("proposed_by")[:MOST]:
        yield Waiting(
            key=f"motion:{motion.pk}:amendment",
            kind=MOTIONS,
            title=name_of(motion),
            note=_("%(body)s proposes another wording")
            % {"body": local_words.in_script(motion.proposed_by.short_name)},
            url=reverse("office-motion", args=[motion.pk]),
            button=_lazy("Look at it"),
        )


def _agreements(body: Organisation, today: date) -> Source:
    signed = Signature.objects.filter(organisation=body)
    yield AgreementVersion.objects.filter(stage=OPEN).exclude(pk__in=signed.values("agreement"))
    for version in agreement_facts.to_sign(body, on=today):
        yield Waiting(
            key=f"agreement:{version.key}:sign",
            kind=pgettext_lazy("waiting", "Sign"),
            title=version.shown_title,
            url=reverse("office-agreement-signature", args=[version.key]),
            button=_lazy("Read it and sign"),
        )


def _hand_overs(body: Organisation, today: date) -> Source:
    near = HandOver.objects.filter(stage__in=UNSIGNED, on__lte=today + LOOKED_AT)
    yield near
    for row in near.select_related("from_body", "to_body"):
        side = row.side_of(body)
        if not side or row.has_signed(side):
            continue
        yield Waiting(
            key=f"hand-over:{row.pk}:{side}:{row.stage}",
            kind=pgettext_lazy("waiting", "Hand-over"),
            title=_("Hand-over from %(old)s to %(new)s")
            % {
                "old": local_words.in_script(row.from_body.short_name),
                "new": local_words.in_script(row.to_body.short_name),
            },
            note=row.stage_label,
            url=reverse("office-hand-over-one", args=[row.pk]),
            button=_lazy("To the hand-over"),
            on=row.on,
        )


def _own_roster(body: Organisation, today: date) -> Source:
    """Days of the coming week on which nobody of a body that keeps a roster is on duty."""
    shifts = Shift.objects.living().filter(organisation=body, on__range=(today - AHEAD, today + AHEAD))
    yield shifts
    taken = set(shifts.values_list("on", flat=True))
    free = [day for n in range(AHEAD.days) if (day := today + timedelta(days=n)) not in taken]
    if taken and free:
        yield Waiting(
            key=f"roster:{body.pk}:{free[0]}",
            kind=pgettext_lazy("waiting", "On duty"),
            title=ngettext(
                "Nobody is on duty on %(n)s day of the coming week",
                "Nobody is on duty on %(n)s days of the coming week",
                len(free),
            )
            % {"n": len(free)},
            url=reverse("office-roster"),
            button=_lazy("To the roster"),
            on=free[0],
        )
