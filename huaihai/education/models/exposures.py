"""Exposures: why a business is named, until when, and how it ended."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from huaihai.businesses.models import Business
from huaihai.cases.models import Case
from huaihai.education.exposing.life import LIFE, OPEN
from huaihai.education.models.publications import Publication
from huaihai.kit.ids import new_id
from huaihai.packs.words import of_country

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class ExposureQuerySet(models.QuerySet["Exposure"]):
    def visible_to(self, actor: "Actor") -> "ExposureQuerySet":
        """The staff of the body that publishes it, and of the cities concerned; the public reads the publication."""
        if actor.kind == "system":
            return self
        if actor.kind != "officer":
            return self.none()
        return self.filter(publication__in=Publication.objects.worked_on_by(actor))

    def in_force(self) -> "ExposureQuerySet":
        """Those that the public reads. An ended or retracted one counts nowhere."""
        return self.filter(stage="shown")


class Exposure(models.Model):
    """One business, one ground. `shown_name` is what the public reads: of a sole trader the shop's sign.

    `checked_hash` is the fingerprint of the version whose wording was checked; no other version goes to review.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="exposure")
    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="exposures")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="exposures")
    ground = models.CharField(max_length=20)
    shown_name = models.CharField(max_length=120)
    stage = models.CharField(max_length=12, choices=list(LIFE.stages.items()))
    checked_hash = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    turn = models.PositiveIntegerField(default=1)

    objects = ExposureQuerySet.as_manager()

    class Meta:
        db_table = "education_exposure"
        ordering = ["-opened_at", "-id"]
        indexes = [
            models.Index(fields=["expires_on"], condition=Q(stage="shown"), name="exposure_expires"),
            models.Index(fields=["business", "stage"], name="exposure_of_business"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=list(LIFE.stages)), name="exposure_stage_is_known"),
            models.UniqueConstraint(
                fields=["business", "ground"], condition=Q(stage__in=OPEN), name="one_open_exposure_a_ground"
            ),
            models.CheckConstraint(
                condition=~Q(stage="shown") | Q(expires_on__isnull=False), name="shown_until_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"exposure:{self.pk}"

    @property
    def is_sole_trader(self) -> bool:
        """Whether the business is one person, whose name is nobody's business."""
        beginning = of_country().business_number.sole_trader
        return bool(beginning) and (self.business.credit_code or "").startswith(beginning)
