"""How somebody of staff is reminded of what waits, and of what they were reminded."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huaihai.kit.fields import SealedTextField
from huaihai.members.models import Account

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class ReminderQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, actor: "Actor") -> "ReminderQuerySet":
        """One's own."""
        return self if actor.kind == "system" else self.filter(account=actor.account_id)


class Reminders(models.Model):
    """How one person is reminded, as the person set it, and when that was done last.

    `quiet_from` and `quiet_until` are hours of a day; the same hour twice means that no time is quiet. `sent` counts
    messages of the day `sent_on`.
    """

    class Way(models.TextChoices):
        SMS = "sms", _("text message")
        EMAIL = "email", _("e-mail")
        WEWORK = "wework", _("work WeChat")
        NONE = "none", _("not at all")

    account = models.OneToOneField(
        Account, primary_key=True, on_delete=models.CASCADE, related_name="reminders"
    )
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.SMS)
    address = SealedTextField(blank=True, default="")
    digest_hour = models.PositiveSmallIntegerField(default=8)
    quiet_from = models.PositiveSmallIntegerField(default=21)
    quiet_until = models.PositiveSmallIntegerField(default=8)
    looked_at = models.DateTimeField(null=True)
    digest_on = models.DateField(null=True)
    sent_on = models.DateField(null=True)
    sent = models.PositiveSmallIntegerField(default=0)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        db_table = "governance_reminders"
        constraints = [
            models.CheckConstraint(
                condition=Q(digest_hour__lt=24, quiet_from__lt=24, quiet_until__lt=24),
                name="reminders_at_hours_of_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.way}"

    def is_quiet(self, hour: int) -> bool:
        """Whether nobody is to be disturbed in this hour; the span may pass midnight."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return hour >= self.quiet_from or hour < self.quiet_until


class Reminded(models.Model):
    """One thing of which a person was reminded; it goes once the thing waits no more."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="reminded")
    key = models.CharField(max_length=160)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        db_table = "governance_reminded"
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="reminded_once_of_a_thing"),
        ]

    def __str__(self) -> str:
        return self.key
