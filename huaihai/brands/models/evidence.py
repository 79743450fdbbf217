"""Facts of authorities as they were imported: penalties and licences, and for which days a source is known."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.brands.models.entries import Entry
from huaihai.brands.models.programme import CriteriaVersion
from huaihai.desk.sealed.rows import SealedModel, SealedQuerySet
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.models import Account, Organisation


class ImportRun(SealedModel):
    """One list that was read. It tells of the days from `known_from` to `known_until` (both included): a business
    that is not on it had nothing then, as far as this source goes. Before and after, nothing is known.
    """

    seal_name: ClassVar[str] = "import"

    class About(models.TextChoices):
        PENALTIES = "penalties", pgettext_lazy("import", "penalties")
        LICENCES = "licences", pgettext_lazy("import", "licences")

    about = models.CharField(max_length=12, choices=About.choices)
    source = models.CharField(max_length=300)  # where anybody can read the list
    region_code = models.CharField(max_length=6, blank=True)  # of which city; empty: of the whole region
    known_from = models.DateField()
    known_until = models.DateField()
    file_sha256 = models.CharField(max_length=64)
    rows_read = models.PositiveIntegerField()
    rows_new = models.PositiveIntegerField()
    rows_refused = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "brands_import_run"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(known_until__gte=models.F("known_from")), name="import_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(about__in=["penalties", "licences"]), name="import_is_about_something_known"
            ),
        ]
        indexes = [models.Index(fields=["about", "known_until"], name="import_known_until")]

    def __str__(self) -> str:
        return f"{self.about} {self.known_until}"


class HandedInList(models.Model):
    """A list that the secretariat handed in (`packed`: as `evidence.imports` packs it). Nothing of it counts before
    somebody of another city has compared it with its source; then it is read in as `run`, or refused with `answer`.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        READ_IN = "read-in"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about = models.CharField(max_length=12, choices=ImportRun.About.choices)
    source = models.CharField(max_length=300)
    file_sha256 = models.CharField(max_length=64)
    packed = SealedTextField()
    handed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    handed_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    answered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_for = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)  # why it was refused
    run = models.OneToOneField(ImportRun, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "brands_handed_in_list"
        ordering = ["handed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="read-in")
                | (
                    Q(answered_by__isnull=False)
                    & ~Q(answered_by=models.F("handed_by"))
                    & ~Q(answered_for=models.F("handed_for"))
                ),
                name="two_people_of_two_cities_read_a_list_in",
            ),
        ]
        indexes = [models.Index(fields=["state", "handed_at"], name="handed_in_list_waiting")]

    def __str__(self) -> str:
        return f"{self.about} {self.handed_at:%Y-%m-%d}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"brand-list:{self.pk}"


class FactQuerySet(SealedQuerySet[Any]):
    def standing(self) -> "FactQuerySet":
        """Those that no later row corrects."""
        return self.filter(replaced_by=None)


class _Fact(SealedModel):
    """A row of such a list. A correction is a new row with `replaces`; (authority, number) is its name for ever."""

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    credit_code = models.CharField(max_length=18)
    authority = models.CharField(max_length=120)
    number = models.CharField(max_length=80)  # as the authority wrote it
    kind = models.CharField(max_length=80)
    source = models.CharField(max_length=300, blank=True)  # empty: the run's
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    objects: ClassVar[Any] = FactQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number


class Penalty(_Fact):
    """One decision of an authority against a business; `what` says for what, without the name of any person.

    `is_taken_back`: a correction by which the authority has revoked it.
    """

    seal_name: ClassVar[str] = "penalty"

    class Gravity(models.TextChoices):
        MINOR = "minor", pgettext_lazy("penalty", "minor")
        SERIOUS = "serious", pgettext_lazy("penalty", "serious")

    decided_on = models.DateField()
    gravity = models.CharField(max_length=8, choices=Gravity.choices)
    what = models.CharField(max_length=300)
    is_taken_back = models.BooleanField(default=False)

    class Meta:
        db_table = "brands_penalty"
        ordering = ["-decided_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "number"], condition=Q(replaces__isnull=True), name="penalty_once"
            ),
            models.CheckConstraint(condition=Q(gravity__in=["minor", "serious"]), name="gravity_is_known"),
        ]
        indexes = [models.Index(fields=["credit_code", "decided_on"], name="penalty_of_code")]


class LicenceFact(_Fact):
    """One licence of a business; `valid_until` is its last day, empty for one without end."""

    seal_name: ClassVar[str] = "licence"

    valid_until = models.DateField(null=True, blank=True)
    is_taken_back = models.BooleanField(default=False)

    class Meta:
        db_table = "brands_licence"
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "number"], condition=Q(replaces__isnull=True), name="licence_once"
            ),
        ]
        indexes = [models.Index(fields=["credit_code"], name="licence_of_code")]


class Snapshot(SealedModel):
    """What was known about an entry on a day (`evidence`, `sources`), and its score by the criteria of that day.

    `result` is empty where no criteria are adopted. `sha256` is over evidence, criteria and result: an entry gets a
    new row only when one of them changed.
    """

    seal_name: ClassVar[str] = "snapshot"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="snapshots")
    as_of = models.DateField()
    criteria = models.ForeignKey(
        CriteriaVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    evidence = models.JSONField()
    sources = models.JSONField()
    result = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "brands_snapshot"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["entry", "at"], name="snapshot_of_entry")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.as_of}"


class EvidenceState(models.Model):
    """The newest snapshot of an entry, and when its sources were last gathered, also if nothing had changed."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="evidence")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    gathered_at = models.DateTimeField()

    class Meta:
        db_table = "brands_evidence_state"
        indexes = [models.Index(fields=["gathered_at"], name="evidence_gathered_at")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.gathered_at}"
