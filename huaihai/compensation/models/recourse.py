"""What a business pays back of a claim that a fund paid first: in instalments, each with its day."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from huaihai.businesses.models import Business
from huaihai.compensation.models.claim import Claim
from huaihai.compensation.models.ledger import Entry
from huaihai.kit.ids import new_id


class Recourse(models.Model):
    """The fund's demand on one business for one paid claim. One that stands for each claim."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="recourses")
    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="recourses")
    sum_fen = models.BigIntegerField()
    due_on = models.DateField()  # under the fund's terms; instalments may give longer
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="recourse")
    begun_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["begun_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(called_off_at=None), name="recourse_one_a_claim"
            ),
            models.CheckConstraint(condition=Q(sum_fen__gt=0), name="recourse_is_something"),
        ]

    def __str__(self) -> str:
        return f"recourse of {self.claim_id}"


class InstalmentQuerySet(models.QuerySet["Instalment", Any]):
    def unpaid(self) -> "InstalmentQuerySet":
        """Those of which something is still to be paid, in a recourse that goes on."""
        return self.filter(
            paid_fen__lt=F("fen"), recourse__called_off_at=None, recourse__claim__stage="recovering"
        )


class Instalment(models.Model):
    """One part of what is to be paid back, by a day. One of nothing was begun, taken back and spread anew."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recourse = models.ForeignKey(Recourse, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    fen = models.BigIntegerField()
    paid_fen = models.BigIntegerField(default=0)
    late_noted_at = models.DateTimeField(null=True)

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        ordering = ["recourse", "due_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["recourse", "number"], name="instalment_number_once"),
            models.CheckConstraint(
                condition=Q(paid_fen__gte=0, paid_fen__lte=F("fen")),
                name="instalment_not_overpaid",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(late_noted_at=None, paid_fen__lt=F("fen")),
                name="instalment_to_be_noted",
            ),
        ]

    def __str__(self) -> str:
        return f"instalment {self.number} of {self.recourse_id}"

    @property
    def left_fen(self) -> int:
        """What is still to be paid of it."""
        return self.fen - self.paid_fen


class Recovered(models.Model):
    """What one entry of the books paid of one instalment; below nothing where a recovery was taken back."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="recovered")
    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, related_name="recovered")
    fen = models.BigIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "instalment"], name="recovered_once_an_entry"),
            models.CheckConstraint(condition=~Q(fen=0), name="recovered_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.fen} of {self.instalment_id}"
