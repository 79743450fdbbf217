"""Evidence as it was gathered, what the engine made of it, and which of them is an entry's newest."""

from typing import ClassVar

from django.db import models

from huaihai.brands.models.entries import Entry
from huaihai.brands.models.programme import CriteriaVersion
from huaihai.desk.sealed.rows import SealedModel


class Snapshot(SealedModel):
    """What was known about an entry on a day (`evidence`, `sources`), and its score by the criteria of that day.

    `result` is empty where no criteria are adopted. `sha256` is over evidence, criteria and result: an entry gets a
    new row only when one of them changed.
    """

    seal_name: ClassVar[str] = "snapshot"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="snapshots")
    as_of = models.DateField()
    criteria = models.ForeignKey(
        CriteriaVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    evidence = models.JSONField()
    sources = models.JSONField()
    result = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "brands_snapshot"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["entry", "at"], name="snapshot_of_entry")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.as_of}"


class EvidenceState(models.Model):
    """The newest snapshot of an entry, and when its sources were last gathered, also if nothing had changed."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="evidence")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    gathered_at = models.DateTimeField()

    class Meta:
        db_table = "brands_evidence_state"
        indexes = [models.Index(fields=["gathered_at"], name="evidence_gathered_at")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.gathered_at}"
