"""What cities found of unfair clauses: in whose contract, in which words, from when until when."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse

from huaihai.businesses.models import Business
from huaihai.governance import standing
from huaihai.kit.ids import new_id
from huaihai.law.clauses.register import Clause, held
from huaihai.members.models import Organisation
from huaihai.supervision.clauses.life import CLAUSE_FINDING
from huaihai.supervision.models.projects import Project

if TYPE_CHECKING:
    from huaihai.members.actors import Actor

PUBLIC = ("confirmed", "ended")


class ClauseFindingQuerySet(models.QuerySet["ClauseFinding"]):
    def visible_to(self, actor: "Actor") -> "ClauseFindingQuerySet":
        """All to whoever reads the office's pages; to a business its own; what a second person confirmed, to all."""
        if standing.reads_office(actor):
            return self
        return self.filter(Q(stage__in=PUBLIC) | Q(business__in=actor.business_ids))

    def heard(self) -> "ClauseFindingQuerySet":
        """Those of which the shop has word."""
        return self.exclude(answer_due_on=None)

    def public(self) -> "ClauseFindingQuerySet":
        return self.filter(stage__in=PUBLIC)


class ClauseFinding(models.Model):
    """An unfair clause that a city found. `clause` is its code in the register; empty: the register has none like it,
    and `title` says what it does. `since` and `until`: the days from and to which it is known to have been used.
    `answer_due_on` is the last day on which the shop may answer (None: it has no word), `changed_to` its new wording.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="clause_findings")
    business = models.ForeignKey(Business, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    clause = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=60, blank=True)
    wording = models.TextField()
    evidence = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    stage = models.CharField(max_length=12)
    answer_due_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True, default="", db_default="")
    changed_to = models.TextField(blank=True, default="", db_default="")
    sweep = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=80)
    confirmed_by = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ClauseFindingQuerySet.as_manager()

    class Meta:
        db_table = "supervision_clause_finding"
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=list(CLAUSE_FINDING.stages)), name="clause_finding_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(clause="", title__gt="") | Q(clause__gt=""), name="clause_finding_says_which"
            ),
        ]
        indexes = [models.Index(fields=["clause", "stage"], name="clause_finding_by_clause")]

    def __str__(self) -> str:
        return self.called

    @property
    def record_key(self) -> str:
        return f"clause:{self.pk}"

    @property
    def row(self) -> Clause | None:
        """The clause of the register."""
        return held().clauses.get(self.clause)

    @property
    def called(self) -> str:
        return self.row.zh if self.row else self.title or self.clause

    @property
    def has_answered(self) -> bool:
        """Whether the shop said something, or changed the clause."""
        return bool(self.answer or self.changed_to)

    @property
    def stage_label(self) -> str:
        return str(CLAUSE_FINDING.stages[self.stage])

    @property
    def office_url(self) -> str:
        return reverse("office-clause", args=[self.pk])
