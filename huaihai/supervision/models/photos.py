"""Photos and scanned papers of a project."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from huaihai.desk.sealed.rows import SealedModel, SealedQuerySet
from huaihai.members.models import Role
from huaihai.supervision.models.projects import Project, ProjectCity

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class PhotoQuerySet(SealedQuerySet["Photo"]):
    def visible_to(self, actor: "Actor") -> "PhotoQuerySet":
        """Those of projects in which the actor's city leads or takes part, or the alliance leads; to auditors all."""
        if actor.kind == "system" or (actor.kind == "officer" and Role.AUDITOR in actor.roles):
            return self
        city = actor.organisation.city if actor.organisation else None
        if actor.kind != "officer" or city is None:
            return self.none()
        taking_part = ProjectCity.objects.filter(body=city, answer=ProjectCity.Answer.AGREED).values(
            "project"
        )
        return self.filter(Q(project__lead=None) | Q(project__lead=city) | Q(project__in=taking_part))


class Photo(SealedModel):
    """A photo (or scanned receipt) of a project. `about` is the seal key or record key of what it shows.

    `client_key` is made where it is taken, so that sending it twice is once. Original sealed by its hash; staff see
    what was drawn anew from it. Never public.
    """

    seal_name: ClassVar[str] = "photo"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="photos")
    client_key = models.UUIDField(unique=True)
    about = models.CharField(max_length=80, db_index=True)
    shows = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    derivative = models.CharField(max_length=80, blank=True)
    taken_at = models.DateTimeField()
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    objects: ClassVar[Any] = PhotoQuerySet.as_manager()

    class Meta:
        db_table = "supervision_photo"
        ordering = ["project", "taken_at", "pk"]

    def __str__(self) -> str:
        return self.shows or str(self.pk)
