"""What was chosen for a year's programme: who leads, who takes part, what it costs, and what was changed later."""

from django.db import models
from django.db.models import F, Q

from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation
from huaihai.supervision.models.programme import Programme, Topic
from huaihai.supervision.models.projects import Project


class ProgrammeItem(models.Model):
    """A chosen topic as it is to be done. `lead` is empty for the alliance. `reason` says why it is done no more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="items")
    topic = models.OneToOneField(Topic, on_delete=models.PROTECT, related_name="item")
    title = models.CharField(max_length=120)
    why = models.TextField()
    kind = models.CharField(max_length=12, choices=Project.Kind.choices)
    theme = models.CharField(max_length=16, choices=Project.Theme.choices)
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    project = models.OneToOneField(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="programme_item"
    )
    is_dropped = models.BooleanField(default=False)

    class Meta:
        db_table = "supervision_programme_item"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="programme_item_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProgrammePart(models.Model):
    """What a city takes on of an item: how many, and for how much, in fen."""

    item = models.ForeignKey(ProgrammeItem, on_delete=models.CASCADE, related_name="parts")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    share = models.PositiveIntegerField(default=0)
    budget_fen = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "supervision_programme_part"
        ordering = ["body__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "body"], name="programme_part_once_a_city")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.body_id}"


class ProgrammeChange(models.Model):
    """A change after the adoption: what the item said before and says now, and why. Everybody reads it."""

    item = models.ForeignKey(ProgrammeItem, on_delete=models.PROTECT, related_name="changes")
    before = models.JSONField()
    after = models.JSONField()
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_programme_change"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.reason
