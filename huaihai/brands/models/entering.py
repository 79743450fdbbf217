"""How an entry comes about: who nominated it, where that is still to be looked up, and where to tell the nominator."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from huaihai.brands.life import LOOSE
from huaihai.brands.models.entries import Entry
from huaihai.desk.sealed.rows import SealedModel
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation


class Nomination(SealedModel):
    """Somebody named this for the programme. Several gather on one entry; they are counted, and are no votes.

    `free_version` is the version of the statement that it costs nothing, to which whoever nominated agreed.
    `browser` is a blind index of a number drawn by chance: one browser nominates a thing once.
    """

    seal_name: ClassVar[str] = "nomination"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="nominations")
    origin = models.CharField(max_length=8, choices=Entry.Origin.choices)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=300)  # staff and the business read it
    free_version = models.PositiveSmallIntegerField()
    browser = models.CharField(max_length=64, blank=True)
    client_key = models.UUIDField(unique=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "brands_nomination"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "browser"],
                condition=~Q(browser=""),
                name="one_nomination_a_browser",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.origin}"


class LooseNomination(models.Model):
    """A consumer's nomination of a business that has not gone public here: somebody of staff looks for it in the
    register. Every change writes an event on its own chain."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    where = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=12, choices=Entry.Kind.choices)
    what = models.CharField(max_length=80, blank=True)
    why = models.CharField(max_length=300)
    free_version = models.PositiveSmallIntegerField()
    browser = models.CharField(max_length=64, blank=True)
    client_key = models.UUIDField(unique=True)
    stage = models.CharField(max_length=12)
    answer = models.CharField(max_length=300, blank=True)
    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "brands_loose_nomination"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["stage", "at"], name="loose_nomination_stage")]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=list(LOOSE.stages)), name="loose_nomination_stage_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(stage="matched") | Q(nomination__isnull=False),
                name="a_matched_nomination_has_its_entry",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"brand-nomination:{self.pk}"

    @property
    def stage_label(self) -> str:
        return str(LOOSE.stages[self.stage])

    @property
    def office_url(self) -> str:
        """Its page for staff."""
        return reverse("office-brand-nomination", args=[self.pk])


class NominationContact(models.Model):
    """Where a consumer wants to hear what became of the nomination. Sealed, and erased on its day for good."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    nomination = models.OneToOneField(
        Nomination, on_delete=models.PROTECT, null=True, blank=True, related_name="contact"
    )
    loose = models.OneToOneField(
        LooseNomination, on_delete=models.PROTECT, null=True, blank=True, related_name="contact"
    )
    phone = SealedTextField()
    told_at = models.DateTimeField(null=True, blank=True)
    erase_on = models.DateField()

    class Meta:
        db_table = "brands_nomination_contact"
        indexes = [models.Index(fields=["erase_on"], name="contact_erase_on")]
        constraints = [
            models.CheckConstraint(
                condition=Q(nomination__isnull=False) | Q(loose__isnull=False),
                name="contact_belongs_to_a_nomination",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def record_key(self) -> str:
        """Under which its messages wait."""
        return f"brand-contact:{self.pk}"
