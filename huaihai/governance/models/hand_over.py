"""Handing the secretariat over: the list of what is open, and who signed it."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.governance import standing
from huaihai.governance.lives import NEW, Life
from huaihai.governance.models.resolution import Resolution
from huaihai.governance.models.secretariat import SecretariatTerm
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation

if TYPE_CHECKING:
    from huaihai.members.actors import Actor

OPEN_STAGES = ("planned", "listed", "half_signed", "signed")
SIGNED_STAGES = ("signed", "done")

HAND_OVER = Life(
    _("hand-over"),
    {
        "planned": pgettext_lazy("hand-over", "planned"),
        "listed": pgettext_lazy("hand-over", "list made, not signed"),
        "half_signed": pgettext_lazy("hand-over", "signed by one side"),
        "signed": pgettext_lazy("hand-over", "signed by both sides"),
        "done": pgettext_lazy("hand-over", "handed over"),
        "called_off": pgettext_lazy("hand-over", "called off"),
    },
    {
        "plan": {NEW: "planned"},
        "list": dict.fromkeys(OPEN_STAGES, "listed"),
        "sign": {"listed": "half_signed", "half_signed": "signed"},
        "explain": {stage: stage for stage in ("listed", "half_signed", "signed", "done")},
        "begin": {"signed": "done"},
        "call off": dict.fromkeys(OPEN_STAGES, "called_off"),
    },
)


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def visible_to(self, actor: "Actor") -> "HandOverQuerySet":
        """All to whoever reads the office's pages; none to others."""
        return self if standing.reads_office(actor) else self.none()

    def open(self) -> "HandOverQuerySet":
        """The one that is under way, if there is one."""
        return self.filter(stage__in=OPEN_STAGES)


class HandOver(models.Model):
    """The office passing from one body to the next. `on` is the day on which it should.

    It rests on a resolution or on a turn of the rota; `source` says which. `begins_on` is the day on which the next
    term does begin: known once both sides have signed, and never a day that was already over or under way.
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
    begins_on = models.DateField(null=True, blank=True)
    term = models.OneToOneField(
        SecretariatTerm, on_delete=models.PROTECT, null=True, blank=True, related_name="hand_over"
    )
    list_number = models.PositiveSmallIntegerField(default=0)
    planned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    since_signed = models.JSONField(default=dict, blank=True)  # what opened and closed before the term began
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
                condition=Q(stage__in=SIGNED_STAGES, term__isnull=False, begins_on__gte=F("on"))
                | (~Q(stage__in=SIGNED_STAGES) & Q(term__isnull=True, begins_on__isnull=True)),
                name="term_only_with_both_signatures",
            ),
            models.UniqueConstraint(
                Case(When(stage__in=OPEN_STAGES, then=Value(1))), name="one_hand_over_under_way"
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
    def is_open(self) -> bool:
        """Whether it is still under way."""
        return self.stage in OPEN_STAGES

    def is_late(self, today: date) -> bool:
        """Whether its day has come without both signatures: the office stays where it is."""
        return self.is_open and self.stage != "signed" and self.on <= today

    def side_of(self, body: Organisation | None) -> str:
        """ "from", "to", or "" for a body that takes no part."""
        if body is None:
            return ""
        return {self.from_body_id: "from", self.to_body_id: "to"}.get(body.pk, "")


class HandOverList(models.Model):
    """What was open when the list was made. Never changed; a newer list takes its place, and its signatures end.

    `hash` is over the canonical JSON of the list (see `hand_over.listing`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="lists")
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "governance_hand_over_list"
        ordering = ["hand_over", "number"]
        constraints = [
            models.UniqueConstraint(fields=["hand_over", "number"], name="one_hand_over_list_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.hand_over_id} {self.number}"


class HandOverItem(models.Model):
    """One line of a list. What is open is fixed; `explained_at` and `remark` are the incoming side's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list = models.ForeignKey(HandOverList, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)
    key = models.CharField(max_length=160)
    label = models.CharField(max_length=400)
    subject = models.CharField(max_length=80)
    url = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=400, blank=True)
    explained_at = models.DateTimeField(null=True, blank=True)
    explained_by = models.CharField(max_length=80, blank=True)
    remark = SealedTextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "governance_hand_over_item"
        ordering = ["list", "position"]
        constraints = [
            models.UniqueConstraint(fields=["list", "kind", "key"], name="one_line_an_open_thing"),
        ]

    def __str__(self) -> str:
        return self.label


class HandOverSignature(models.Model):
    """One side's signature under one list. Under an older list it counts for nothing."""

    class Side(models.TextChoices):
        FROM = "from", pgettext_lazy("hand-over", "hands over")
        TO = "to", pgettext_lazy("hand-over", "takes over")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list = models.ForeignKey(HandOverList, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=4, choices=Side.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    list_hash = models.CharField(max_length=64)
    signed_by = models.CharField(max_length=80)
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "governance_hand_over_signature"
        ordering = ["signed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["list", "side"], name="one_hand_over_signature_a_side"),
            models.CheckConstraint(condition=Q(side__in=["from", "to"]), name="hand_over_side_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.list_id} {self.side}"
