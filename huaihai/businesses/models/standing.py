"""Standing offers: what a business gives to everybody whose complaint fits conditions that a program can test."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from huaihai.businesses.models.pledges import Version
from huaihai.businesses.models.register import Business
from huaihai.kit.ids import new_id


class StandingOffer(models.Model):
    """One standing offer of one business. What exactly is offered, and on which days, its versions say.

    `version` rises with each publication and with its end, so that two managers do not overwrite each other.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="standing_offers")
    serial = models.PositiveSmallIntegerField()  # 1, 2, … within the business
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["serial"]
        constraints = [
            models.UniqueConstraint(fields=["business", "serial"], name="standing_offer_serial_once"),
        ]

    def __str__(self) -> str:
        return f"standing offer {self.serial} of {self.business_id}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"standing_offer:{self.pk}"


class StandingOfferVersionQuerySet(models.QuerySet["StandingOfferVersion", Any]):
    """What was published is public, for good."""

    def in_force_on(self, *days: date) -> "StandingOfferVersionQuerySet":
        """Those in force on one of these days."""
        held = Q(pk__in=[])
        for day in days:
            held |= (Q(until_on=None) | Q(until_on__gte=day)) & Q(from_on__lte=day)
        return self.filter(held)

    def with_business(self) -> "StandingOfferVersionQuerySet":
        """With the offer and the business, so that a list asks once."""
        return self.select_related("offer__business")


class StandingOfferVersion(Version):
    """One version as published. Nothing of it is ever overwritten but its end, which may only come earlier.

    `terms` are what a program can test (`businesses.standing.facts.Terms`), `note` is what the business adds in its
    own words, `falls_short` names where the law gives more in the same case (`businesses.standing.terms`), as shown to
    whoever published it. `until_on` is the last day of force; the day before `from_on` if it never came into force.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    offer = models.ForeignKey(StandingOffer, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    terms = models.JSONField()
    note = models.TextField(blank=True)
    falls_short = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)  # SHA-256 over terms, note and first day
    published_by = models.CharField(max_length=80)
    published_at = models.DateTimeField()

    objects = StandingOfferVersionQuerySet.as_manager()

    class Meta:
        ordering = ["offer", "number"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "number"], name="standing_version_once"),
            models.UniqueConstraint(
                fields=["offer"], condition=Q(until_on=None), name="standing_version_one_open_ended"
            ),
            models.UniqueConstraint(
                fields=["offer", "from_on"],
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="standing_version_one_a_first_day",
            ),
            models.CheckConstraint(condition=~Q(fingerprint=""), name="standing_version_has_fingerprint"),
        ]
        indexes = [models.Index(fields=["from_on", "until_on"], name="standing_version_days")]

    def __str__(self) -> str:
        return f"version {self.number} of {self.offer_id}"
