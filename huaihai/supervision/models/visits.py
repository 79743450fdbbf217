"""Visits: who goes where, what was seen, how it was coded, and photos on their way here."""

from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from huaihai.desk.sealed.rows import SealedModel
from huaihai.kit.ids import new_id
from huaihai.members.models import Account
from huaihai.supervision.models.draws import SampledPlace

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class AssignmentQuerySet(models.QuerySet["VisitAssignment"]):
    def visible_to(self, actor: "Actor") -> "AssignmentQuerySet":
        """Those of the person who goes; the whole list is read with the project's own page."""
        return self.filter(account_id=actor.account_id) if actor.account_id else self.none()

    def standing(self) -> "AssignmentQuerySet":
        """Neither taken back nor of a place that was dropped."""
        return self.filter(ended_at=None, sampled__drop=None)

    def open(self) -> "AssignmentQuerySet":
        """Still to be done."""
        return self.standing().filter(visits=None)


class VisitAssignment(models.Model):
    """One visit that one person is to make. `turn` counts the visits of a place, from 1."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sampled = models.ForeignKey(SampledPlace, on_delete=models.PROTECT, related_name="assignments")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        db_table = "supervision_visit_assignment"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sampled", "turn"], condition=Q(ended_at=None), name="one_assignment_a_turn"
            ),
            models.UniqueConstraint(
                fields=["sampled", "account"], condition=Q(ended_at=None), name="nobody_visits_a_place_twice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sampled_id} {self.turn}"


class Visit(SealedModel):
    """What one visitor noted in one place. Its photos are about `visit_key(client_key)`.

    `client_key` is made where the form is filled in, `content_hash` tells whether the same comes again. The same key
    (or assignment) with other content is kept beside the first, as its `twin_of`, and does not count by itself.
    """

    seal_name: ClassVar[str] = "visit"

    assignment = models.ForeignKey(VisitAssignment, on_delete=models.PROTECT, related_name="visits")
    client_key = models.UUIDField(db_index=True)
    content_hash = models.CharField(max_length=64)
    twin_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="twins")
    answers = models.JSONField()  # item → what was noted, as text
    photos = models.JSONField(default=list)  # [key, item, sha256]
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    accuracy = models.PositiveIntegerField(null=True, blank=True)  # metres
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_visit"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["client_key", "content_hash"], name="a_visit_is_taken_once"),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(twin_of=None), name="one_first_visit_an_assignment"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


def visit_key(client_key: UUID) -> str:
    """What the photos of a visit are about."""
    return f"visit:{client_key}"


class VisitRuling(SealedModel):
    """Whether a visit counts, and why; the newest decides. Without one the first counts, its twins do not."""

    seal_name: ClassVar[str] = "visit-ruling"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="rulings")
    counts = models.BooleanField()
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_visit_ruling"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.counts}"


class VisitCode(SealedModel):
    """What one blind coder made of one open answer or of the photos of one item; empty: cannot be told."""

    seal_name: ClassVar[str] = "visit-code"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="codes")
    item = models.CharField(max_length=40)
    coder = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_visit_code"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "item", "coder"], condition=Q(replaces=None), name="a_coder_codes_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.item}"


class PhotoUpload(models.Model):
    """A photo that is on its way from a phone, piece by piece; deleted when it has become a `Photo`."""

    client_key = models.UUIDField(primary_key=True)
    assignment = models.ForeignKey(VisitAssignment, on_delete=models.CASCADE, related_name="+")
    visit = models.UUIDField()  # the visit's client key
    item = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    begun_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "supervision_photo_upload"

    def __str__(self) -> str:
        return str(self.client_key)


class PhotoPiece(models.Model):
    """One piece of it, sealed."""

    upload = models.ForeignKey(PhotoUpload, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        db_table = "supervision_photo_piece"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="one_piece_a_number")]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.number}"
