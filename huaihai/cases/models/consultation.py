from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huaihai.cases.models.case import Case
from huaihai.kit.fields import BlindIndexField, SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation
from huaihai.members.models.of_bodies import OfBodiesQuerySet


class Consultation(models.Model):
    """A question answered at once (咨询): it is no complaint, and may become one.

    `topic` is the masked beginning of the question, for lists. After a year words and person are erased; what is
    counted stays.
    """

    sealed_with = "body"

    class Channel(models.TextChoices):
        PHONE = "phone", _("by telephone")
        VISIT = "visit", _("in person")
        MESSAGE = "message", _("by message")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="consultations")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    category = models.CharField(max_length=20, blank=True)
    topic = models.CharField(max_length=80, blank=True)
    question = SealedTextField(blank=True)
    answer = SealedTextField(blank=True)
    name = SealedTextField(blank=True)
    phone = SealedTextField(blank=True)
    phone_index = BlindIndexField(source="phone")
    answered_by = models.CharField(max_length=80)
    answered_at = models.DateTimeField()
    case = models.OneToOneField(Case, null=True, on_delete=models.PROTECT, related_name="consultation")
    erased_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    objects = OfBodiesQuerySet.as_manager()

    class Meta:
        ordering = ["-answered_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=["phone", "visit", "message"]), name="consultation_channel_is_known"
            ),
        ]
        indexes = [models.Index(fields=["body", "answered_at"], name="consultation_body_answered")]

    def __str__(self) -> str:
        return f"consultation {self.pk}"

    @property
    def record_key(self) -> str:
        return f"consultation:{self.pk}"
