"""Minutes that steps really took, and what people declared before they took a part."""

from django.db import models
from django.db.models import Q

from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation
from huaihai.supervision.models.projects import Project, ProjectRole


class StepMinutes(models.Model):
    """The staff minutes that a step has taken so far at a body: a city, the leader, or the alliance itself."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="minutes")
    step = models.CharField(max_length=24)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_step_minutes"
        ordering = ["step", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "step", "body"], name="step_minutes_once_a_body")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.step}"


class Declaration(models.Model):
    """What somebody who has a part says of their interests. `interest` is read by the leading body alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    row = models.OneToOneField(ProjectRole, on_delete=models.CASCADE, related_name="declaration")
    is_free = models.BooleanField()
    interest = SealedTextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "supervision_role_declaration"
        constraints = [
            models.CheckConstraint(condition=Q(is_free=True) | ~Q(interest=""), name="an_interest_is_named")
        ]

    def __str__(self) -> str:
        return str(self.row_id)
