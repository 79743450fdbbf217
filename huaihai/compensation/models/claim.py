"""What a consumer asks of a fund, and how two people decided it."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.businesses.models import Business
from huaihai.cases.models import Case
from huaihai.compensation.grounds import CODES
from huaihai.compensation.life import CLAIM, OPEN_CLAIMS
from huaihai.compensation.models.fund import Fund, FundTerms, owned_by
from huaihai.kit.fields import SealedFactsField, SealedTextField
from huaihai.kit.ids import new_id
from huaihai.kit.keys import owners
from huaihai.members.actors import Actor

UNDECIDED = ["asked", "returned", "checked", "refused", "cancelled"]


class ClaimQuerySet(models.QuerySet["Claim", Any]):
    def visible_to(self, actor: Actor) -> "ClaimQuerySet":
        """The consumer sees the own claim; people of the fund's owner all claims on it; the business that owes what
        was paid, once it was paid; officers those on funds of their node, or one below it, and those in their cases."""
        if actor.kind == "system":
            return self
        own = Q(case__in=actor.case_ids)
        if actor.kind == "business":
            own |= owned_by(actor, "fund__owner")
            own |= Q(against__in=actor.business_ids, recourses__isnull=False)
        if actor.kind == "officer" and actor.may_open_files and actor.organisation is not None:
            own |= Q(fund__body__path__under=actor.organisation.path)
            own |= Q(case__in=Case.objects.visible_to(actor).values("pk"))
        return self.filter(own).distinct()

    def open(self) -> "ClaimQuerySet":
        """Those for which money may still go out."""
        return self.filter(stage__in=OPEN_CLAIMS)

    def with_parties(self) -> "ClaimQuerySet":
        """With what every page about a claim shows, in one query."""
        return self.select_related("fund__owner", "fund__body", "terms", "case__business", "against")


class Claim(models.Model):
    """One claim on a fund; one a case, for ever. Sums in fen.

    `terms` are those in force on the day it was asked. `against` is the business that has to pay back. `round` counts
    how often it was asked: decisions count for their own round. `checks` are the facts last found
    (`checks.Check.as_fact`). `source` names in the record what the business bound itself by, if anything.
    """

    sealed_with = "case"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="compensation")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="claims")
    terms = models.ForeignKey(FundTerms, on_delete=models.PROTECT, related_name="claims")
    against = models.ForeignKey(
        Business, null=True, on_delete=models.PROTECT, related_name="compensated_claims"
    )
    ground = models.CharField(max_length=16)
    source = models.CharField(max_length=80, blank=True)
    asked_fen = models.BigIntegerField()
    approved_fen = models.BigIntegerField(null=True)
    payee = SealedFactsField(default=dict)  # name, account, bank; or name and phone alone
    payee_consent = models.CharField(max_length=20, blank=True)  # version of the words agreed to (PIPL 29)
    payee_consent_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=12)
    stage_since = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    round = models.PositiveSmallIntegerField(default=1)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    wanted = SealedTextField(blank=True)  # what is asked of the consumer while it is returned
    checks = models.JSONField(default=list)
    checked_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_on = models.DateField(null=True)
    is_at_once = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=list(CLAIM.stages)), name="claim_stage_is_known"),
            models.CheckConstraint(condition=Q(ground__in=list(CODES)), name="claim_ground_is_known"),
            models.CheckConstraint(condition=Q(asked_fen__gt=0), name="claim_asks_something"),
            models.CheckConstraint(
                condition=Q(approved_fen=None)
                | Q(approved_fen__gt=0, approved_fen__lte=models.F("asked_fen")),
                name="claim_approved_is_asked",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=UNDECIDED) | Q(approved_fen__isnull=False, approved_on__isnull=False),
                name="claim_paid_is_approved",
            ),
        ]
        indexes = [
            models.Index(fields=["fund", "stage", "stage_since"], name="claim_fund_stage"),
            models.Index(fields=["fund", "approved_on"], name="claim_fund_approved"),
            models.Index(fields=["against", "stage"], name="claim_against_stage"),
        ]

    def __str__(self) -> str:
        return f"claim of {self.case_id}"

    @classmethod
    def from_db(cls, *read: Any, **options: Any) -> "Claim":
        """Whoever writes about it, without the row, knows to which case it belongs."""
        claim: Claim = super().from_db(*read, **options)
        if "case_id" in claim.__dict__:
            owners.note(claim.pk, claim.case_id)
        return claim

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"claim:{self.pk}"

    @property
    def stage_label(self) -> str:
        """Its stage in words."""
        return str(CLAIM.stages[self.stage])


class Decision(models.Model):
    """What one person said about a claim: two who say the same, and the same sum, decide; nobody twice in a round."""

    sealed_with = "claim"

    class About(models.TextChoices):
        CLAIM = "claim", _("the claim")
        WRITE_OFF = "write_off", _("writing off the rest")

    class Said(models.TextChoices):
        APPROVE = "approve", pgettext_lazy("decision on a claim", "pay")
        REFUSE = "refuse", pgettext_lazy("decision on a claim", "do not pay")

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="decisions")
    about = models.CharField(max_length=10, choices=About.choices, default=About.CLAIM)
    round = models.PositiveSmallIntegerField()
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    by = models.CharField(max_length=80)
    side = models.CharField(max_length=10)  # "owner" or "body": for whom the person spoke
    said = models.CharField(max_length=10, choices=Said.choices)
    sum_fen = models.BigIntegerField(null=True)
    reasons = SealedTextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "about", "round", "by"], name="decision_once_a_person"),
            models.CheckConstraint(condition=Q(said__in=["approve", "refuse"]), name="decision_is_known"),
            models.CheckConstraint(
                condition=Q(said="refuse", sum_fen=None) | Q(said="approve", sum_fen__gt=0),
                name="decision_to_pay_names_a_sum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.said} {self.claim_id}"
