"""A business says that a public fact about it is wrong; the body that keeps it answers in its time."""

from typing import Any

from django.db import models
from django.db.models import Q

from huaihai.businesses.models.register import Business
from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation


class CorrectionQuerySet(models.QuerySet["Correction", Any]):
    def open(self) -> "CorrectionQuerySet":
        """Those that were not answered yet."""
        return self.filter(answered_at=None)

    def answered(self) -> "CorrectionQuerySet":
        """Those that were answered, the newest first."""
        return self.exclude(answered_at=None).order_by("-answered_at", "pk")


class Correction(models.Model):
    """One request to correct a public fact. What was asked and why stays between the business and the body; that it
    was asked, of which fact, and the answer are public."""

    class Fact(models.TextChoices):
        NAME = "name", _("the name or the {business_code_short}")
        PLACES = "places", _("the cities and places")
        CHANNEL = "channel", _("since when it is on the fast channel")
        PLEDGES = "pledges", _("the pledges and standing offers")
        NUMBERS = "numbers", _("the numbers about complaints")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="corrections")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="corrections")
    fact = models.CharField(max_length=10, choices=Fact.choices)
    wrong = SealedTextField()  # what is wrong
    why = SealedTextField()  # why, and what would be right
    proof_sha256 = models.CharField(max_length=64, blank=True)
    proof_kind = models.CharField(max_length=40, blank=True)
    proof_derivative = models.CharField(max_length=80, blank=True)
    proof_name = SealedTextField(blank=True)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    body_told_at = models.DateTimeField(null=True)  # that its time to answer is over
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)
    was_right = models.BooleanField(null=True)  # whether the fact was corrected
    answer = models.TextField(blank=True)  # public, so nothing personal is in it
    version = models.PositiveIntegerField(default=1)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["business", "fact"], condition=Q(answered_at=None), name="correction_one_open_a_fact"
            ),
            models.CheckConstraint(
                condition=Q(fact__in=["name", "places", "channel", "pledges", "numbers"]),
                name="correction_fact_is_known",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, was_right=None, answer="", answered_by="")
                | (
                    Q(answered_at__isnull=False, was_right__isnull=False) & ~Q(answer="") & ~Q(answered_by="")
                ),
                name="correction_answer_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "asked_at"], condition=Q(answered_at=None), name="correction_open"),
        ]

    def __str__(self) -> str:
        return f"correction of {self.business_id}: {self.fact}"

    @property
    def record_key(self) -> str:
        return f"correction:{self.pk}"
