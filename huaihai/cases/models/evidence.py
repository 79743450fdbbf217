from django.db import models

from huaihai.cases.models.case import Case
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id


class Evidence(models.Model):
    """One file of evidence. The original is sealed by its hash; people see only the derivative."""

    sealed_with = "case"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    by = models.CharField(max_length=80)
    party = models.CharField(max_length=12)
    name = SealedTextField()
    kind = models.CharField(max_length=40)  # media type as found in the file, not as claimed
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    derivative = models.CharField(max_length=80, blank=True)  # file-store key of what is shown
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "sha256"], name="evidence_once_a_case")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"
