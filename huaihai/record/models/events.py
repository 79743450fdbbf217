from django.db import models

from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id


class Event(models.Model):
    """One thing that happened to one subject. Never changed; chained by hash to the subject's last event.

    `facts` holds nothing personal; what people wrote stands sealed in `text`. The chain holds its salted hash only:
    erasing `text` and `text_salt` together leaves the chain whole.
    """

    sealed_with = "subject"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=60)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    text = SealedTextField(blank=True, default="")
    text_salt = SealedTextField(blank=True, default="")
    text_hash = models.CharField(max_length=64, blank=True, default="")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    # Not part of what is hashed. A mark on the row, since neither keys nor moments follow the order of commits.
    is_in_log = models.BooleanField(default=False)

    class Meta:
        ordering = ["subject", "number"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "number"], name="record_event_one_number_a_subject"),
        ]
        indexes = [
            models.Index(fields=["verb", "at"], name="record_event_verb_at"),
            models.Index(
                fields=["subject", "number"],
                name="record_event_not_in_log",
                condition=models.Q(is_in_log=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.number} {self.verb}"
