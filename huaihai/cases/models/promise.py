from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huaihai.cases.models.case import Case
from huaihai.cases.models.outcome import Agreement
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.law import remedies


class PromiseQuerySet(models.QuerySet["Promise", Any]):
    """A promise stands where its facts put it: kept, broken and unknown are final words, the other two wait."""

    def open(self) -> "PromiseQuerySet":
        """Nobody has said anything yet."""
        return self.filter(claimed_at=None, confirmed_at=None, breached_at=None, left_at=None)

    def claimed(self) -> "PromiseQuerySet":
        """The business says that it is done; the consumer has not answered."""
        return self.exclude(claimed_at=None).filter(confirmed_at=None, breached_at=None, left_at=None)

    def kept(self) -> "PromiseQuerySet":
        """The consumer has confirmed it: nothing else counts as kept."""
        return self.exclude(confirmed_at=None)

    def broken(self) -> "PromiseQuerySet":
        """The consumer says that it was not done, and has not confirmed it since."""
        return self.exclude(breached_at=None).filter(confirmed_at=None)

    def unknown(self) -> "PromiseQuerySet":
        """The file was closed and nobody has told whether it was done."""
        return self.exclude(left_at=None).filter(confirmed_at=None, breached_at=None)

    def watched(self) -> "PromiseQuerySet":
        """Those that may still be claimed, confirmed or broken: not kept, and the file not closed."""
        return self.filter(confirmed_at=None, left_at=None)

    def to_remind(self, today: date) -> "PromiseQuerySet":
        """Those whose business is to be reminded by `today`, and was not yet."""
        return self.open().filter(remind_on__lte=today, due_on__gte=today, reminded_at=None)

    def to_ask(self, today: date) -> "PromiseQuerySet":
        """Those whose day is past and whose consumer was not asked yet whether it was done."""
        return self.watched().filter(breached_at=None, due_on__lt=today, asked_at=None)


class Promise(models.Model):
    """One dated duty of the business out of an agreement: what, how much, until when, and what became of it."""

    sealed_with = "case"

    class State(models.TextChoices):
        OPEN = "open", _("to be done")
        CLAIMED = "claimed", _("done, says the business")
        KEPT = "kept", _("done, confirmed by the consumer")
        BROKEN = "broken", _("not done")
        UNKNOWN = "unknown", _("not known")

    class PaidBy(models.TextChoices):
        BUSINESS = "business", _("the business")
        FUND = "fund", _("a fund for advance compensation")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="promises")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="promises")
    number = models.PositiveSmallIntegerField()  # 1, 2, … within the agreement
    remedy = models.CharField(max_length=20, blank=True)  # blank: as the agreement's text says
    sum_fen = models.BigIntegerField(null=True)
    due_on = models.DateField()
    remind_on = models.DateField(null=True)  # empty where there is no day between promising and doing
    reminded_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)  # the consumer, whether it was done
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=80, blank=True)
    proof = SealedTextField(blank=True)  # what the business says it did; files are evidence of the case
    paid_by = models.CharField(max_length=10, choices=PaidBy.choices, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)  # the file was closed before anybody had confirmed

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="promise_number_once"),
            models.CheckConstraint(
                condition=Q(sum_fen=None) | Q(sum_fen__gte=0), name="promise_sum_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(remedy__in=["", *remedies.BY_CODE]), name="promise_remedy_is_known"
            ),
            models.CheckConstraint(
                condition=Q(claimed_at=None, claimed_by="", paid_by="")
                | (Q(claimed_at__isnull=False, paid_by__in=["business", "fund"]) & ~Q(claimed_by="")),
                name="promise_claim_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(left_at=None), name="promise_confirmed_is_not_left"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(claimed_at=None, confirmed_at=None, breached_at=None, left_at=None),
                name="promise_open_due",
            ),
            models.Index(
                fields=["remind_on"],
                condition=Q(
                    reminded_at=None, claimed_at=None, confirmed_at=None, breached_at=None, left_at=None
                ),
                name="promise_to_remind",
            ),
            models.Index(
                fields=["due_on"],
                condition=Q(asked_at=None, confirmed_at=None, breached_at=None, left_at=None),
                name="promise_to_ask",
            ),
        ]

    def __str__(self) -> str:
        return f"promise {self.number} of {self.case_id}"

    @property
    def state(self) -> State:
        """Where it stands by its facts; the queries above say the same."""
        if self.confirmed_at:
            return self.State.KEPT
        if self.breached_at:
            return self.State.BROKEN
        if self.left_at:
            return self.State.UNKNOWN
        return self.State.CLAIMED if self.claimed_at else self.State.OPEN

    def may_be_done(self, today: date) -> bool:
        """Whether its day has come, or somebody has said before that it was done."""
        return self.due_on <= today or bool(self.claimed_at or self.confirmed_at)

    def is_overdue(self, today: date) -> bool:
        """Whether its day is past and nobody has said anything."""
        return self.state == self.State.OPEN and self.due_on < today
