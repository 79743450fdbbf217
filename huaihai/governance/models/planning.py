"""Yearly plans and periodic reports."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from huaihai.governance import standing
from huaihai.governance.lives import PLAN, REPORT
from huaihai.governance.models.resolution import Duty, Resolution
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation

if TYPE_CHECKING:
    from huaihai.members.actors import Actor

FIRST_YEAR, LAST_YEAR = 2020, 2100


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, actor: "Actor") -> "PlanQuerySet":
        """All plans to whoever reads the office's pages; none to others."""
        return self if standing.reads_office(actor) else self.none()


class Plan(models.Model):
    """What the alliance means to do in a year. Proposed, it is fixed with its hash; a resolution adopts it.

    A year may have several plans: adopting one replaces the one before.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=16)
    content_hash = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="plans"
    )
    version = models.PositiveIntegerField(default=1)

    objects = PlanQuerySet.as_manager()

    class Meta:
        db_table = "governance_plan"
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="one_plan_a_number"),
            models.UniqueConstraint(
                fields=["year"], condition=Q(stage="adopted"), name="one_adopted_plan_a_year"
            ),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(stage__in=["draft", "proposed"]),
                name="one_plan_a_year_in_the_making",
            ),
            models.CheckConstraint(condition=Q(stage__in=list(PLAN.stages)), name="plan_stage_is_known"),
            models.CheckConstraint(
                condition=Q(stage="draft") | ~Q(content_hash=""), name="a_proposed_plan_is_fixed"
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["adopted", "superseded"]) | Q(resolution__isnull=False),
                name="no_plan_without_its_resolution",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.serial}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"plan:{self.pk}"

    @property
    def title(self) -> str:
        """What it is called, in the reader's language."""
        title = _("Plan for %(year)s") % {"year": self.year}
        return title if self.serial == 1 else f"{title} ({self.serial})"

    @property
    def stage_label(self) -> str:
        return str(PLAN.stages[self.stage])


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    def visible_to(self, actor: "Actor") -> "PlanItemQuerySet":
        """Those of the plans that the actor sees."""
        return self if standing.reads_office(actor) else self.none()

    def of_adopted(self) -> "PlanItemQuerySet":
        """Items that count: those of the plan in force in each year."""
        return self.filter(plan__stage="adopted")


class PlanItem(models.Model):
    """One thing to do. `job` is a key of the alliance's jobs or of its nine; the last day counts.

    `owner` is a body, or the alliance itself for the office. `target` is a number in `unit`. `origin` says why
    the line stands in the draft.
    """

    class Origin(models.TextChoices):
        NEW = "new", pgettext_lazy("plan item", "new")
        UNFINISHED = "unfinished", pgettext_lazy("plan item", "not finished in the plan before")
        YEARLY = "yearly", pgettext_lazy("plan item", "comes back every year")
        DUTY = "duty", pgettext_lazy("plan item", "open follow-up duty")
        JOB = "job", pgettext_lazy("plan item", "one of the alliance's jobs")
        SAME = "same", pgettext_lazy("plan item", "from the plan in force")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    job = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_items"
    )
    due_on = models.DateField(null=True, blank=True)
    target = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    is_yearly = models.BooleanField(default=False)
    origin = models.CharField(max_length=16, choices=Origin.choices, default=Origin.NEW)
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_items")
    done_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        db_table = "governance_plan_item"
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["plan", "done_on", "due_on"], name="plan_items_waiting")]

    def __str__(self) -> str:
        return self.text

    def is_late(self, today: date) -> bool:
        """Whether it was not done by its last day."""
        return self.due_on is not None and (self.done_on or today) > self.due_on

    @property
    def shown_target(self) -> str:
        """The number without idle zeros, and its unit."""
        return "" if self.target is None else f"{self.target.normalize():f} {self.unit}".strip()


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, actor: "Actor") -> "ReportQuerySet":
        """All to whoever reads the office's pages; published ones to everybody."""
        return self if standing.reads_office(actor) else self.published()

    def published(self) -> "ReportQuerySet":
        return self.filter(stage="published")


class Report(models.Model):
    """What was done in a quarter or a year. `figures` is what was counted at `computed_at`.

    While it is a draft, figures can be counted again; finished, it is fixed with its hash.
    """

    class Kind(models.TextChoices):
        QUARTER = "quarter", pgettext_lazy("report", "quarterly report")
        YEAR = "year", pgettext_lazy("report", "yearly report")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=16)
    done_text = models.TextField(blank=True)
    stuck_text = models.TextField(blank=True)
    next_text = models.TextField(blank=True)
    figures = models.JSONField(default=list)
    computed_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReportQuerySet.as_manager()

    class Meta:
        db_table = "governance_report"
        ordering = ["-year", "-quarter", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "quarter"], name="one_report_a_period"),
            models.CheckConstraint(condition=Q(stage__in=list(REPORT.stages)), name="report_stage_is_known"),
            models.CheckConstraint(
                condition=Q(kind="year", quarter=0) | Q(kind="quarter", quarter__in=[1, 2, 3, 4]),
                name="a_quarter_has_its_number",
            ),
            models.CheckConstraint(
                condition=Q(stage="draft") | ~Q(content_hash=""), name="a_finished_report_is_fixed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.quarter}" if self.quarter else str(self.year)

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"report:{self.pk}"

    @property
    def title(self) -> str:
        """What it is called, in the reader's language."""
        if self.kind == self.Kind.YEAR:
            return _("Report on %(year)s") % {"year": self.year}
        return _("Report on quarter %(quarter)s of %(year)s") % {"year": self.year, "quarter": self.quarter}

    @property
    def stage_label(self) -> str:
        return str(REPORT.stages[self.stage])

    @property
    def since(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.quarter - 2 if self.quarter else 1, 1)

    @property
    def until(self) -> date:
        """Its last day."""
        if self.quarter in (0, 4):
            return date(self.year, 12, 31)
        return date(self.year, 3 * self.quarter + 1, 1) - timedelta(days=1)
