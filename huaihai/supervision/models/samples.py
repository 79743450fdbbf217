"""The samples of a comparative test under their blind codes, and what was set aside."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from huaihai.desk.sealed.rows import SealedModel, SealedQuerySet
from huaihai.supervision.models.projects import Project
from huaihai.supervision.models.purchases import Purchase

CODE_HALF = 5  # characters of a code before its hyphen


class SampleQuerySet(SealedQuerySet["Sample"]):
    def main(self) -> "SampleQuerySet":
        return self.filter(kind="main")

    def spare(self) -> "SampleQuerySet":
        return self.filter(kind="spare")

    def in_use(self) -> "SampleQuerySet":
        """Those that were not set aside."""
        return self.exclude(stage="aside")

    def agreed(self) -> "SampleQuerySet":
        """In use, and bought by two people who agree."""
        return self.in_use().filter(purchase__in=Purchase.objects.agreed_firsts())


class Sample(SealedModel):
    """One piece under its blind code. Its stage follows from hand-overs, their receipts and what was set aside, and is
    kept here so that lists need not read them (`laboratory.whereabouts` computes it; never set by hand).
    """

    seal_name: ClassVar[str] = "sample"
    unsealed: ClassVar[frozenset[str]] = frozenset({"stage"})

    class Kind(models.TextChoices):
        MAIN = "main", pgettext_lazy("sample", "main sample")
        SPARE = "spare", pgettext_lazy("sample", "spare sample")

    class Stage(models.TextChoices):
        HELD = "held", pgettext_lazy("sample", "with the buyers")
        PASSING = "passing", pgettext_lazy("sample", "on its way to the laboratory")
        LABORATORY = "laboratory", pgettext_lazy("sample", "at the laboratory")
        ASIDE = "aside", pgettext_lazy("sample", "set aside")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="samples")
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="samples")
    product = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    number = models.PositiveSmallIntegerField()  # 1, 2, … of its kind in its purchase
    code = models.CharField(max_length=12, unique=True)
    serial = models.CharField(max_length=80, blank=True)
    seal_number = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.HELD)

    objects: ClassVar[Any] = SampleQuerySet.as_manager()

    class Meta:
        db_table = "supervision_sample"
        ordering = ["project", "product", "kind", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["purchase", "kind", "number"], name="one_sample_a_number"),
            models.CheckConstraint(condition=Q(kind__in=["main", "spare"]), name="sample_kind_is_known"),
            models.CheckConstraint(
                condition=Q(stage__in=["held", "passing", "laboratory", "aside"]),
                name="sample_stage_is_known",
            ),
        ]
        indexes = [models.Index(fields=["project", "stage"], name="sample_where")]

    def __str__(self) -> str:
        return self.shown_code

    @property
    def shown_code(self) -> str:
        """The code as it is printed and read out: K7QM3-XVD9P."""
        return f"{self.code[:CODE_HALF]}-{self.code[CODE_HALF:]}"

    def get_absolute_url(self) -> str:
        """The page that its QR opens, for staff."""
        return reverse("office-sample", args=[self.code])


class SetAside(SealedModel):
    """A sample that is used no more, with the reason."""

    seal_name: ClassVar[str] = "aside"

    sample = models.OneToOneField(Sample, on_delete=models.PROTECT, related_name="set_aside")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_set_aside"

    def __str__(self) -> str:
        return f"{self.sample_id} {self.at}"
