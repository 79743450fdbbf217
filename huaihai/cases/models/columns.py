"""What the columns of another platform's files are called, as a body keeps it under a name."""

from django.db import models

from huaihai.cases.models.elsewhere import ElsewhereNumber
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation


class ColumnProfileQuerySet(models.QuerySet["ColumnProfile"]):
    def visible_to(self, actor: Actor) -> "ColumnProfileQuerySet":
        """A body's profiles are for its own officers."""
        if actor.kind != "officer" or actor.organisation is None:
            return self.none()
        return self.filter(organisation=actor.organisation)


class ColumnProfile(models.Model):
    """The heads of columns by our own names (`law.platforms.COLUMNS`). Heads name nobody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="column_profiles")
    platform = models.CharField(max_length=8, choices=ElsewhereNumber.Platform.choices)
    name = models.CharField(max_length=30)
    columns = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    objects = ColumnProfileQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="column_profile_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
