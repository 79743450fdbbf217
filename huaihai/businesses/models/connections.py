"""The connection of a business's own system: keys, what was seen of its requests, what it is told."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.models.register import Business
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.record.models import OutboxMessage


class ConnectionQuerySet(models.QuerySet["Connection", Any]):
    def managed_by(self, business_ids: frozenset[UUID]) -> "ConnectionQuerySet":
        """Those of the businesses that somebody manages."""
        return self.filter(business__in=business_ids)

    def live(self) -> "ConnectionQuerySet":
        """Those that were not ended."""
        return self.filter(ended_at=None)


class Connection(models.Model):
    """One system of a business (or of a group, for all beneath it) that answers complaints of all cities.

    A sandbox connection sees practice cases alone. `last_number` counts what it was told; it rises under the row's
    lock, so that a number that can be read leaves no earlier one to come.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="connections")
    name = models.CharField(max_length=60)
    is_sandbox = models.BooleanField(default=False)
    webhook_url = models.CharField(max_length=300, blank=True)
    made_by = models.CharField(max_length=80)
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    last_number = models.PositiveBigIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        ordering = ["from_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["business", "name"],
                condition=Q(ended_at=None),
                name="connection_name_once_a_business",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("from_at")),
                name="connection_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def record_key(self) -> str:
        """Its name in the record: what it does stands under this key."""
        return f"connection:{self.pk}"

    def actor(self, business_ids: frozenset[UUID]) -> Actor:
        """The connection as somebody who acts for these businesses."""
        return Actor("business", self.record_key, business_ids=business_ids)


class ConnectionKeyQuerySet(models.QuerySet["ConnectionKey", Any]):
    def valid(self, at: datetime) -> "ConnectionKeyQuerySet":
        """Those that open and sign at this moment, newest first."""
        return self.filter(Q(until_at=None) | Q(until_at__gt=at), from_at__lte=at).order_by("-from_at", "-pk")


class ConnectionKey(models.Model):
    """A pair of secrets under one public id: with one the system signs its requests, with the other the platform
    signs what it sends there. After a change both keys work until the older one's last moment."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="keys")
    key_id = models.CharField(max_length=40, unique=True)
    secret = SealedTextField()
    webhook_secret = SealedTextField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    objects = ConnectionKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-from_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["connection"], condition=Q(until_at=None), name="connection_one_lasting_key"
            ),
        ]

    def __str__(self) -> str:
        return self.key_id


class SeenNonce(models.Model):
    """A number that a request used. It is refused a second time for as long as such a request would be taken."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="nonces")
    nonce = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "nonce"], name="nonce_once_a_connection"),
        ]
        indexes = [models.Index(fields=["connection", "at"], name="nonce_seen")]

    def __str__(self) -> str:
        return str(self.pk)


class Change(models.Model):
    """One thing that a connection is told of a case: by webhook where it has one, and in its list of changes.

    `number` counts all that the connection was told, `sequence` what it was told of this case; neither leaves a
    gap. `data` holds codes and ids, nothing personal.
    """

    class Kind(models.TextChoices):
        INVITED = "case.invited", _("you are invited")
        ANSWERED = "case.answered_by_consumer", _("the consumer answered")
        MOVED = "case.moved", _("the case moved on")
        TAKEN_AWAY = "case.taken_away", _("another business is meant")
        PROMISE_DUE = "promise.due", _("a promise falls due")
        TEST = "connection.test", _("a test message")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveBigIntegerField()
    subject = models.CharField(max_length=80)
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=40, choices=Kind.choices)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    message = models.OneToOneField(OutboxMessage, null=True, on_delete=models.SET_NULL, related_name="change")

    class Meta:
        ordering = ["connection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["connection", "number"], name="change_number_once"),
            models.UniqueConstraint(
                fields=["connection", "subject", "sequence"], name="change_sequence_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
