"""The draw of the places that are visited."""

from typing import ClassVar

from django.db import models

from huaihai.businesses.models import Place
from huaihai.desk.sealed.rows import SealedModel
from huaihai.members.models import Organisation
from huaihai.supervision.models.projects import Project


class Draw(SealedModel):
    """The draw of one city: every place of its frame, in drawn order (`visiting.sampling`), and the frame's hash."""

    seal_name: ClassVar[str] = "draw"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="draws")
    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    seed = models.CharField(max_length=80)
    order = models.JSONField()  # ids of places
    frame_size = models.PositiveIntegerField()
    frame_hash = models.CharField(max_length=64)
    wanted = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_draw"
        ordering = ["project", "city__position"]
        constraints = [models.UniqueConstraint(fields=["project", "city"], name="one_draw_a_city")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.city_id}"


class SampledPlace(SealedModel):
    """A place of the sample. `rank` is its place in the drawn order, from 1; `code` its name in the released file."""

    seal_name: ClassVar[str] = "sampled"

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="sample")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField()
    code = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_sampled_place"
        ordering = ["draw", "rank"]
        constraints = [models.UniqueConstraint(fields=["draw", "rank"], name="one_sampled_place_a_rank")]

    def __str__(self) -> str:
        return self.code


class PlaceDrop(SealedModel):
    """Why a place is visited no more, and the next of the drawn order that takes its place (none: there is none).

    `reason` is a key of `visiting.actions.drawing.REASONS` and public, `note` is not.
    """

    seal_name: ClassVar[str] = "place-drop"

    sampled = models.OneToOneField(SampledPlace, on_delete=models.PROTECT, related_name="drop")
    reason = models.CharField(max_length=20)
    note = models.CharField(max_length=300, blank=True)
    instead = models.OneToOneField(
        SampledPlace, on_delete=models.PROTECT, null=True, blank=True, related_name="took_over"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_place_drop"

    def __str__(self) -> str:
        return f"{self.sampled_id} dropped"
