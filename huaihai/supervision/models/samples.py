"""The samples of a comparative test under their blind codes, and who had each of them when."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from huaihai.supervision.models.projects import Project
from huaihai.supervision.models.purchases import Purchase
from huaihai.supervision.models.sealed import SealedModel, SealedQuerySet

CODE_HALF = 5  # characters of a code before its hyphen


class SampleQuerySet(SealedQuerySet["Sample"]):
    def main(self) -> "SampleQuerySet":
        return self.filter(kind="main")

    def spare(self) -> "SampleQuerySet":
        return self.filter(kind="spare")

    def in_use(self) -> "SampleQuerySet":
        """Those that were not set aside."""
        return self.exclude(stage="aside")

    def doubtful(self) -> "SampleQuerySet":
        """In use, but with a broken seal or a gap in the chain of custody: they may not be tested."""
        return self.in_use().filter(Q(is_broken=True) | Q(has_gap=True))

    def testable(self) -> "SampleQuerySet":
        """Taken over by a laboratory, seal whole, no gap, and bought by two people who agree."""
        rows = self.filter(stage__in=["laboratory", "opened"], is_broken=False, has_gap=False)
        return rows.filter(purchase__in=Purchase.objects.agreed_firsts())


class Sample(SealedModel):
    """One piece under its blind code. What stands below `stage` follows from its custody steps and is kept here so
    that lists need not read them (`custody.chain` computes it; never set by hand).
    """

    seal_name: ClassVar[str] = "sample"
    unsealed: ClassVar[frozenset[str]] = frozenset(
        {"stage", "holder", "holder_name", "pending_to", "place", "is_broken", "has_gap", "steps_count"}
    )

    class Kind(models.TextChoices):
        MAIN = "main", pgettext_lazy("sample", "main sample")
        SPARE = "spare", pgettext_lazy("sample", "spare sample")

    class Stage(models.TextChoices):
        HELD = "held", pgettext_lazy("sample", "in somebody's hands")
        PASSING = "passing", pgettext_lazy("sample", "handed over, not yet confirmed")
        STORED = "stored", pgettext_lazy("sample", "in store")
        LABORATORY = "laboratory", pgettext_lazy("sample", "at the laboratory, sealed")
        OPENED = "opened", pgettext_lazy("sample", "opened for the test")
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
    holder = models.CharField(max_length=80)  # record key of an account, or "laboratory:…", "carrier:…"
    holder_name = models.CharField(max_length=120, blank=True)  # of a house, never of a person
    pending_to = models.CharField(max_length=80, blank=True)  # record key of who has to confirm a hand-over
    place = models.CharField(max_length=200, blank=True)
    is_broken = models.BooleanField(default=False)
    has_gap = models.BooleanField(default=False)
    steps_count = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[Any] = SampleQuerySet.as_manager()

    class Meta:
        db_table = "supervision_sample"
        ordering = ["project", "product", "kind", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["purchase", "kind", "number"], name="one_sample_a_number"),
            models.CheckConstraint(condition=Q(kind__in=["main", "spare"]), name="sample_kind_is_known"),
            models.CheckConstraint(
                condition=Q(stage__in=["held", "passing", "stored", "laboratory", "opened", "aside"]),
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

    @property
    def is_doubtful(self) -> bool:
        """Whether its seal is broken or its chain has a gap."""
        return self.is_broken or self.has_gap

    def get_absolute_url(self) -> str:
        """The page that its QR opens, for staff."""
        return reverse("office-sample", args=[self.code])


class CustodyStep(SealedModel):
    """One moment in the life of a sample, in the order of `number`. Who has it is computed from all of them.

    `to_kind` and `to_key` say to whom it is handed. Seal state and number are as whoever stood there saw them.
    `happened_at` is when it happened, `at` when it was recorded. A correction names the step that it `replaces`.
    """

    seal_name: ClassVar[str] = "custody"

    class Kind(models.TextChoices):
        SEALED = "sealed", pgettext_lazy("custody", "sealed")
        GIVEN = "given", pgettext_lazy("custody", "handed over")
        TAKEN = "taken", pgettext_lazy("custody", "taken over")
        LOOKED = "looked", pgettext_lazy("custody", "seal looked at")
        ATTESTED = "attested", pgettext_lazy("custody", "hand-over confirmed afterwards")
        OPENED = "opened", pgettext_lazy("custody", "opened for the test")
        ASIDE = "aside", pgettext_lazy("custody", "set aside")

    class Seal(models.TextChoices):
        INTACT = "intact", pgettext_lazy("seal", "whole")
        BROKEN = "broken", pgettext_lazy("seal", "broken")

    class Taker(models.TextChoices):
        PERSON = "person", pgettext_lazy("taker", "a colleague")
        STORE = "store", pgettext_lazy("taker", "a store, kept by a colleague")
        CARRIER = "carrier", pgettext_lazy("taker", "a carrier")
        LABORATORY = "laboratory", pgettext_lazy("taker", "a laboratory")

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    to_kind = models.CharField(max_length=12, choices=Taker.choices, blank=True)
    to_key = models.CharField(max_length=80, blank=True)
    to_name = models.CharField(max_length=120, blank=True)  # of a house, never of a person
    seal = models.CharField(max_length=8, choices=Seal.choices, blank=True)
    seal_number = models.CharField(max_length=40, blank=True)
    where = models.CharField(max_length=200, blank=True)
    remark = models.CharField(max_length=500, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    client_key = models.UUIDField(unique=True)
    happened_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_custody_step"
        ordering = ["sample", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "number"], name="one_custody_step_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id} {self.number} {self.kind}"
