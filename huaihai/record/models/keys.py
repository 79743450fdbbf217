from django.db import models


class IntakeKey(models.Model):
    """A key the sender chose for one request, and what was answered: a repeat gets the same answer."""

    key = models.CharField(max_length=120, primary_key=True)
    body_hash = models.CharField(max_length=64)
    answer = models.JSONField()
    created_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
