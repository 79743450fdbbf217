from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.models import Business
from huaihai.cases.models.case import Case, of_bodies
from huaihai.cases.together import life
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation


class TogetherQuerySet(models.QuerySet["Together", Any]):
    def visible_to(self, actor: Actor) -> "TogetherQuerySet":
        """Officers see those that their node, or one below it, leads, and those in which a case of theirs is."""
        if actor.kind == "system":
            return self
        node = actor.organisation
        if not actor.may_open_files or node is None or node.kind == Organisation.Kind.ALLIANCE:
            return self.none()
        own = Case.objects.filter(of_bodies(node.keys_within), togethers__together=OuterRef("pk"))
        return self.filter(Q(body__in=node.keys_within) | Exists(own))


class Together(models.Model):
    """Alike complaints about one business that are handled together, led by `body`. Its cases keep their own lives."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=8, unique=True)
    stage = models.CharField(max_length=8, choices=[(key, key) for key in life.TOGETHER.stages])
    version = models.PositiveIntegerField(default=0)
    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="togethers")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="togethers")
    title = models.CharField(max_length=80)  # masked, as titles of cases are
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    objects = TogetherQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="open", ended_at=None) | Q(stage="ended", ended_at__isnull=False),
                name="together_stage_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def record_key(self) -> str:
        return f"together:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.stage == life.OPEN


class TogetherCaseQuerySet(models.QuerySet["TogetherCase", Any]):
    def living(self) -> "TogetherCaseQuerySet":
        """Those in an open binder that are proposed, asked or joined: a case has one at most, by its lock."""
        return self.filter(together__stage=life.OPEN, stage__in=life.LIVING)


class TogetherCase(models.Model):
    """One case in a binder: how it stands there, why it was found alike, and what its consumer agreed to."""

    class Why(models.TextChoices):
        ITSELF = "itself", _("With this complaint it began.")
        PROBLEM = "problem", _("The same business and the same problem.")
        WORDS = "words", _("The same business, and much of what is written is the same.")
        WISH = "wish", _("The same business, and its consumer wants to be asked.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    together = models.ForeignKey(Together, on_delete=models.PROTECT, related_name="cases", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="togethers")
    stage = models.CharField(max_length=8, choices=[(key, key) for key in life.IN_IT.stages])
    why = models.CharField(max_length=8, choices=Why.choices)
    is_spoken_for = models.BooleanField(default=False)  # agrees that one or two speak for all
    is_willing = models.BooleanField(default=False)  # would be one of them
    speaks = models.BooleanField(default=False)
    wording = models.CharField(max_length=20, blank=True)  # version of the text that was agreed to
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    objects = TogetherCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["together", "case"], name="together_once_a_case"),
            models.CheckConstraint(
                condition=Q(stage__in=["proposed", "asked", "joined", "declined", "left", "passed"]),
                name="together_case_stage_is_known",
            ),
            models.CheckConstraint(
                condition=Q(speaks=False) | Q(stage="joined", is_willing=True),
                name="together_speaks_who_said_so",
            ),
        ]
        indexes = [
            models.Index(fields=["case"], condition=Q(stage="proposed"), name="together_proposed"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} in {self.together_id}"

    @property
    def version(self) -> int:
        """That of its case: what is done to ticked rows is done to the case that stood on the page."""
        return self.case.version

    @property
    def stage_label(self) -> Any:
        return life.IN_IT.stages[self.stage]
