from django.db import models

from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id


class LostCode(models.Model):
    """Somebody asked for a new receipt code. Whether number and address belong together is looked up in the background,
    so that the answer takes as long either way; then the row goes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20)
    address = SealedTextField()
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
