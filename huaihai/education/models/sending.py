"""What is sent: one row a receiver and edition, made in the transaction of the publication."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.education.models.editions import Edition
from huaihai.education.models.publications import Publication
from huaihai.education.models.subscribing import PressContact, Subscription

if TYPE_CHECKING:
    from datetime import datetime

    from huaihai.members.actors import Actor


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, actor: "Actor") -> "DeliveryQuerySet":
        """The receipts are for the staff who see the publication."""
        if actor.kind == "system":
            return self
        if actor.kind != "officer":
            return self.none()
        return self.filter(edition__publication__in=Publication.objects.visible_to(actor))

    def waiting(self) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.WAITING)

    def due(self, at: "datetime") -> "DeliveryQuerySet":
        """Those to send now that nobody else is sending, first come first."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        return self.waiting().filter(free, due_at__lte=at).order_by("due_at", "pk")


class Delivery(models.Model):
    """That one receiver is told of one edition. It is rendered when it is sent, from the edition and the receiver.

    `due_at` is when it is tried (next). Whoever sends it claims it first, until `claimed_until`; `effect_key` is
    given with the first claim and stays, so that a provider can drop a repeat; those that share one make up one
    message (a digest). `text_hash` is the fingerprint of what is told. For the press, `notice` tells a copy in
    advance (free from `embargo_at` on) and its calling off from the going out.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", pgettext_lazy("channel", "E-mail")
        SMS = "sms", pgettext_lazy("channel", "Text message")
        PRESS = "press", pgettext_lazy("channel", "Press")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("delivery", "waiting")
        SENT = "sent", pgettext_lazy("delivery", "sent")
        GAVE_UP = "gave_up", pgettext_lazy("delivery", "given up")
        SUPERSEDED = "superseded", pgettext_lazy("delivery", "replaced before it left")
        STOPPED = "stopped", pgettext_lazy("delivery", "unsubscribed before it left")

    class Notice(models.TextChoices):
        OUT = "out", pgettext_lazy("delivery", "published")
        ADVANCE = "advance", pgettext_lazy("delivery", "in advance, under embargo")
        CALLED_OFF = "called_off", pgettext_lazy("delivery", "called off before publication")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="deliveries")
    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, null=True, related_name="deliveries"
    )
    press = models.ForeignKey(PressContact, on_delete=models.PROTECT, null=True, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    notice = models.CharField(max_length=12, choices=Notice.choices, default=Notice.OUT)
    embargo_at = models.DateTimeField(null=True)
    text_hash = models.CharField(max_length=64)
    in_digest = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    effect_key = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        db_table = "education_delivery"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["effect_key"], name="delivery_effect"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "subscription"],
                condition=Q(subscription__isnull=False),
                name="one_delivery_a_subscription",
            ),
            models.UniqueConstraint(
                fields=["edition", "press"],
                condition=Q(press__isnull=False, notice="out"),
                name="one_delivery_a_contact",
            ),
            models.CheckConstraint(
                condition=Q(subscription__isnull=False, press=None)
                | Q(subscription=None, press__isnull=False),
                name="delivered_to_one",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None)
                | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="delivery_ended_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
