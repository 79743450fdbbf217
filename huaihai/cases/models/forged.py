"""What strangers sent or said in our name, as whoever got it handed it in; it waits until somebody says what it is."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation
from huaihai.members.models.of_bodies import OfBodiesQuerySet

WAITING, KNOWN, WARNED, NOTHING = "waiting", "known", "warned", "nothing"
FORGED = Life(
    pgettext_lazy("forgery", "forged notice"),
    {
        WAITING: pgettext_lazy("forgery", "waits to be looked at"),
        KNOWN: pgettext_lazy("forgery", "known already"),
        WARNED: pgettext_lazy("forgery", "a warning was begun"),
        NOTHING: pgettext_lazy("forgery", "nothing follows"),
    },
    {
        "forged_handed_in": {NEW: WAITING},
        "forged_known": {WAITING: KNOWN},
        "forged_warn": {WAITING: WARNED},
        "forged_nothing": {WAITING: NOTHING},
    },
)


class ForgedReport(models.Model):
    """One of them. `number` is what whoever handed it in keeps; `publication` the text that was begun because of it.

    After a year words, telephone and photo are erased; what is counted stays.
    """

    sealed_with = "body"

    class How(models.TextChoices):
        SMS = "sms", pgettext_lazy("forgery", "an SMS")
        CALL = "call", pgettext_lazy("forgery", "a call")
        CHAT = "chat", pgettext_lazy("forgery", "a chat message or a page on the net")
        PAPER = "paper", pgettext_lazy("forgery", "a letter or paper")
        OTHER = "other", pgettext_lazy("forgery", "in another way")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=16, unique=True)
    stage = models.CharField(max_length=12)
    version = models.PositiveIntegerField(default=0)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="forged_reports")
    how = models.CharField(max_length=8, choices=How.choices)
    words = SealedTextField(blank=True)
    phone = SealedTextField(blank=True)
    photo_sha256 = models.CharField(max_length=64, blank=True)
    photo_kind = models.CharField(max_length=40, blank=True)
    photo_derivative = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    publication = models.CharField(max_length=80, blank=True)  # the record key of a text
    ended_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    objects = OfBodiesQuerySet.as_manager()

    class Meta:
        db_table = "cases_forged_report"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=[WAITING, KNOWN, WARNED, NOTHING]), name="forged_report_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(how__in=["sms", "call", "chat", "paper", "other"]),
                name="forged_report_way_is_known",
            ),
            models.CheckConstraint(
                condition=Q(stage=WAITING, ended_at=None) | (~Q(stage=WAITING) & Q(ended_at__isnull=False)),
                name="forged_report_ends_once",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "at"], condition=Q(stage=WAITING), name="forged_report_waits"),
            models.Index(fields=["at"], name="forged_report_at"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def record_key(self) -> str:
        return f"forged:{self.pk}"

    @property
    def stage_label(self) -> str:
        return str(FORGED.stages[self.stage])
