"""The nine-in-one charter: owners and evidence. What the nine are stands in the alliance's data."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import pgettext_lazy

from huaihai.governance.models.agreement import AgreementVersion
from huaihai.governance.models.meeting import Meeting
from huaihai.governance.models.resolution import Resolution
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class CharterOwnerQuerySet(models.QuerySet["CharterOwner"]):
    def visible_to(self, actor: "Actor") -> "CharterOwnerQuerySet":
        """Who answers for what is public."""
        return self

    def on(self, day: date) -> "CharterOwnerQuerySet":
        """Those who answer on this day; the last day counts."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day)


class CharterOwner(models.Model):
    """The time in which a body answers for one of the nine. `until_on` is the last day; none: until further notice.

    The alliance itself stands for the office, whoever that is on the day. `resolution` is empty where the office
    named the body.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="charter_parts")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="charter_owners"
    )
    version = models.PositiveIntegerField(default=1)

    objects = CharterOwnerQuerySet.as_manager()

    class Meta:
        db_table = "governance_charter_owner"
        ordering = ["key", "-from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="charter_owner_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["key"], condition=Q(until_on__isnull=True), name="one_open_owner_a_part"
            ),
            models.UniqueConstraint(fields=["key", "from_on"], name="charter_owners_begin_on_different_days"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.organisation} {self.from_on}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, actor: "Actor") -> "EvidenceQuerySet":
        """Evidence is public, also what was withdrawn, with the reason."""
        return self

    def standing(self) -> "EvidenceQuerySet":
        return self.filter(withdrawn_at__isnull=True)

    def newest_of_each(self, count: int) -> "EvidenceQuerySet":
        """The newest `count` of every part, in one query."""
        place = Window(RowNumber(), partition_by=[F("key")], order_by=[F("on").desc(), F("id").desc()])
        return self.annotate(place=place).filter(place__lte=count).order_by("key", "place")


class Evidence(models.Model):
    """Something that shows how one of the nine is kept: a sentence, a day, and the thing itself.

    Never changed: what was wrong is withdrawn with a reason and written anew. `organisation` is the body that
    wrote it; what the office writes bears the name of the alliance.
    """

    class Kind(models.TextChoices):
        RESOLUTION = "resolution", pgettext_lazy("evidence", "a resolution")
        MEETING = "meeting", pgettext_lazy("evidence", "a meeting")
        AGREEMENT = "agreement", pgettext_lazy("evidence", "a version of the agreement")
        PAGE = "page", pgettext_lazy("evidence", "a public page of this site")
        FILE = "file", pgettext_lazy("evidence", "a file (PDF or photo)")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    text = models.CharField(max_length=300)
    on = models.DateField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="charter_evidence")
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreement = models.ForeignKey(
        AgreementVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    path = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    file_kind = models.CharField(max_length=60, blank=True)
    file_size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    derivative = models.CharField(max_length=120, blank=True)
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        db_table = "governance_charter_evidence"
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["key", "on"], name="charter_evidence_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="resolution", resolution__isnull=False)
                | Q(kind="meeting", meeting__isnull=False)
                | Q(kind="agreement", agreement__isnull=False)
                | (Q(kind="page") & ~Q(path=""))
                | (Q(kind="file") & ~Q(sha256="")),
                name="evidence_names_what_it_is",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="withdrawn_evidence_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
