"""Handing the secretariat over: one list of what is open, and the signatures of two bodies under it."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.lives import NEW, Life
from huaihai.governance import standing
from huaihai.governance.models.resolution import Resolution
from huaihai.governance.models.secretariat import SecretariatTerm
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation

if TYPE_CHECKING:
    from huaihai.members.actors import Actor

UNSIGNED = ("planned", "listed", "half_signed")

HAND_OVER = Life(
    _("hand-over"),
    {
        "planned": pgettext_lazy("hand-over", "planned"),
        "listed": pgettext_lazy("hand-over", "list made, not signed"),
        "half_signed": pgettext_lazy("hand-over", "signed by one side"),
        "signed": pgettext_lazy("hand-over", "signed by both sides"),
        "called_off": pgettext_lazy("hand-over", "called off"),
    },
    {
        "plan": {NEW: "planned"},
        "list": dict.fromkeys(UNSIGNED, "listed"),
        "sign": {"listed": "half_signed", "half_signed": "signed"},
        "call off": dict.fromkeys((*UNSIGNED, "signed"), "called_off"),
    },
)


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def visible_to(self, actor: "Actor") -> "HandOverQuerySet":
        """All to whoever reads the office's pages; none to others."""
        return self if standing.reads_office(actor) else self.none()

    def under_way(self, day: date) -> "HandOverQuerySet":
        """The one that is not over on this day, if there is one: it lacks a signature, or its term is to come."""
        return self.filter(Q(stage__in=UNSIGNED) | Q(stage="signed", begins_on__gt=day))


class HandOver(models.Model):
    """The office passing from one body to the next. `on` is the day on which it should.

    It rests on a resolution or on a turn of the rota; `source` says which. `document` is the list, as
    `hand_over.listing` writes it, and `hash` its fingerprint; a newer list takes its place, and the signatures end.
    `begins_on` is the day on which the next term does begin: known once both sides have signed, and never a day that
    was already over or under way.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    from_body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="hand_overs_from")
    to_body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="hand_overs_to")
    on = models.DateField()
    stage = models.CharField(max_length=16)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="hand_overs"
    )
    source = models.CharField(max_length=300)
    list_number = models.PositiveSmallIntegerField(default=0)
    document = models.JSONField(default=dict, blank=True)
    hash = models.CharField(max_length=64, blank=True)
    from_signed_by = models.CharField(max_length=80, blank=True)
    from_signed_at = models.DateTimeField(null=True, blank=True)
    to_signed_by = models.CharField(max_length=80, blank=True)
    to_signed_at = models.DateTimeField(null=True, blank=True)
    begins_on = models.DateField(null=True, blank=True)
    term = models.OneToOneField(
        SecretariatTerm, on_delete=models.PROTECT, null=True, blank=True, related_name="hand_over"
    )
    planned_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        db_table = "governance_hand_over"
        ordering = ["-planned_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=list(HAND_OVER.stages)), name="hand_over_stage_is_known"
            ),
            models.CheckConstraint(condition=~Q(from_body=F("to_body")), name="hand_over_between_two_bodies"),
            models.CheckConstraint(
                condition=Q(
                    stage="signed",
                    term__isnull=False,
                    begins_on__gte=F("on"),
                    from_signed_at__isnull=False,
                    to_signed_at__isnull=False,
                )
                | (~Q(stage="signed") & Q(term__isnull=True, begins_on__isnull=True)),
                name="term_only_with_both_signatures",
            ),
            models.UniqueConstraint(
                Case(When(stage__in=UNSIGNED, then=Value(1))), name="one_hand_over_without_signatures"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_body} → {self.to_body} {self.on}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"hand-over:{self.pk}"

    @property
    def stage_label(self) -> str:
        """Its stage in words."""
        return str(HAND_OVER.stages[self.stage])

    @property
    def is_signed_by_both(self) -> bool:
        """Whether both bodies have signed the list in force."""
        return self.from_signed_at is not None and self.to_signed_at is not None

    def has_signed(self, side: str) -> bool:
        """Whether this side has signed the list in force."""
        return (self.from_signed_at if side == "from" else self.to_signed_at) is not None

    def is_under_way(self, today: date) -> bool:
        """Whether it can still be changed: it lacks a signature, or its term is to come."""
        return self.stage in UNSIGNED or (self.begins_on is not None and self.begins_on > today)

    def is_late(self, today: date) -> bool:
        """Whether its day has come without both signatures: the office stays where it is."""
        return self.stage in UNSIGNED and self.on <= today

    def side_of(self, body: Organisation | None) -> str:
        """ "from", "to", or "" for a body that takes no part."""
        if body is None:
            return ""
        return {self.from_body_id: "from", self.to_body_id: "to"}.get(body.pk, "")
