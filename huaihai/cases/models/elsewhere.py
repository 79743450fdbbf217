"""Under which number another platform holds the same matter, and until when it waits for an answer."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huaihai.cases import life
from huaihai.cases.models.case import Case
from huaihai.kit import country
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation


class ElsewhereNumberQuerySet(models.QuerySet["ElsewhereNumber", Any]):
    def pressing(self) -> "ElsewhereNumberQuerySet":
        """Those whose day still counts, of open cases and imported drafts, what is due first on top."""
        rows = self.filter(case__stage__in=(*life.OPEN, "draft")).exclude(due_on=None)
        return rows.select_related("case").order_by("due_on", "pk")

    def of_body(self, body: Organisation) -> "ElsewhereNumberQuerySet":
        """Those of the cases that this body has in hand."""
        return self.filter(case__responsible=body)


class ElsewhereNumber(models.Model):
    """One number of another platform. A case that a regulator entrusts keeps that number itself (`regulator_number`),
    since mediation is in the regulator's name by it and its day is the case's own clock."""

    class Platform(models.TextChoices):
        REGULATOR = country.number("hotline"), country.number("hotline")
        CITY = country.number("city_line"), country.number("city_line")
        ASSOCIATIONS = "cca315", _("the associations' own 315 platform")
        OTHER = "other", _("another platform")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="elsewhere")
    platform = models.CharField(max_length=8, choices=Platform.choices)
    number = models.CharField(max_length=60, db_index=True)
    due_on = models.DateField(null=True)

    objects = ElsewhereNumberQuerySet.as_manager()

    class Meta:
        ordering = ["platform", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "platform", "number"], name="elsewhere_once_a_case"),
            models.CheckConstraint(condition=~Q(platform=""), name="elsewhere_platform_is_known"),
        ]
        indexes = [models.Index(fields=["due_on"], name="elsewhere_due")]

    def __str__(self) -> str:
        return f"{self.platform} {self.number}"
