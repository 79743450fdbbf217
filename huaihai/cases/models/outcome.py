from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.models import StandingOfferVersion
from huaihai.cases.models.case import Case
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.law import remedies


class Offer(models.Model):
    """What one side offers: remedies, a sum in fen, a day to do it by. The business's, or the consumer's
    counter-offer (反方案), told by `by_party`. At most one is open in a case, whoever made it."""

    sealed_with = "case"

    class Party(models.TextChoices):
        BUSINESS = "business", _("the business")
        CONSUMER = "consumer", _("the consumer")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("not accepted")
        COUNTERED = "countered", _("answered with a counter-offer")
        REPLACED = "replaced", _("replaced by a new offer")
        LAPSED = "lapsed", _("lapsed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="offers")
    by_party = models.CharField(max_length=10, choices=Party.choices, default=Party.BUSINESS)
    remedies = models.JSONField(default=list)
    sum_fen = models.BigIntegerField(null=True)
    monthly_parts = models.PositiveSmallIntegerField(
        default=1
    )  # the sum is paid in as many, the first by that day
    perform_by_on = models.DateField()
    valid_until_on = models.DateField()
    text = SealedTextField()
    note_to_body = SealedTextField(blank=True)
    goods_back_by_on = models.DateField(null=True)  # where the goods go back: the consumer sends them by then
    return_to = SealedTextField(
        blank=True
    )  # address, name and telephone; the consumer reads it once it is agreed
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    standing_version = models.ForeignKey(  # taken at once from what the business offers to everybody
        StandingOfferVersion, null=True, on_delete=models.PROTECT, related_name="offers"
    )

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="open"), name="offer_one_open_a_case"),
            models.CheckConstraint(
                condition=Q(sum_fen=None) | Q(sum_fen__gte=0), name="offer_sum_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(monthly_parts=1) | Q(monthly_parts__gt=1, sum_fen__isnull=False),
                name="offer_parts_are_of_a_sum",
            ),
            models.CheckConstraint(
                condition=Q(by_party__in=["business", "consumer"]), name="offer_party_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"offer of {self.case_id}"

    @property
    def is_counter(self) -> bool:
        """Whether the consumer made it, in answer to an offer of the business."""
        return self.by_party == self.Party.CONSUMER


class Agreement(models.Model):
    """What both sides agreed: a settlement among themselves, or a mediation agreement (two effects in law)."""

    sealed_with = "case"

    class Kind(models.TextChoices):
        SETTLEMENT = "settlement", _("settlement")
        MEDIATION = "mediation_agreement", _("mediation agreement")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="agreement")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    offer = models.OneToOneField(Offer, null=True, on_delete=models.PROTECT, related_name="agreement")
    terms = SealedTextField()
    sum_fen = models.BigIntegerField(null=True)
    perform_by_on = models.DateField()
    is_oral = models.BooleanField(default=False)
    reached_at = models.DateTimeField()
    goods_sent_at = models.DateTimeField(null=True)
    parcel = SealedTextField(blank=True)  # carrier and number, as the consumer wrote it

    class Meta:
        indexes = [models.Index(fields=["kind", "reached_at"], name="agreement_kind_reached")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"

    @property
    def goes_back(self) -> bool:
        """Whether the consumer gives the goods back."""
        return self.offer is not None and remedies.RETURN.code in self.offer.remedies

    def awaits_goods(self, today: date) -> bool:
        """Whether the consumer sends the goods first; from the last day of all on, nobody waits for that any more."""
        has_day = self.offer is not None and self.offer.goods_back_by_on is not None
        return has_day and self.goods_sent_at is None and today <= self.perform_by_on


class Taking(models.Model):
    """Which standing offers a draft was shown, on which day, and what the consumer said: one was taken, or none.

    Once the draft is settled, the offer of the case names the version (`Offer.standing_version`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="taking")
    shown = models.JSONField(default=list)  # ids of versions
    shown_on = models.DateField()
    version = models.ForeignKey(
        StandingOfferVersion, null=True, on_delete=models.PROTECT, related_name="takings"
    )
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"taking of {self.case_id}"
