"""A fund, the versions of its terms, and the cities that carry it."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.businesses.models import Business, Representative
from huaihai.compensation.grounds import Basis
from huaihai.compensation.life import FUND
from huaihai.kit.ids import new_id
from huaihai.law.sureness import Sureness
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

SURENESS = [(mark.value, mark.zh) for mark in Sureness]


class FundQuerySet(models.QuerySet["Fund", Any]):
    def visible_to(self, actor: Actor) -> "FundQuerySet":
        """Officers see the funds their node, or one below it, is in charge of; people of a business those it owns."""
        if actor.kind == "system":
            return self
        if actor.kind == "business":
            return self.filter(owned_by(actor))
        if actor.kind == "officer" and actor.may_open_files and actor.organisation is not None:
            return self.filter(body__path__under=actor.organisation.path)
        return self.none()

    def shown(self) -> "FundQuerySet":
        """Those in the public register: what a fund is, for whom, and whether it carries its badge."""
        return self.exclude(stage="closed")


def owned_by(actor: Actor, owner: str = "owner") -> Q:
    """Where the actor is appointed at the owner (reached by this path), or at a group above it. A mandate is for
    answering complaints: it shows nobody the owner's money. A system that was connected has no appointment.
    """
    own = Representative.objects.filter(account=actor.account_id).values("business")
    at = Q()
    for path in (owner, f"{owner}__parent", f"{owner}__parent__parent"):
        at |= Q(**{f"{path}__in": own})
    return at & Q(**{f"{owner}__in": actor.business_ids})


class Fund(models.Model):
    """One fund for advance compensation. The alliance keeps its books; the money is with `held_at`.

    `low_since` is the day on which it was found below its minimum, until it is filled up. `entry_count` and `head`
    are the end of its chain of entries: a cut end of the ledger is seen by them.
    """

    class OwnerType(models.TextChoices):
        BUSINESS = "business", pgettext_lazy("fund of", "a business")
        MARKET = "market", pgettext_lazy("fund of", "a market or mall")
        SCENIC = "scenic", pgettext_lazy("fund of", "a scenic area")
        PLATFORM = "platform", pgettext_lazy("fund of", "a platform")
        POOL = "pool", pgettext_lazy("fund of", "several together")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    owner_type = models.CharField(max_length=10, choices=OwnerType.choices)
    owner = models.ForeignKey(Business, null=True, blank=True, on_delete=models.PROTECT, related_name="funds")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="funds")
    held_at = models.CharField(max_length=200)
    stage = models.CharField(max_length=12)
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    low_since = models.DateField(null=True, blank=True)
    suspended_reason = models.CharField(max_length=300, blank=True)
    entry_count = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = FundQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=list(FUND.stages)), name="fund_stage_is_known"),
            models.CheckConstraint(
                condition=Q(owner_type="pool")
                | Q(owner_type__in=["business", "market", "scenic", "platform"], owner__isnull=False),
                name="fund_has_an_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"fund:{self.pk}"

    @property
    def stage_label(self) -> str:
        """Its stage in words."""
        return str(FUND.stages[self.stage])

    def terms_on(self, day: date) -> "FundTerms | None":
        """The terms in force on this day."""
        return self.terms.begun_by(day).first()

    @property
    def carries_badge(self) -> bool:
        """Whether the public sign of the fund may be shown."""
        return self.stage == "active"


class FundTermsQuerySet(models.QuerySet["FundTerms", Any]):
    def confirmed(self) -> "FundTermsQuerySet":
        """Those that a second person confirmed."""
        return self.exclude(confirmed_at=None)

    def waiting(self) -> "FundTermsQuerySet":
        """Those that a second person has still to confirm."""
        return self.filter(confirmed_at=None, dropped_at=None)

    def begun_by(self, day: date) -> "FundTermsQuerySet":
        """Confirmed ones whose first day has come, the newest first: the first is in force."""
        return self.confirmed().filter(from_on__lte=day).order_by("-from_on", "-serial")


class FundTerms(models.Model):
    """One version of a fund's rules, decided by two people, never overwritten. Sums in fen; an empty cap is none.

    `deposit_fen` is what must be paid in: by each business where `covers` is the members, else by the owner.
    A claim up to `at_once_cap_fen` whose checks all hold is approved by these rules themselves (at most
    `at_once_per_day_cap_fen` a day) and paid within `pay_within_minutes`. `recourse_days` are given to the business to
    pay back (empty: no recourse). A fund below its minimum for `suspend_after_days` loses its badge.
    """

    class Covers(models.TextChoices):
        OWNER = "owner", pgettext_lazy("fund covers", "the owner alone")
        BENEATH = "beneath", pgettext_lazy("fund covers", "the owner and the businesses under it")
        MEMBERS = "members", pgettext_lazy("fund covers", "the businesses that paid into it")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="terms")
    serial = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    covers = models.CharField(max_length=10, choices=Covers.choices)
    grounds = models.JSONField(default=list)  # codes of `grounds.GROUNDS` that the fund answers for
    deposit_fen = models.BigIntegerField(default=0)
    minimum_fen = models.BigIntegerField(default=0)
    per_claim_cap_fen = models.BigIntegerField(null=True, blank=True)
    per_day_cap_fen = models.BigIntegerField(null=True, blank=True)
    at_once_cap_fen = models.BigIntegerField(null=True, blank=True)
    at_once_per_day_cap_fen = models.BigIntegerField(null=True, blank=True)
    pay_within_minutes = models.PositiveIntegerField(default=30)
    recourse_days = models.PositiveSmallIntegerField(null=True, blank=True)
    suspend_after_days = models.PositiveSmallIntegerField()
    basis_kind = models.CharField(
        max_length=10,
        choices=[(Basis.STATUTORY.value, _("the law orders it")), (Basis.COMMITTED.value, _("promised"))],
    )
    basis = models.CharField(max_length=300)  # title and article of the law, or of the fund's own rules
    basis_on = models.DateField(null=True, blank=True)  # the day of that text
    sureness = models.CharField(max_length=12, choices=SURENESS)
    text = models.TextField(blank=True)  # the fund's rules in words
    text_hash = models.CharField(max_length=64)  # over everything above, and the shares
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=80, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = FundTermsQuerySet.as_manager()

    class Meta:
        ordering = ["fund", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "serial"], name="fund_terms_serial_once"),
            models.UniqueConstraint(
                fields=["fund", "from_on"],
                condition=Q(confirmed_at__isnull=False),
                name="fund_terms_one_a_first_day",
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by=F("confirmed_by")) & ~Q(proposed_by=""),
                name="fund_terms_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by="")
                | (Q(confirmed_at__isnull=False, dropped_at=None) & ~Q(confirmed_by="")),
                name="fund_terms_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(deposit_fen__gte=0, minimum_fen__gte=0), name="fund_terms_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(at_once_cap_fen=None, at_once_per_day_cap_fen=None)
                | Q(at_once_cap_fen__gt=0, at_once_per_day_cap_fen__gte=F("at_once_cap_fen")),
                name="fund_terms_at_once_has_both_caps",
            ),
        ]

    def __str__(self) -> str:
        return f"terms {self.serial} of {self.fund_id}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def pays_at_once(self) -> bool:
        """Whether small claims are approved by these rules themselves."""
        return self.at_once_cap_fen is not None


class FundShare(models.Model):
    """What one city carries of a fund under these terms: `parts` of the sum of all parts."""

    terms = models.ForeignKey(FundTerms, on_delete=models.PROTECT, related_name="shares")
    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="fund_shares")
    parts = models.PositiveIntegerField()

    class Meta:
        ordering = ["terms", "city__position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["terms", "city"], name="fund_share_once_a_city"),
            models.CheckConstraint(condition=Q(parts__gt=0), name="fund_share_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.parts} of {self.city_id}"
