from django.db import models

from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation


class PhraseQuerySet(models.QuerySet["Phrase"]):
    def visible_to(self, actor: Actor) -> "PhraseQuerySet":
        """A body's phrases are for its own officers."""
        if actor.kind != "officer" or actor.organisation is None:
            return self.none()
        return self.filter(organisation=actor.organisation)


class Phrase(models.Model):
    """Words that the officers of a body use again and again (常用语). They name nobody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="phrases")
    title = models.CharField(max_length=30)
    text = models.CharField(max_length=1000)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.CharField(max_length=80)
    changed_at = models.DateTimeField()

    objects = PhraseQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="phrase_title_once"),
        ]

    def __str__(self) -> str:
        return self.title
