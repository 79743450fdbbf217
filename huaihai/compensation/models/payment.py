"""Orders to pay an approved claim, and the files in which they go to the bank."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.compensation.models.claim import Claim
from huaihai.compensation.models.fund import Fund
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id


class PaymentFile(models.Model):
    """One file for the bank: which orders it names, their sum, and the fingerprint of what was written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="payment_files")
    number = models.PositiveIntegerField()
    sum_fen = models.BigIntegerField()
    count = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["fund", "-number"]
        constraints = [models.UniqueConstraint(fields=["fund", "number"], name="payment_file_number_once")]

    def __str__(self) -> str:
        return f"payment file {self.number} of {self.fund_id}"


class PaymentOrder(models.Model):
    """One order to pay one claim. A claim has at most one that stands or was paid.

    `reference` is printed in the bank file and comes back in the bank's statement. `due_at` is set where the terms
    promise to pay within minutes. `entry` is the payment in the books.
    """

    sealed_with = "claim"

    class State(models.TextChoices):
        ORDERED = "ordered", pgettext_lazy("payment order", "to be paid")
        SENT = "sent", pgettext_lazy("payment order", "sent to the bank")
        PAID = "paid", pgettext_lazy("payment order", "paid")
        FAILED = "failed", pgettext_lazy("payment order", "failed")
        CANCELLED = "cancelled", pgettext_lazy("payment order", "called off")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="orders")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="orders")
    reference = models.CharField(max_length=20, unique=True)
    sum_fen = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ORDERED)
    ordered_by = models.CharField(max_length=80)
    ordered_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    late_noted_at = models.DateTimeField(null=True)
    file = models.ForeignKey(PaymentFile, null=True, on_delete=models.PROTECT, related_name="orders")
    paid_on = models.DateField(null=True)
    bank_reference = models.CharField(max_length=80, blank=True)
    proof = SealedTextField(blank=True)
    paid_by = models.CharField(max_length=80, blank=True)
    paid_at = models.DateTimeField(null=True)
    entry = models.OneToOneField(
        "compensation.Entry", null=True, on_delete=models.PROTECT, related_name="payment"
    )
    ended_at = models.DateTimeField(null=True)  # failed or called off
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["ordered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(state__in=["ordered", "sent", "paid"]),
                name="payment_order_one_a_claim",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ordered", "sent", "paid", "failed", "cancelled"]),
                name="payment_order_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(paid_on__isnull=False, entry__isnull=False),
                name="payment_order_paid_is_booked",
            ),
            models.CheckConstraint(condition=Q(sum_fen__gt=0), name="payment_order_is_something"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["ordered", "sent"], late_noted_at=None, due_at__isnull=False),
                name="payment_order_to_be_noted",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Whether it is still to be paid."""
        return self.state in (self.State.ORDERED, self.State.SENT)
