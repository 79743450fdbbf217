"""The fast channel (快速处理通道): who is on it, who was asked to join, and whose stalls a market answers for."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.businesses.channel.life import ENROLMENT, LIVE, STALL, STALL_LIVE
from huaihai.businesses.models.register import Business, Mandate
from huaihai.kit.fields import BlindIndexField, SealedFactsField, SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

OPERATORS = ("market", "mall", "scenic_area", "platform")  # those who may answer for stalls and shops


class OfBody(models.QuerySet[Any, Any]):
    """Rows that one city's body keeps."""

    def of_body(self, actor: Actor) -> Any:
        """Those of the officer's own city body. An officer of another body, or of one below or above, sees none."""
        if actor.kind == "system":
            return self
        if actor.kind != "officer" or not actor.may_open_files or actor.organisation is None:
            return self.none()
        return self.filter(body_id=actor.organisation.pk)


class EnrolmentQuerySet(OfBody):
    def visible_to(self, actor: Actor) -> "EnrolmentQuerySet":
        """The confirming body's officers see those of their city; who answers for a business sees its own."""
        if actor.kind == "business":
            return self.filter(business_id__in=actor.business_ids)
        rows: EnrolmentQuerySet = self.of_body(actor)
        return rows

    def live(self) -> "EnrolmentQuerySet":
        """On the channel, or suspended there."""
        return self.filter(stage__in=LIVE)

    def joined_on_day(self, day: date) -> "EnrolmentQuerySet":
        """Those on the channel on a day: joined by then, not yet left, not suspended."""
        suspended = ChannelSuspension.objects.filter(
            Q(until_on=None) | Q(until_on__gte=day), from_on__lte=day
        )
        in_time = self.filter(Q(left_on=None) | Q(left_on__gt=day), joined_on__lte=day)
        return in_time.exclude(pk__in=suspended.values("enrolment_id"))


class Enrolment(models.Model):
    """One business's way onto the fast channel. Until the body confirms, what was stated changes no register.

    `left_on` is the first day on which it is no longer there; `notice` what the business said it will do on
    `notice_on`. `reason` is the body's (or business's) last reason, and read by the business.
    """

    class Kind(models.TextChoices):
        SHOP = "shop", _("a shop or company")
        CHAIN = "chain", _("a chain with branches")
        MARKET = "market", _("a market with stalls")
        MALL = "mall", _("a shopping centre")
        SCENIC_AREA = "scenic_area", _("a scenic area")
        PLATFORM = "platform", _("an online platform")
        OTHER = "other", pgettext_lazy("enrolment", "something else")

    class Notice(models.TextChoices):
        LEAVE = "leave", _("leaves the channel")
        SUSPEND = "suspend", _("pauses")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    code_hash = models.CharField(max_length=64)
    client_key = models.CharField(max_length=64, unique=True)
    business = models.ForeignKey(Business, null=True, on_delete=models.PROTECT, related_name="enrolments")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="enrolments")
    as_kind = models.CharField(max_length=12, choices=Kind.choices)
    stage = models.CharField(max_length=10)
    version = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=120)
    credit_code = models.CharField(max_length=18, db_index=True)
    stated = SealedFactsField(default=dict)  # {"places": [{"sign", "address", "region_code"}]}
    contact_name = SealedTextField()
    contact_phone = SealedTextField()
    phone_index = BlindIndexField(source="contact_phone")
    promise = models.CharField(max_length=20)  # id of the words that were accepted
    applied_at = models.DateTimeField()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="enrolments"
    )
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    notice = models.CharField(max_length=8, choices=Notice.choices, blank=True, default="")
    notice_on = models.DateField(null=True)
    reason = SealedTextField(blank=True, default="")
    is_demo = models.BooleanField(default=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business"], condition=Q(stage__in=LIVE), name="enrolment_one_live_a_business"
            ),
            models.UniqueConstraint(
                fields=["credit_code", "phone_index"],
                condition=Q(stage="applied"),
                name="enrolment_one_waiting_a_phone",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=list(ENROLMENT.stages)), name="enrolment_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["applied", "refused"])
                | Q(business__isnull=False, joined_on__isnull=False),
                name="enrolment_joined_is_a_business",
            ),
            models.CheckConstraint(
                condition=Q(stage="left", left_on__isnull=False)
                | (~Q(stage="left") & Q(left_on__isnull=True)),
                name="enrolment_left_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(notice="", notice_on__isnull=True)
                | Q(notice__in=["leave", "suspend"], notice_on__isnull=False),
                name="enrolment_notice_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "stage", "applied_at"], name="enrolment_body_stage"),
            models.Index(
                fields=["notice_on"], condition=Q(notice_on__isnull=False), name="enrolment_notice_due"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def record_key(self) -> str:
        return f"enrolment:{self.pk}"

    @property
    def stage_label(self) -> str:
        """Its stage in words."""
        return str(ENROLMENT.stages[self.stage])

    @property
    def is_operator(self) -> bool:
        """Whether it may list stalls and shops to answer for."""
        return self.as_kind in OPERATORS


class ChannelSuspension(models.Model):
    """Days on which a business is not on the channel, both ends included; open while `until_on` is empty."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="suspensions")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    by_business = models.BooleanField()

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(until_on=None), name="channel_suspension_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.from_on}..{self.until_on or ''}"


class ListedStall(models.Model):
    """A stall or shop that an operator says it answers for. Once the body confirms, a mandate stands behind it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agent = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="listed_stalls")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="listed_stalls")
    name = models.CharField(max_length=120)
    credit_code = models.CharField(max_length=18, blank=True, default="")
    region_code = models.CharField(max_length=6, blank=True, default="")
    stage = models.CharField(max_length=10)
    version = models.PositiveIntegerField(default=0)
    business = models.ForeignKey(Business, null=True, on_delete=models.PROTECT, related_name="listed_as")
    mandate = models.OneToOneField(Mandate, null=True, on_delete=models.PROTECT, related_name="listed_as")
    listed_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True, default="")

    objects = OfBody.as_manager()

    class Meta:
        ordering = ["-listed_at", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agent", "name"], condition=Q(stage__in=STALL_LIVE), name="stall_once_a_name"
            ),
            models.UniqueConstraint(
                fields=["agent", "credit_code"],
                condition=Q(stage__in=STALL_LIVE) & ~Q(credit_code=""),
                name="stall_once_a_code",
            ),
            models.CheckConstraint(condition=Q(stage__in=list(STALL.stages)), name="stall_stage_is_known"),
        ]
        indexes = [
            models.Index(fields=["body", "stage", "listed_at"], name="stall_body_stage"),
            models.Index(fields=["agent", "stage"], name="stall_agent_stage"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def record_key(self) -> str:
        return f"stall:{self.pk}"

    @property
    def stage_label(self) -> str:
        """Its stage in words."""
        return str(STALL.stages[self.stage])


class PushInvitation(models.Model):
    """A body asked a business to join: how, and what was answered. Nothing follows from a no."""

    class Way(models.TextChoices):
        LETTER = "letter", _("by letter")
        CALL = "call", _("by a call")
        SMS = "sms", _("by a text message without a link")

    class Answer(models.TextChoices):
        WILL_JOIN = "will_join", _("will join")
        THINKS = "thinks", _("is thinking about it")
        NO = "no", _("does not want to")
        NOT_REACHED = "not_reached", _("could not be reached")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="push_invitations")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="push_invitations")
    invited_at = models.DateTimeField()
    way = models.CharField(max_length=8, choices=Way.choices)
    by = models.CharField(max_length=80)  # the record's key of the officer
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    next_on = models.DateField(null=True)
    note = SealedTextField(blank=True, default="")

    objects = OfBody.as_manager()

    class Meta:
        ordering = ["invited_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(way__in=["letter", "call", "sms"]), name="push_way_is_known"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | Q(
                    answer__in=["will_join", "thinks", "no", "not_reached"],
                    answered_at__isnull=False,
                ),
                name="push_answer_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "invited_at"], name="push_body_invited"),
            models.Index(fields=["business", "body", "invited_at"], name="push_business_body"),
        ]

    def __str__(self) -> str:
        return f"{self.way} to {self.business_id}"
