from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huaihai.cases.models.case import Case
from huaihai.desk.lives import NEW, Life
from huaihai.kit.fields import BlindIndexField, SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation
from huaihai.members.models.of_bodies import OfBodiesQuerySet

WAITING, DONE, GIVEN_UP = "waiting", "done", "given_up"
CALL_BACK = Life(
    _("call-back"),
    {WAITING: _("to be called"), DONE: _("called"), GIVEN_UP: _("not reached")},
    {
        "callback_asked": {NEW: WAITING},
        "callback_asked_again": {WAITING: WAITING},
        "callback_not_reached": {WAITING: WAITING},
        "callback_given_up": {WAITING: GIVEN_UP},
        "callback_done": {WAITING: DONE},
    },
)


class CallBackQuerySet(OfBodiesQuerySet["CallBack"]):
    def to_call(self) -> "CallBackQuerySet":
        """Those that wait, the earliest promise first."""
        return self.filter(stage=WAITING).order_by("promised_until", "pk")


class CallBack(models.Model):
    """Somebody asks to be called (请给我打电话): `body` promises to call from `promised_from` to `promised_until`.

    `problem` is the card of the tree that the person came from. Some days after the end person and words are erased
    (`limits.CALL_BACK_KEPT`); what is counted stays.
    """

    sealed_with = "body"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stage = models.CharField(max_length=12, choices=[(key, key) for key in CALL_BACK.stages])
    version = models.PositiveIntegerField(default=0)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="call_backs")
    place = models.CharField(max_length=6)
    phone = SealedTextField(blank=True)
    phone_index = BlindIndexField(source="phone")
    name = SealedTextField(blank=True)
    sentence = SealedTextField(blank=True)
    problem = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField()
    promised_from = models.DateTimeField()
    promised_until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    case = models.OneToOneField(Case, null=True, on_delete=models.PROTECT, related_name="call_back")
    erased_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    objects = CallBackQuerySet.as_manager()

    class Meta:
        db_table = "cases_callback"
        ordering = ["promised_until", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=["waiting", "done", "given_up"]), name="callback_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(promised_until__gt=models.F("promised_from")), name="callback_promise_has_length"
            ),
            models.CheckConstraint(
                condition=Q(stage="waiting", ended_at=None)
                | (~Q(stage="waiting") & Q(ended_at__isnull=False)),
                name="callback_ends_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["body", "promised_until"], condition=Q(stage="waiting"), name="callback_to_call"
            ),
            models.Index(fields=["ended_at"], condition=Q(erased_at=None), name="callback_to_erase"),
        ]

    def __str__(self) -> str:
        return f"call-back {self.pk}"

    @property
    def record_key(self) -> str:
        return f"callback:{self.pk}"
