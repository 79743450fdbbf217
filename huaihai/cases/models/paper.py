from typing import Any

from django.db import models
from django.db.models import Q

from huaihai.cases.models.case import Case, CaseQuerySet
from huaihai.kit.fields import SealedFactsField, SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

FOR_PARTIES = ("agreement", "settlement")  # what both sides may fetch once it was signed


class PaperSeries(models.Model):
    """The last number that a body drew in a series (调字) and year. Its row is locked while the next one is drawn."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "series", "year"], name="paper_series_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.series} {self.year}: {self.last}"


class IssuedPaperQuerySet(models.QuerySet["IssuedPaper", Any]):
    def visible_to(self, actor: Actor) -> "IssuedPaperQuerySet":
        """Officers see the papers of the cases they see; the parties what they agreed, once the signed paper is in."""
        cases: CaseQuerySet = Case.objects.visible_to(actor)
        seen = self.filter(case__in=cases)
        if actor.may_open_files or actor.kind == "system":
            return seen
        return seen.filter(form__in=FOR_PARTIES, replaced_at=None, scans__isnull=False).distinct()


class IssuedPaper(models.Model):
    """A paper as it was issued: its number is drawn once and stays, also when another one takes its place."""

    sealed_with = "case"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="papers")
    form = models.CharField(max_length=20)  # law.papers
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="papers")
    series = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=80)
    content = SealedFactsField(default=dict)  # desk.papers.official.as_facts
    issued_on = models.DateField()  # the day on the paper
    issued_by = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    replaces = models.OneToOneField("self", null=True, on_delete=models.SET_NULL, related_name="replaced_by")
    replaced_at = models.DateTimeField(null=True)

    objects = IssuedPaperQuerySet.as_manager()

    class Meta:
        ordering = ["issued_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "series", "year", "serial"], name="paper_number_once"
            ),
            models.CheckConstraint(condition=Q(serial__gt=0), name="paper_serial_is_positive"),
        ]

    def __str__(self) -> str:
        return self.number


class PaperScan(models.Model):
    """A page or file of the paper as it came back signed. The original is sealed by its hash."""

    sealed_with = "paper"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    paper = models.ForeignKey(IssuedPaper, on_delete=models.CASCADE, related_name="scans")
    name = SealedTextField()
    kind = models.CharField(max_length=40)  # media type as found in the file
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    derivative = models.CharField(max_length=80, blank=True)  # file-store key of what is shown
    added_by = models.CharField(max_length=80)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [models.UniqueConstraint(fields=["paper", "sha256"], name="scan_once_a_paper")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.paper_id}"
