"""Proceedings about an entry's conduct, what its holder says in them, and what was reported about it."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.brands.conduct.life import OPEN, PROCEEDING
from huaihai.brands.models.entries import Entry
from huaihai.desk.sealed.rows import SealedModel
from huaihai.governance.models import Motion
from huaihai.kit.ids import new_id


class ConductReport(SealedModel):
    """What staff of a city, anybody who saw a sign, or a late objection tells about an entry's conduct.

    Whether it opens a proceeding two people decide (`PairDecision` about "report"); staff read it, nobody else.
    """

    class Origin(models.TextChoices):
        CITY = "city", pgettext_lazy("conduct report", "a city's association")
        MISUSE = "misuse", pgettext_lazy("conduct report", "somebody who saw a sign")
        OBJECTION = "objection", pgettext_lazy("conduct report", "an objection that came late")

    seal_name: ClassVar[str] = "conduct-report"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="conduct_reports")
    origin = models.CharField(max_length=12, choices=Origin.choices)
    source = models.CharField(max_length=80, blank=True)  # the row that it came from, as the record calls it
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "brands_conduct_report"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.origin}"


class Proceeding(models.Model):
    """One proceeding: what opened it, where it stands, and how it ended. `serial` counts within the entry.

    `facts` are public: what was measured, the threshold, the day, the keys of what lies behind. `facts_key` is the
    fingerprint by which the same facts open nothing twice. The days `…_until` are the last days (included) of its
    steps; `due_on` that of the step that runs now. `outcome` is empty until something was decided. `overdue_on`:
    since when nobody has done what should be done. `remedied_at`: when the holder last said what was done.
    """

    class Kind(models.TextChoices):
        WARN = "warn", pgettext_lazy("proceeding kind", "warning")
        SUSPEND = "suspend", pgettext_lazy("proceeding kind", "suspension")
        REMOVE = "remove", pgettext_lazy("proceeding kind", "removal")

    class Outcome(models.TextChoices):
        WARNED = "warned", pgettext_lazy("proceeding outcome", "warned")
        SUSPENDED = "suspended", pgettext_lazy("proceeding outcome", "stays suspended")
        NOT_RESTORED = "not-restored", pgettext_lazy("proceeding outcome", "not remedied: stays suspended")
        REMOVED = "removed", pgettext_lazy("proceeding outcome", "removed")
        DROPPED = "dropped", pgettext_lazy("proceeding outcome", "nothing follows")
        LAPSED = "lapsed", pgettext_lazy("proceeding outcome", "not decided in time, so nothing follows")
        RESTORED = "restored", pgettext_lazy("proceeding outcome", "remedied and restored")
        SET_ASIDE = "set-aside", pgettext_lazy("proceeding outcome", "set aside by the panel")
        MOVED_ON = "moved-on", pgettext_lazy("proceeding outcome", "not remedied in time: removal proposed")
        WITHOUT_OBJECT = "without-object", pgettext_lazy("proceeding outcome", "ended with the mark")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="proceedings")
    serial = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    trigger = models.CharField(max_length=40)
    trigger_name = models.JSONField()  # {"zh": …, "en": …}
    facts = models.JSONField(default=dict)
    facts_key = models.CharField(max_length=64)
    clocks = models.JSONField()  # of the criteria by which it was opened: they stay the same to its end
    report = models.ForeignKey(
        ConductReport, on_delete=models.PROTECT, null=True, blank=True, related_name="proceedings"
    )
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    stage = models.CharField(max_length=12)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    reasons = models.TextField(blank=True)  # of the newest decision; public
    opened_at = models.DateTimeField()
    statement_until = models.DateField(null=True, blank=True)
    hearing_until = models.DateField(null=True, blank=True)
    decision_until = models.DateField(null=True, blank=True)
    appeal_until = models.DateField(null=True, blank=True)
    panel_until = models.DateField(null=True, blank=True)
    remedy_until = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    overdue_on = models.DateField(null=True, blank=True)
    hearing_at = models.DateTimeField(null=True, blank=True)
    hearing_where = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    remedied_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "brands_proceeding"
        ordering = ["-opened_at", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "serial"], name="one_proceeding_a_number"),
            models.UniqueConstraint(fields=["entry", "facts_key"], name="a_fact_opens_one_proceeding"),
            models.CheckConstraint(
                condition=Q(stage__in=list(PROCEEDING.stages)), name="proceeding_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["warn", "suspend", "remove"]), name="proceeding_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(stage="ended") | Q(ended_at__isnull=False), name="a_proceeding_ends_one_day"
            ),
        ]
        indexes = [models.Index(fields=["stage", "due_on"], name="proceeding_due")]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.serial}"

    @property
    def number(self) -> str:
        """Its public number: the entry's, and its own."""
        return f"{self.entry.number}/{self.serial}"

    @property
    def stage_label(self) -> str:
        return str(PROCEEDING.stages[self.stage])

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN

    @property
    def suspends(self) -> bool:
        """Whether it keeps the mark suspended: a suspension, and a removal that followed from one."""
        return self.is_open and (self.kind == self.Kind.SUSPEND or self.follows_id is not None)

    def is_overdue(self, on: date) -> bool:
        """Whether its step should have been done before this day."""
        return self.is_open and self.due_on is not None and on > self.due_on


class Watch(models.Model):
    """What the triggers have acted on already: `known` by trigger, its level (an exact fraction as text) and facts.

    A row of working memory, renewed each day (`on`): the record holds what it led to.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="watch")
    on = models.DateField(db_index=True)
    known = models.JSONField(default=dict)

    class Meta:
        db_table = "brands_watch"

    def __str__(self) -> str:
        return f"{self.entry_id} {self.on}"
