"""What waits for a body, in the order of dates; each list in a fixed number of queries."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

from huaihai.desk.waiting import Waiting, in_order
from huaihai.governance import membership
from huaihai.governance.agreement import reading as agreement
from huaihai.governance.lives import MEETING
from huaihai.governance.models import (
    Duty,
    HandOver,
    Meeting,
    Motion,
    PlanItem,
    PoolRequest,
    Vote,
)
from huaihai.governance.models.hand_over import UNSIGNED
from huaihai.governance.office.decisions.naming import name_of
from huaihai.governance.office.decisions.told import closing_moment
from huaihai.governance.office.decisions.waiting import MOST, duties, plan_lines
from huaihai.kit import local_words
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation


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
    for version in agreement.to_sign(body, on=today):
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
