"""Who asked to be told: subscriptions with what they want, and the list of the press."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.education.models.publications import Publication
from huaihai.governance import standing
from huaihai.kit.fields import BlindIndexField, SealedTextField
from huaihai.kit.ids import new_id

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def active(self) -> "SubscriptionQuerySet":
        """Confirmed and not ended."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)


class Subscription(models.Model):
    """Somebody who wants warnings by e-mail or SMS. Nothing is sent before the address is confirmed.

    With the end the address is erased; the row stays, so that the receipts still add up. `code_hash` is what is
    stored of the code that confirms. `all_…` says that there is no `Interest` of that sort; words widen the topics.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", pgettext_lazy("channel", "E-mail")
        SMS = "sms", pgettext_lazy("channel", "Text message")

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once", pgettext_lazy("rhythm", "at once")
        DAILY = "daily", pgettext_lazy("rhythm", "once a day")
        WEEKLY = "weekly", pgettext_lazy("rhythm", "once a week")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    address = SealedTextField(blank=True)
    address_index = BlindIndexField(source="address")
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.AT_ONCE)
    language = models.CharField(max_length=16, default="zh-hans")
    all_cities = models.BooleanField(default=True)
    all_topics = models.BooleanField(default=True)
    consent_version = models.CharField(max_length=16)
    asked_at = models.DateTimeField()
    code_hash = models.CharField(max_length=64, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        db_table = "education_subscription"
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(confirmed_at=None), name="subscription_unconfirmed")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["address_index"],
                condition=Q(confirmed_at__isnull=False, ended_at=None),
                name="one_subscription_an_address",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(address="", address_index=""), name="ended_without_address"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"subscription:{self.pk}"


class Interest(models.Model):
    """One thing that somebody wants to hear of: a kind, a city (its key), a topic (`law.kinds`), a word (folded)."""

    KIND, CITY, TOPIC, WORD = "kind", "city", "topic", "word"

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="interests")
    what = models.CharField(
        max_length=5, choices=[(KIND, "kind"), (CITY, "city"), (TOPIC, "topic"), (WORD, "word")]
    )
    value = models.CharField(max_length=40)

    class Meta:
        db_table = "education_interest"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "what", "value"], name="one_interest_of_a_value")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.value}"


class PressContactQuerySet(models.QuerySet["PressContact"]):
    def visible_to(self, actor: "Actor") -> "PressContactQuerySet":
        """The list is one for all cities, and the staff's."""
        return self if standing.reads_office(actor) else self.none()

    def active(self) -> "PressContactQuerySet":
        """Those who confirmed that they want it, and were not taken off the list."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)


class PressContact(models.Model):
    """Somebody of the press who gets publications, some in advance under embargo. No cities: all of them.

    `body` looks after the contact. Who leaves the list is erased: the outlet's name alone stays.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outlet = models.CharField(max_length=80)
    person = SealedTextField(blank=True)
    email = SealedTextField(blank=True)
    email_index = BlindIndexField(source="email")
    cities = models.ManyToManyField("members.Organisation", related_name="+", blank=True)
    body = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    added_by = models.CharField(max_length=80)
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PressContactQuerySet.as_manager()

    class Meta:
        db_table = "education_press_contact"
        ordering = ["outlet", "added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["email_index"], condition=Q(ended_at=None), name="one_contact_an_address"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(email="", email_index="", person=""),
                name="left_without_address",
            ),
        ]

    def __str__(self) -> str:
        return self.outlet

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"press:{self.pk}"


class PressPiece(models.Model):
    """A piece that somebody of the press published, as they told us: it is shown in the receipts."""

    contact = models.ForeignKey(PressContact, on_delete=models.CASCADE, related_name="pieces")
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="pieces")
    url = models.URLField(max_length=300)
    told_at = models.DateTimeField()

    class Meta:
        db_table = "education_press_piece"
        ordering = ["-told_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["contact", "publication", "url"], name="one_row_a_piece")
        ]

    def __str__(self) -> str:
        return self.url
