"""What consumers tell others about their case: opted in, scrubbed, read by a second person, approved word for word."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise

from huaihai.cases.models import Case
from huaihai.insight.axes import Outcome
from huaihai.insight.narratives.life import ALIVE, NARRATIVE
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.supervision.powers import works

type Words = Promise | str


class NarrativeQuerySet(models.QuerySet["Narrative", Any]):
    def visible_to(self, actor: Actor) -> "NarrativeQuerySet":
        """The consumer sees the own one; staff those of cases whose home or lead is in their own city."""
        if actor.kind == "system":
            return self
        own = Q(case__in=actor.case_ids)
        city = actor.organisation.city if actor.may_open_files and actor.organisation is not None else None
        if city is not None and works(actor):
            own |= Q(case__home__path__under=city.path) | Q(case__lead__path__under=city.path)
        return self.filter(own)

    def published(self) -> "NarrativeQuerySet":
        """Those that anybody may read today. Their order tells nothing about when they came out."""
        return self.filter(stage="published").order_by("-quarter", "public_id")


class Narrative(models.Model):
    """The way of one text, from the consent to its publication or its end.

    `text` is sealed, and erased when it ends. `approved_hash` is the SHA-256 of what the consumer approved; it is
    published only with the same one. What is public beside the text (`quarter`, `place`, `category`, `nature`,
    `outcome`, `amount`) is fixed when it is published, as coarse as it has to be. The row goes with the case.
    """

    sealed_with = "case"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="narratives")
    stage = models.CharField(max_length=12)
    version = models.PositiveIntegerField(default=0)
    wording = models.CharField(max_length=20)  # version of the consent that was shown
    consented_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    text = SealedTextField(blank=True)
    approved_hash = models.CharField(max_length=64, blank=True)
    answer = SealedTextField(blank=True)  # what the second reader wrote to the consumer
    public_id = models.CharField(max_length=12, null=True, unique=True)  # noqa: DJ001 -- none before it is published
    quarter = models.CharField(max_length=7, blank=True)
    place = models.CharField(max_length=6, blank=True)  # "all", or a city's code
    category = models.CharField(max_length=20, blank=True)
    nature = models.CharField(max_length=4, blank=True)
    outcome = models.CharField(max_length=12, blank=True)
    amount = models.CharField(max_length=12, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = NarrativeQuerySet.as_manager()

    class Meta:
        db_table = "insight_narrative"
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=list(NARRATIVE.stages)), name="insight_narrative_stage_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(stage="published")
                | Q(public_id__isnull=False) & ~Q(approved_hash="") & ~Q(place="") & ~Q(quarter=""),
                name="insight_narrative_published_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *(one.value for one in Outcome)]),
                name="insight_narrative_outcome_is_known",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(stage__in=ALIVE), name="insight_narrative_one_a_case"
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "quarter", "public_id"], name="insight_narrative_public"),
            models.Index(fields=["stage", "touched_at"], name="insight_narrative_touched"),
        ]

    def __str__(self) -> str:
        return f"narrative {self.pk} {self.stage}"

    @property
    def record_key(self) -> str:
        """Its name in the record; it does not name the case."""
        return f"narrative:{self.pk}"

    @property
    def stage_label(self) -> Words:
        """The stage in words."""
        return NARRATIVE.stages[self.stage]


class NarrativeNumberQuerySet(models.QuerySet["NarrativeNumber", Any]):
    def gone(self) -> "NarrativeNumberQuerySet":
        """Numbers whose text is not published any more, whatever the reason, the erasure of a case too."""
        held = Narrative.objects.filter(public_id=OuterRef("public_id"), stage="published")
        return self.filter(~Exists(held)).order_by("public_id")


class NarrativeNumber(models.Model):
    """A public number that was given once. It outlives its text, so that mirrors hear what to delete."""

    public_id = models.CharField(max_length=12, primary_key=True)

    objects = NarrativeNumberQuerySet.as_manager()

    class Meta:
        db_table = "insight_narrative_number"

    def __str__(self) -> str:
        return self.public_id
