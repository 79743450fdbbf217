"""What a sweep stores: places that were checked, what was found there, what followed, whether it was cured."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from huaihai.businesses.models import Business, Place
from huaihai.desk.sealed.rows import SealedModel, SealedQuerySet
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation
from huaihai.supervision.models.projects import Project
from huaihai.supervision.sweeping.life import (
    FINDING,
    KINDS,
    LIVING,
    MARKS,
    MEASURES,
    RESULTS,
    SEVERITIES,
    STAGES,
)

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class InspectionQuerySet(SealedQuerySet["Inspection"]):
    def standing(self) -> "InspectionQuerySet":
        """Those that no later one corrects."""
        return self.filter(replaced_by=None)


class Inspection(SealedModel):
    """One place, looked at once with the project's checklist. `called` and `region_code` are as they were then.

    `client_key` is made in the form, so that sending it twice is once.
    """

    seal_name: ClassVar[str] = "inspection"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="inspections")
    client_key = models.UUIDField(unique=True)
    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    called = models.CharField(max_length=120)
    region_code = models.CharField(max_length=6, blank=True)
    note = models.TextField(blank=True)
    checked_at = models.DateTimeField()
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    objects: ClassVar[Any] = InspectionQuerySet.as_manager()

    class Meta:
        db_table = "supervision_inspection"
        ordering = ["-checked_at", "-pk"]
        indexes = [models.Index(fields=["project", "city"], name="inspection_by_city")]

    def __str__(self) -> str:
        return self.called


class ItemMark(SealedModel):
    """What one item of the checklist showed at one place."""

    seal_name: ClassVar[str] = "mark"

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="marks")
    item = models.CharField(max_length=40)
    mark = models.CharField(max_length=8, choices=list(MARKS.items()))
    words = models.TextField(blank=True)

    class Meta:
        db_table = "supervision_item_mark"
        ordering = ["inspection", "item"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "item"], name="one_mark_an_item"),
            models.CheckConstraint(condition=Q(mark__in=list(MARKS)), name="mark_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.mark}"


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, actor: "Actor") -> "FindingQuerySet":
        """All to staff, for whoever checks in one city meets the chains of another; a business sees its own."""
        if actor.kind in ("officer", "system"):
            return self
        if actor.kind == "business":
            return self.filter(business__in=actor.business_ids).exclude(stage="withdrawn")
        return self.none()

    def living(self) -> "FindingQuerySet":
        """Those with which something still has to be done; of a sweep that was dropped none."""
        return self.filter(stage__in=LIVING).exclude(project__stage="dropped")


class Finding(models.Model):
    """Something that was not in order, and where it stands. `clock` is the one that runs: to cure, or to re-check."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="findings")
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="findings")
    mark = models.OneToOneField(ItemMark, on_delete=models.PROTECT, related_name="finding")
    item = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=list(SEVERITIES.items()))
    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12, choices=list(FINDING.stages.items()))
    clock = models.ForeignKey(
        "record.Clock", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    exposure = models.ForeignKey(
        "education.Exposure", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    found_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = FindingQuerySet.as_manager()

    class Meta:
        db_table = "supervision_finding"
        ordering = ["-found_at", "item", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=list(FINDING.stages)), name="finding_stage_is_known"
            ),
            models.CheckConstraint(condition=Q(severity__in=list(SEVERITIES)), name="severity_is_known"),
        ]
        indexes = [
            models.Index(fields=["project", "city", "stage"], name="finding_by_city"),
            models.Index(fields=["business", "stage"], name="finding_by_business"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.stage}"

    @property
    def record_key(self) -> str:
        return f"finding:{self.pk}"

    @property
    def stage_label(self) -> str:
        return str(FINDING.stages[self.stage])

    @property
    def office_url(self) -> str:
        return reverse("sweep-finding", args=[self.project_id, self.pk])


class Recheck(SealedModel):
    """Somebody went again: cured, partly or not."""

    seal_name: ClassVar[str] = "recheck"

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="rechecks")
    client_key = models.UUIDField(unique=True)
    result = models.CharField(max_length=8, choices=list(RESULTS.items()))
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_recheck"
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(result__in=list(RESULTS)), name="result_is_known")]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.result}"


class BusinessWord(SealedModel):
    """What the business says about a finding; `claims_cure`: it says that it is cured, its photos are the proof."""

    seal_name: ClassVar[str] = "word"

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="words")
    client_key = models.UUIDField(unique=True)
    text = models.TextField()
    claims_cure = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_business_word"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.at}"


class Measure(models.Model):
    """Written advice, a talk, a promise or a letter to the authority, about findings at one or several businesses.

    `body` is the city that does it, `joined` the others whose findings it is about. `text` is the advice, the
    invitation, what was promised, or the letter.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=8, choices=list(KINDS.items()))
    stage = models.CharField(max_length=12)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    joined = models.ManyToManyField(Organisation, related_name="+")
    findings = models.ManyToManyField(Finding, related_name="measures")
    text = models.TextField(blank=True)
    addressee = models.CharField(max_length=120, blank=True)  # of a letter: which authority
    meets_at = models.DateTimeField(null=True, blank=True)
    where = models.CharField(max_length=200, blank=True)
    by_on = models.DateField(null=True, blank=True)  # of a promise: its day
    talk = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="promises")
    served_by = models.CharField(max_length=12, blank=True)  # by hand, by post, read at the desk
    answer = SealedTextField(blank=True)  # of the authority
    issued_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "supervision_measure"
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="measure_kind_is_known"),
            models.CheckConstraint(condition=Q(stage__in=list(STAGES)), name="measure_stage_is_known"),
        ]
        indexes = [models.Index(fields=["project", "body", "kind"], name="measure_by_city")]

    def __str__(self) -> str:
        return f"{self.kind} {self.stage}"

    @property
    def stage_label(self) -> str:
        return str(MEASURES[self.kind].stages[self.stage])

    @property
    def office_url(self) -> str:
        return reverse("sweep-measure", args=[self.project_id, self.pk])


class MeasureParty(models.Model):
    """A business that a measure is addressed to; of a talk, whether it came, who, and what was said."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="parties")
    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="+")
    came = models.BooleanField(null=True)
    who = SealedTextField(blank=True)
    said = SealedTextField(blank=True)

    class Meta:
        db_table = "supervision_measure_party"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "business"], name="a_party_once_a_measure"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.business_id}"
