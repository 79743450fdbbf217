from django.db import models
from django.db.models import Q

from huaihai.businesses.models import Connection
from huaihai.cases import life
from huaihai.kit.fields import SealedFactsField
from huaihai.kit.ids import new_id


class PracticeCase(models.Model):
    """A made-up case in which a business's system is tried out. It stands in a table of its own: no list, number or
    register of cases can count it. It moves by the table of real cases; a robot plays consumer and association."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="practice_cases")
    number = models.PositiveIntegerField()
    example = models.CharField(max_length=20)  # which of the stories it tells (`actions.practising`)
    city_code = models.CharField(max_length=6)
    stage = models.CharField(max_length=20, default="inviting")
    version = models.PositiveIntegerField(default=1)
    held = SealedFactsField(default=dict)  # offers, answers, promises, files: what the system typed is in it
    invited_at = models.DateTimeField()
    served_at = models.DateTimeField(null=True)
    stage_since = models.DateTimeField()
    is_taken_away = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "number"], name="practice_number_once"),
            models.CheckConstraint(condition=Q(stage__in=list(life.STAGES)), name="practice_stage_is_known"),
        ]

    def __str__(self) -> str:
        return f"practice {self.number}"

    @property
    def record_key(self) -> str:
        """Under which name a connection is told of it; it has no events."""
        return f"practice:{self.pk}"
