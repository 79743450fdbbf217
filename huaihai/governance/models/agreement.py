"""The agreement of the members: its versions, annexes, signatures, and notices of leaving."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huaihai import alliance
from huaihai.governance import standing
from huaihai.governance.agreement.life import AGREEMENT, DRAFT, IN_FORCE, OPEN, RECORDED, STORED
from huaihai.governance.models.secretariat import Membership
from huaihai.kit import local_words
from huaihai.members.models import Organisation

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class AgreementVersionQuerySet(models.QuerySet["AgreementVersion"]):
    def visible_to(self, actor: "Actor") -> "AgreementVersionQuerySet":
        """What was opened for signing, or is on record, is public; the rest is for who reads the office's pages."""
        if standing.reads_office(actor):
            return self
        return self.filter(Q(stage=RECORDED) | Q(opened_at__isnull=False))

    def in_force_by(self, day: date) -> "AgreementVersionQuerySet":
        """Versions that had come into force by this day, the newest first."""
        return self.filter(in_force_from__lte=day).order_by("-in_force_from", "-pk")

    def without_texts(self) -> "AgreementVersionQuerySet":
        """For lists: the text, which may be long, is only read when it is asked for."""
        return self.defer("text")

    def being_signed(self, day: date) -> "AgreementVersionQuerySet":
        """Open versions that are not in force on this day."""
        return self.filter(Q(in_force_from__isnull=True) | Q(in_force_from__gt=day), stage=OPEN)


class AgreementVersion(models.Model):
    """A version of the members' agreement.

    One that is `recorded` is known from reports alone: `key` names its title in the alliance's data, it has no
    text and no signatures. All others are written here. `not_before_on` is the day named in it, `in_force_from`
    the day found when every member had signed; as long as that day is to come, joins and leaves may move it.
    """

    key = models.CharField(max_length=60, unique=True)
    stage = models.CharField(max_length=16, default=RECORDED)
    title = models.CharField(max_length=120, blank=True, default="")
    text = models.TextField(blank=True, default="")
    not_before_on = models.DateField(null=True, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    document_hash = models.CharField(max_length=64, blank=True, default="")
    opened_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    mark = models.CharField(max_length=16)
    version = models.PositiveIntegerField(default=1)

    objects = AgreementVersionQuerySet.as_manager()

    class Meta:
        db_table = "governance_agreement_version"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=STORED), name="agreement_stage_is_known"),
            models.CheckConstraint(
                condition=~Q(stage=OPEN)
                | (
                    ~Q(document_hash="")
                    & ~Q(title="")
                    & ~Q(text="")
                    & Q(opened_at__isnull=False, not_before_on__isnull=False)
                ),
                name="an_open_agreement_is_fixed",
            ),
            models.CheckConstraint(
                condition=Q(stage=OPEN)
                | Q(stage=RECORDED, in_force_from__isnull=False)
                | (~Q(stage=RECORDED) & Q(in_force_from__isnull=True)),
                name="agreement_in_force_was_open",
            ),
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=True)
                | Q(not_before_on__isnull=True)
                | Q(in_force_from__gte=F("not_before_on")),
                name="agreement_waits_for_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @classmethod
    def in_force_on(cls, day: date) -> "AgreementVersion | None":
        """The version in force on this day; None before the first."""
        return cls.objects.in_force_by(day).first()

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"agreement:{self.key}"

    @property
    def number(self) -> str:
        """Its number (2026-1); empty for one known from reports alone."""
        return "" if self.stage == RECORDED else self.key.removeprefix("agreement-")

    @property
    def shown_title(self) -> str:
        """Its title; of one that is only known from reports, as the alliance's data call it."""
        if self.title:
            return local_words.in_script(self.title)
        rows: list[dict[str, Any]] = alliance.load().raw.get("agreement", [])
        told = next((row for row in rows if row["key"] == self.key), {})
        return local_words.either(zh=told.get("name_zh", self.key), en=told.get("name_en", self.key))

    @property
    def has_text(self) -> bool:
        """Whether its text is held here."""
        return self.stage != RECORDED

    @property
    def is_draft(self) -> bool:
        """Whether it is still being written."""
        return self.stage == DRAFT

    def stage_on(self, day: date) -> str:
        """Its stage in the table of `agreement.life` on this day."""
        is_begun = self.in_force_from is not None and self.in_force_from <= day
        return IN_FORCE if self.stage == OPEN and is_begun else self.stage

    def can(self, verb: str, on: date) -> bool:
        """Whether the table knows this verb for its stage of this day."""
        return AGREEMENT.can(verb, self.stage_on(on))


class Annex(models.Model):
    """A part of a version with a purpose of its own. Fixed together with the text."""

    class Kind(models.TextChoices):
        CLOCKS = "clocks", _("time limits")
        QUORUM = "quorum", _("quorum and majorities")
        DATA = "data", _("data agreement")
        OTHER = "other", _("other annex")

    agreement = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="annexes")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    title = models.CharField(max_length=120)
    text = models.TextField()

    class Meta:
        db_table = "governance_annex"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "position"], name="one_annex_a_place"),
            models.CheckConstraint(
                condition=Q(kind__in=["clocks", "quorum", "data", "other"]), name="annex_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Signature(models.Model):
    """One body's signature under one version: the hash of what it signed, who signed, and the event that says so.

    It stays when the body leaves.
    """

    agreement = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="signatures")
    document_hash = models.CharField(max_length=64)
    signed_by = models.CharField(max_length=80)
    signed_at = models.DateTimeField()
    signed_on = models.DateField()
    event_number = models.PositiveIntegerField()

    class Meta:
        db_table = "governance_signature"
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="one_signature_a_body"),
            models.CheckConstraint(condition=~Q(document_hash=""), name="a_signature_names_its_document"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.agreement}"


class AgreementFile(models.Model):
    """A version with its signatures as one signed file, as it stood at the verb that made it; the newest is shown."""

    agreement = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="files")
    content = models.TextField()
    content_hash = models.CharField(max_length=64)
    key_id = models.CharField(max_length=64)
    signature = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "governance_agreement_file"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.made_at}"


class LeavingNotice(models.Model):
    """A member's word that it leaves; the membership ends with `last_on`. It may be taken back until then."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="notices")
    last_on = models.DateField()
    reason = models.TextField(blank=True)
    given_by = models.CharField(max_length=80)
    given_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "governance_leaving_notice"
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(taken_back_at__isnull=True), name="one_notice_stands"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.last_on}"
