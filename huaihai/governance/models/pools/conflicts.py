"""Interests that an entry has declared."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from huaihai.governance.models.pools.entries import PoolEntry
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id


class PoolConflictQuerySet(models.QuerySet["PoolConflict"]):
    def between(self, from_on: date, until_on: date) -> "PoolConflictQuerySet":
        """Those that hold on some day of this time, both ends counted."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=from_on), from_on__lte=until_on)


class PoolConflict(models.Model):
    """A business (by credit code or name) or a whole trade (a category) that an entry is too close to.

    `note` is for the offering body alone. A declaration is ended, never deleted; `until_on` is its last day.
    """

    class Ground(models.TextChoices):
        EMPLOYED = "employed", pgettext_lazy("conflict of interest", "works or worked there")
        OWNS = "owns", pgettext_lazy("conflict of interest", "owns a share")
        FAMILY = "family", pgettext_lazy("conflict of interest", "family works there")
        CLIENT = "client", pgettext_lazy("conflict of interest", "is or was a client")
        RIVAL = "rival", pgettext_lazy("conflict of interest", "competes with it")
        OTHER = "other", pgettext_lazy("conflict of interest", "another interest")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(PoolEntry, on_delete=models.PROTECT, related_name="conflicts")
    business_name = models.CharField(max_length=120, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    trade = models.CharField(max_length=3, blank=True)
    ground = models.CharField(max_length=16, choices=Ground.choices)
    note = SealedTextField(blank=True, default="")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = PoolConflictQuerySet.as_manager()

    class Meta:
        db_table = "governance_pool_conflict"
        ordering = ["from_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(business_name="", credit_code="", trade=""),
                name="pool_conflict_is_with_somebody",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="pool_conflict_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.business_name or self.credit_code or self.trade
