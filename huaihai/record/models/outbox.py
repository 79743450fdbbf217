from django.db import models
from django.db.models import Q

from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def to_call(self) -> "OutboxQuerySet":
        """What nobody has said on the telephone yet. No program tries to, so none gave up: that the index asks for."""
        return self.filter(channel=OutboxMessage.Channel.CALL, sent_at=None, gave_up_at=None)


class OutboxMessage(models.Model):
    """A message that must leave: written with the change it tells of, sent after it, retried until sent."""

    sealed_with = "subject"

    class Channel(models.TextChoices):
        SMS = "sms"
        EMAIL = "email"
        CALL = "call"  # to be said by somebody on the telephone: no SMS reaches a landline
        WEWORK = "wework"  # its address is the name of a user of the body's work WeChat
        WECHAT = "wechat"  # its address is the name (openid) of a follower of the official account
        WEBHOOK = "webhook"  # its address is the id of a connection (`record.webhooks`)

    class Arrival(models.TextChoices):
        ARRIVED = "arrived"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    effect_key = models.CharField(max_length=160, unique=True)
    subject = models.CharField(max_length=80, db_index=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    address = SealedTextField()
    title = models.CharField(max_length=120, blank=True)
    text = SealedTextField()
    created_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)
    # What its provider said: its number there, how many parts it bills and to which body (a key), what became of it.
    reference = models.CharField(max_length=80, blank=True, default="", db_default="")
    parts = models.PositiveSmallIntegerField(default=0, db_default=0)
    body = models.CharField(max_length=64, blank=True, default="", db_default="")
    arrival = models.CharField(max_length=8, blank=True, choices=Arrival.choices, default="", db_default="")
    arrival_at = models.DateTimeField(null=True)
    arrival_why = models.CharField(max_length=80, blank=True, default="", db_default="")

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(sent_at=None, gave_up_at=None),
                name="record_outbox_waiting",
            ),
            models.Index(fields=["reference"], condition=~Q(reference=""), name="record_outbox_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.effect_key}"
