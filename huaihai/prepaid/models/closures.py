"""A shop that fell silent, and what each card was worth on that day."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.cases.models import Case, Together
from huaihai.kit.fields import SealedFactsField
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation
from huaihai.members.models.of_bodies import OfBodiesQuerySet
from huaihai.prepaid.closures.life import CLOSURE
from huaihai.prepaid.models.cards import Card
from huaihai.prepaid.models.issuers import Issuer


class Closure(models.Model):
    """A shop fell silent on a day: from then on its cards are claims. Sums in whole fen; nothing here holds money, the
    guarantor pays. `guarantee_fen` is all that it hands out, `rest_fen` what nobody is owed of it."""

    class How(models.TextChoices):
        VISIT = "visit", pgettext_lazy("how found", "seen on the spot")
        CALLS = "calls", _("calls were not answered")
        REPORTS = "reports", _("card holders said so")
        NOTICE = "notice", _("an authority or the landlord said so")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issuer = models.OneToOneField(Issuer, on_delete=models.PROTECT, related_name="closure")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="closures")
    stage = models.CharField(max_length=8)  # of `closures.life`
    version = models.PositiveIntegerField(default=0)
    silent_on = models.DateField()
    how = models.CharField(max_length=8, choices=How.choices)
    text = models.CharField(max_length=300, blank=True)  # public: what was seen; no person's name
    stated_at = models.DateTimeField()
    vote_until = models.DateField(null=True)  # the last day of the vote
    voted = models.PositiveIntegerField(null=True)  # how many did, once it is over
    representative = models.ForeignKey(
        "prepaid.Creditor", null=True, on_delete=models.PROTECT, related_name="+"
    )
    guarantee_fen = models.BigIntegerField(default=0)
    rest_fen = models.BigIntegerField(default=0)
    together = models.ForeignKey(Together, null=True, on_delete=models.PROTECT, related_name="closures")
    is_demo = models.BooleanField(default=False)

    objects = OfBodiesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(guarantee_fen__gte=0, rest_fen__gte=0, rest_fen__lte=F("guarantee_fen")),
                name="prepaid_closure_sums",
            )
        ]

    def __str__(self) -> str:
        return f"closure of {self.issuer_id}"

    @property
    def record_key(self) -> str:
        return f"prepaid_closure:{self.pk}"

    @property
    def stage_label(self) -> str:
        """Its stage in words."""
        return str(CLOSURE.stages[self.stage])


class CreditorQuerySet(models.QuerySet["Creditor", Any]):
    def standing(self) -> "CreditorQuerySet":
        """Those who stand for speaking for all, who stood first first."""
        return self.exclude(stands_at=None).order_by("stands_at", "pk")

    def reachable(self) -> "CreditorQuerySet":
        """Those who left a telephone with the card, or with their complaint."""
        return self.exclude(card__holder_phone_index="", case=None)


class Creditor(models.Model):
    """One card of a shop that fell silent, with what it is owed: `certain_fen`, and what is doubted beside it. Both are
    as the books had them on that day; only a settled doubt changes them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    closure = models.ForeignKey(Closure, on_delete=models.PROTECT, related_name="creditors")
    card = models.OneToOneField(Card, on_delete=models.PROTECT, related_name="creditor")
    version = models.PositiveIntegerField(default=0)
    certain_fen = models.BigIntegerField()
    doubtful_fen = models.BigIntegerField(default=0)
    share_fen = models.BigIntegerField(default=0)  # of the guarantee
    reserved_fen = models.BigIntegerField(default=0)  # of it, until the doubt is settled
    paid_fen = models.BigIntegerField(default=0)  # as the guarantor says
    paid_on = models.DateField(null=True)
    denied_on = models.DateField(
        null=True
    )  # its holder says that nothing arrived, and nobody has proved it yet
    paid_proof = models.CharField(max_length=40, blank=True)  # number of the payment, once it was denied
    payee = SealedFactsField(default=dict)  # {"name", "bank", "account"}: for the guarantor's eyes
    told_at = models.DateTimeField(null=True)  # a message was queued; without a telephone nobody can be told
    case = models.OneToOneField(Case, null=True, on_delete=models.PROTECT, related_name="prepaid_creditor")
    shown_name = models.CharField(max_length=20, blank=True)  # as whom somebody stands, in their own words
    stands_at = models.DateTimeField(null=True)
    vote = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")

    objects = CreditorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(certain_fen__gte=0, doubtful_fen__gte=0)
                & Q(share_fen__gte=0, share_fen__lte=F("certain_fen"))
                & Q(reserved_fen__gte=0, reserved_fen__lte=F("doubtful_fen"))
                & Q(paid_fen__gte=0, paid_fen__lte=F("share_fen")),
                name="prepaid_creditor_sums",
            ),
            models.CheckConstraint(
                condition=Q(stands_at=None, shown_name="") | (Q(stands_at__isnull=False) & ~Q(shown_name="")),
                name="prepaid_creditor_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"creditor {self.pk}"

    @property
    def needs_proof(self) -> bool:
        """It was denied once: from then on a payment is marked with its number."""
        return self.denied_on is not None or bool(self.paid_proof)

    @property
    def may_deny(self) -> bool:
        """Marked as paid, and not denied before."""
        return self.paid_fen > 0 and not self.needs_proof
