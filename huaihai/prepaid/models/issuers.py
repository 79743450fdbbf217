"""Who pledges a guarantee for prepaid cards, and what the bank says of it."""

from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.models import Business
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.prepaid.life import ISSUER, OPEN, SHOWN


class IssuerQuerySet(models.QuerySet["Issuer", Any]):
    def visible_to(self, actor: Actor) -> "IssuerQuerySet":
        """Officers see the pledges that their node, or one below it, confirms; people of a business its own, and those
        of shops under its roof."""
        if actor.kind == "system":
            return self
        if actor.kind == "business":
            return self.filter(Q(business__in=actor.business_ids) | Q(under__in=actor.business_ids))
        if actor.kind == "officer" and actor.may_open_files and actor.organisation is not None:
            return self.filter(body__path__under=actor.organisation.path)
        return self.none()

    def shown(self) -> "IssuerQuerySet":
        """Those in the public list."""
        return self.filter(stage__in=SHOWN)

    def with_parties(self) -> "IssuerQuerySet":
        """With what every page about a pledge shows, in one query; `bank_on` is the day of the bank's last word."""
        newest = GuaranteeLine.objects.filter(issuer=OuterRef("pk")).order_by("-day").values("day")
        return self.select_related("business", "under", "body").annotate(bank_on=Subquery(newest[:1]))


class Issuer(models.Model):
    """A business that sells prepaid cards and pledges that so much of what is open is guaranteed. Sums in fen.

    `under` is the mall, market or lessor that pledges with it, from `joined_on` on. `guarantor_code_hash` opens the
    page of the bank's clerk; the code stands in a letter. `open_fen` (certain and doubtful) and `guarantee_fen` are as
    of `counted_on`, which the public reads. Below what was pledged since `below_since`, it has until `notice_due`.
    """

    class Guarantee(models.TextChoices):
        BANK = "bank", _("a bank's guarantee")
        CUSTODY = "custody", _("money kept by a bank")
        INSURANCE = "insurance", _("an insurance")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="prepaid_pledges")
    under = models.ForeignKey(
        Business, null=True, blank=True, on_delete=models.PROTECT, related_name="prepaid_shops"
    )
    joined_on = models.DateField(null=True)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="prepaid_pledges")
    stage = models.CharField(max_length=12)
    version = models.PositiveIntegerField(default=1)
    ratio_permille = models.PositiveSmallIntegerField()
    guarantee_kind = models.CharField(max_length=10, choices=Guarantee.choices)
    guarantor_name = models.CharField(max_length=120)
    guarantor_code_hash = models.CharField(max_length=64, blank=True, db_index=True)
    terms = models.TextField(max_length=3000, blank=True)  # what is printed on its cards
    applied_at = models.DateTimeField()
    pledged_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    why_ended = models.CharField(max_length=300, blank=True)
    open_fen = models.BigIntegerField(default=0)
    guarantee_fen = models.BigIntegerField(null=True)
    counted_on = models.DateField(null=True)
    below_since = models.DateField(null=True)
    notice_due = models.DateField(null=True)
    is_demo = models.BooleanField(default=False)

    objects = IssuerQuerySet.as_manager()

    class Meta:
        ordering = ["-applied_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=list(ISSUER.stages)), name="issuer_stage_is_known"),
            models.CheckConstraint(
                condition=Q(guarantee_kind__in=["bank", "custody", "insurance"]),
                name="issuer_guarantee_is_known",
            ),
            models.CheckConstraint(
                condition=Q(ratio_permille__gte=1, ratio_permille__lte=1000), name="issuer_ratio_is_a_share"
            ),
            models.CheckConstraint(condition=Q(open_fen__gte=0), name="issuer_open_not_negative"),
            models.UniqueConstraint(
                fields=["business"],
                condition=Q(stage__in=["applied", "pledged", "silent"]),
                name="issuer_once_a_business",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "stage"], name="issuer_body_stage"),
            models.Index(fields=["stage", "notice_due"], name="issuer_stage_notice"),
        ]

    def __str__(self) -> str:
        return f"prepaid cards of {self.business_id}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"prepaid_issuer:{self.pk}"

    @property
    def stage_label(self) -> str:
        """Its stage in words."""
        return str(ISSUER.stages[self.stage])

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN


class GuaranteeLine(models.Model):
    """What the guarantee was worth on a day, in fen, as the bank or insurer says. Only added; read twice it adds
    nothing (`content_key`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="guarantee_lines")
    day = models.DateField()
    fen = models.BigIntegerField()
    reference = models.CharField(max_length=80, blank=True)
    content_key = models.CharField(max_length=64)
    read_at = models.DateTimeField()
    read_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["-day", "-read_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "content_key"], name="guarantee_line_once"),
            models.CheckConstraint(condition=Q(fen__gte=0), name="guarantee_line_not_negative"),
        ]
        indexes = [models.Index(fields=["issuer", "-day"], name="guarantee_line_issuer_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.fen}"
