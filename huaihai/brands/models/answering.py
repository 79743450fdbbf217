"""What businesses and consumers say around an entry, and the facts about it as two people found them."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import pgettext, pgettext_lazy

from huaihai.brands.models.deciding import PairDecision
from huaihai.brands.models.entries import Entry
from huaihai.desk.sealed.rows import SealedModel
from huaihai.governance import standing
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.models import Role

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class BusinessWord(SealedModel):
    """What a manager of the business said: it takes part, it does not, or it leaves.

    `stated` is what the entry is called since (`name`, `what`, `place`); the versions are those of the texts that the
    manager agreed to (`entering.nominating`); 0 where none was asked for.
    """

    class Says(models.TextChoices):
        ACCEPTS = "accepts", pgettext_lazy("business word", "takes part")
        DECLINES = "declines", pgettext_lazy("business word", "does not take part")
        LEAVES = "leaves", pgettext_lazy("business word", "leaves")

    seal_name: ClassVar[str] = "business-word"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="words")
    says = models.CharField(max_length=10, choices=Says.choices)
    stated = models.JSONField(default=dict, blank=True)
    consent_version = models.PositiveSmallIntegerField(default=0)
    conduct_version = models.PositiveSmallIntegerField(default=0)
    free_version = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)  # staff read it
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "brands_business_word"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.says}"


class FactSheet(SealedModel):
    """The facts about an entry as they stood when two people proposed, and when they decided. `facts`: rows of
    `entering.eligibility.Fact` as JSON."""

    seal_name: ClassVar[str] = "fact-sheet"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="fact_sheets")
    decision = models.ForeignKey(PairDecision, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    facts = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "brands_fact_sheet"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.as_of}"


class MoneyReportQuerySet(models.QuerySet["MoneyReport", Any]):
    def visible_to(self, actor: "Actor", *, on: date) -> "MoneyReportQuerySet":
        """To the auditors, and to whoever acts for the secretariat on this day; to nobody else."""
        if Role.AUDITOR.value in actor.roles or standing.is_office(actor, on=on):
            return self
        return self.none()


class MoneyReport(models.Model):
    """Somebody was asked for money, or offered some. The secretariat and the auditors read it; nobody has to say who
    he or she is."""

    class Side(models.TextChoices):
        CONSUMER = "consumer", pgettext_lazy("asked for money", "I am a consumer")
        BUSINESS = "business", pgettext_lazy("asked for money", "I work for a business")
        OTHER = "other", pgettext_lazy("asked for money", "Somebody else")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="money_reports"
    )
    side = models.CharField(max_length=10, choices=Side.choices)
    text = SealedTextField()
    phone = SealedTextField(blank=True)
    erase_on = models.DateField(null=True, blank=True)  # the day on which the telephone number goes
    client_key = models.UUIDField(unique=True)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MoneyReportQuerySet.as_manager()

    class Meta:
        db_table = "brands_money_report"
        ordering = ["-at", "pk"]
        indexes = [models.Index(fields=["done_at", "at"], name="money_report_open")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"brand-money:{self.pk}"

    @property
    def stage_label(self) -> str:
        """Whether somebody has dealt with it."""
        return pgettext("asked for money", "done") if self.done_at else pgettext("asked for money", "open")
