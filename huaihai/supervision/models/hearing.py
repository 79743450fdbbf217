"""What makers are told and answer, how objections end, the expert's opinion, letters to authorities, and the watch."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.businesses.models import Business
from huaihai.desk.sealed.rows import SealedModel
from huaihai.kit.ids import new_id
from huaihai.supervision.models.projects import Project, ProjectRole
from huaihai.supervision.testing.hearing.life import NOTICE, OBJECTION


class MakerNotice(models.Model):
    """A maker or seller of tested products, and how far it has been heard. `products` are keys of the file's products.

    `told_hash` is the SHA-256 of the results that it was told last; `link_issue` counts its secret links.
    """

    class Role(models.TextChoices):
        MAKER = "maker", pgettext_lazy("supervision", "maker")
        SELLER = "seller", pgettext_lazy("supervision", "seller")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="notices")
    role = models.CharField(max_length=8, choices=Role.choices)
    name = models.CharField(max_length=120)
    credit_code = models.CharField(max_length=18, blank=True)
    business = models.ForeignKey(
        Business, on_delete=models.PROTECT, null=True, blank=True, related_name="test_notices"
    )
    products = models.JSONField()
    stage = models.CharField(max_length=12)
    told_hash = models.CharField(max_length=64, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    link_issue = models.PositiveSmallIntegerField(default=0)
    link_until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "supervision_maker_notice"
        ordering = ["project", "name", "role", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=list(NOTICE.stages)), name="notice_stage_is_known"),
            models.UniqueConstraint(fields=["project", "role", "name"], name="one_notice_a_maker"),
        ]
        indexes = [models.Index(fields=["business", "stage"], name="notice_of_business")]

    def __str__(self) -> str:
        return self.name

    @property
    def record_key(self) -> str:
        """Its name among the clocks."""
        return f"test-notice:{self.pk}"

    @property
    def stage_label(self) -> str:
        return str(NOTICE.stages[self.stage])


class Telling(SealedModel):
    """What a maker was told on a day: its own results, as they were then."""

    seal_name: ClassVar[str] = "telling"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="tellings")
    notice = models.ForeignKey(MakerNotice, on_delete=models.PROTECT, related_name="tellings")
    results = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_telling"
        ordering = ["notice", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.at}"


class MakerAnswer(SealedModel):
    """What a maker answered: it agrees, says something that is published, or objects to a product's result."""

    class Kind(models.TextChoices):
        AGREES = "agrees", pgettext_lazy("maker's answer", "agrees with the results")
        SAYS = "says", pgettext_lazy("maker's answer", "says something that is published with them")
        OBJECTS = "objects", pgettext_lazy("maker's answer", "objects, with reasons")

    class Way(models.TextChoices):
        LINK = "link", pgettext_lazy("maker's answer", "through its link")
        DESK = "desk", pgettext_lazy("maker's answer", "from its desk")
        PAPER = "paper", pgettext_lazy("maker's answer", "on paper, entered by staff")

    seal_name: ClassVar[str] = "answer"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="maker_answers")
    notice = models.ForeignKey(MakerNotice, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    product = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    way = models.CharField(max_length=8, choices=Way.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_maker_answer"
        ordering = ["notice", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind="agrees") | ~Q(text=""), name="an_answer_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.kind}"


class Objection(models.Model):
    """An objection to a product's result and how it ends; `reason` of the decision is published."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="objections")
    answer = models.OneToOneField(MakerAnswer, on_delete=models.PROTECT, related_name="objection")
    product = models.CharField(max_length=40)
    stage = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "supervision_objection"
        ordering = ["project", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=list(OBJECTION.stages)), name="objection_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["raised", "retesting"]) | ~Q(reason=""),
                name="an_objection_is_decided_with_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.product}"

    @property
    def record_key(self) -> str:
        """Its name among the clocks."""
        return f"test-objection:{self.pk}"

    @property
    def stage_label(self) -> str:
        return str(OBJECTION.stages[self.stage])


class Exclusion(SealedModel):
    """A product that is out of the table, with the reason that everybody reads."""

    seal_name: ClassVar[str] = "exclusion"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="exclusions")
    product = models.CharField(max_length=40)
    reason = models.TextField()
    objection = models.OneToOneField(
        Objection, on_delete=models.PROTECT, null=True, blank=True, related_name="exclusion"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_exclusion"
        ordering = ["project", "product"]
        constraints = [models.UniqueConstraint(fields=["project", "product"], name="a_product_is_out_once")]

    def __str__(self) -> str:
        return self.product


class Opinion(SealedModel):
    """What somebody says after reading: fit to go out, or back. `results_hash` is what was read (SHA-256).

    `of` names whose signed paper staff entered (empty: the writer's own). `expert` is a part in the project that
    opinions of earlier tests name; none does any more.
    """

    seal_name: ClassVar[str] = "opinion"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="opinions")
    expert = models.ForeignKey(ProjectRole, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    of = models.CharField(max_length=80, blank=True)
    is_fit = models.BooleanField()
    text = models.TextField()
    results_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_opinion"
        ordering = ["project", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.at}"


class AuthorityLetter(SealedModel):
    """An unsafe product that was handed to the authority: which, on which day, with which letter."""

    seal_name: ClassVar[str] = "handed"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="authority_letters")
    product = models.CharField(max_length=40)
    authority = models.CharField(max_length=120)
    letter = models.CharField(max_length=60)
    handed_on = models.DateField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_authority_letter"
        ordering = ["project", "product", "at", "pk"]

    def __str__(self) -> str:
        return self.letter
