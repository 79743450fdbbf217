from django.db import models

from huaihai.cases.models.case import Case
from huaihai.kit.ids import new_id


class Sheet(models.Model):
    """A printed sheet for a body without computers: its QR opens a page for this one case until it expires."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sheets")
    code_hash = models.CharField(max_length=64, unique=True)
    printed_by = models.CharField(max_length=80)
    printed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"sheet of {self.case_id}"
