"""A list as somebody likes to see it, kept under a name."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.models.account import Account
from huaihai.members.models.organisation import Organisation

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, actor: "Actor") -> "SavedViewQuerySet":
        """One's own, and those of the own body."""
        if actor.kind != "officer" or actor.organisation is None:
            return self.none()
        return self.filter(
            Q(account_id=actor.account_id, organisation=None) | Q(organisation=actor.organisation)
        )


class SavedView(models.Model):
    """The filters and the order of one list. `organisation`: for everybody there; else for the person alone.

    Name and filters are sealed, since words that were searched for may name somebody.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="saved_views")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="saved_views"
    )
    place = models.CharField(max_length=200)  # the address of the list
    name = SealedTextField()
    query = SealedTextField()
    made_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        db_table = "members_saved_view"
        ordering = ["made_at", "id"]
        indexes = [
            models.Index(fields=["place", "account"], name="saved_view_own"),
            models.Index(fields=["place", "organisation"], name="saved_view_body"),
        ]

    def __str__(self) -> str:
        return f"{self.place} of {self.organisation_id or self.account_id}"

    @property
    def is_shared(self) -> bool:
        """Whether the whole body sees it."""
        return self.organisation_id is not None
