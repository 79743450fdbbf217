"""The right of reply of those whom a text names."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from huaihai.education.models.publications import Publication
from huaihai.kit.ids import new_id

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class ReplyQuerySet(models.QuerySet["Reply"]):
    def visible_to(self, actor: "Actor") -> "ReplyQuerySet":
        """The business itself, and the staff who see the publication."""
        if actor.kind == "system":
            return self
        if actor.kind == "business":
            return self.filter(business__in=actor.business_ids, asked_at__isnull=False)
        if actor.kind == "officer":
            return self.filter(publication__in=Publication.objects.worked_on_by(actor))
        return self.none()

    def awaited(self, at: datetime) -> "ReplyQuerySet":
        """Those that hold a text back: not asked yet, or asked and neither answered nor past their time."""
        return self.filter(Q(asked_at=None) | Q(answered_at=None, due_at__gt=at))


class Reply(models.Model):
    """The right of reply of a business that a text names: asked with a clock, answered, published beside.

    `business` is empty for one that is not in the register. `text_hash` is the fingerprint of the version it was
    shown when it was asked; `due_at` the moment its time ends. Unanswered by then, it was silent.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="replies")
    business = models.ForeignKey(
        "businesses.Business", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=120)
    text_hash = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_how = models.CharField(max_length=120, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=80, blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        db_table = "education_reply"
        ordering = ["publication", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "business"],
                condition=Q(business__isnull=False),
                name="one_reply_a_business",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def holds_back(self, at: datetime) -> bool:
        """Whether the text may not go out yet because of it (a text that is urgent may)."""
        if self.asked_at is None:
            return True
        return self.answered_at is None and self.due_at is not None and self.due_at > at
