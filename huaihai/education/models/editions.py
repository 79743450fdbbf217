"""Editions: each run of a text through reviews and signatures."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.education.models.publications import Publication
from huaihai.education.models.versions import PublicationVersion
from huaihai.education.publications.life import EDITION
from huaihai.kit.ids import new_id

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, actor: "Actor") -> "EditionQuerySet":
        """The procedure is the staff's: that of the publisher and of the cities concerned."""
        if actor.kind == "system":
            return self
        if actor.kind != "officer":
            return self.none()
        return self.filter(publication__in=Publication.objects.worked_on_by(actor))

    def open(self) -> "EditionQuerySet":
        return self.exclude(stage__in=["out", "dropped"])

    def out(self) -> "EditionQuerySet":
        """Those that went out, in that order."""
        return self.filter(stage="out").order_by("out_at", "number")


class Edition(models.Model):
    """One going out of a publication: the first, an update, or the withdrawal (which has a reason and no version).

    `submission` counts how often it was handed in: reviews and signatures belong to one, and after it was sent back
    all are given anew. `needed` and `sign_by_at` are the alliance's rules at the moment signing began. `not_before`
    holds it back after the last signature (a planned day; the press has it under embargo until then). `change_note`
    tells the public what an update changes. `turn` grows with every verb: two people on one edition are told.
    """

    class Purpose(models.TextChoices):
        FIRST = "first", pgettext_lazy("edition", "first publication")
        UPDATE = "update", pgettext_lazy("edition", "update")
        WITHDRAWAL = "withdrawal", pgettext_lazy("edition", "withdrawal")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    stage = models.CharField(max_length=16, choices=list(EDITION.stages.items()))
    version = models.ForeignKey(
        PublicationVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    change_note = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    is_urgent = models.BooleanField(default=False)
    urgent_reason = models.TextField(blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    submission = models.PositiveSmallIntegerField(default=0)
    needed = models.PositiveSmallIntegerField(default=0)
    sign_by_at = models.DateTimeField(null=True, blank=True)
    passed_to_office_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    out_at = models.DateTimeField(null=True, blank=True)
    turn = models.PositiveIntegerField(default=1)

    objects = EditionQuerySet.as_manager()

    class Meta:
        db_table = "education_edition"
        ordering = ["-opened_at", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="one_edition_a_number"),
            models.UniqueConstraint(
                fields=["publication"], condition=~Q(stage__in=["out", "dropped"]), name="one_open_edition"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=list(EDITION.stages)), name="edition_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=False) | Q(purpose="withdrawal"), name="edition_has_a_text"
            ),
            models.CheckConstraint(
                condition=Q(stage="out", out_at__isnull=False) | (~Q(stage="out") & Q(out_at=None)),
                name="out_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication} · {self.get_purpose_display()}"

    @property
    def record_key(self) -> str:
        """Its name in the record: that of its publication."""
        return self.publication.record_key

    @property
    def stage_label(self) -> str:
        """The stage in words."""
        return str(EDITION.stages[self.stage])

    @property
    def is_open(self) -> bool:
        """Whether it is still on its way."""
        return self.stage not in ("out", "dropped")

    @property
    def text_hash(self) -> str:
        """The fingerprint of what is reviewed and signed."""
        from huaihai.education.content import of_edition  # reads the models

        return of_edition(self)


class Review(models.Model):
    """One of the three reviews (三审): who looked at which text, and what was said."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="reviews")
    submission = models.PositiveSmallIntegerField(default=0)
    round = models.PositiveSmallIntegerField()
    text_hash = models.CharField(max_length=64)
    is_passed = models.BooleanField()
    note = models.TextField(blank=True)
    body = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "education_review"
        ordering = ["edition", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "submission", "round"],
                condition=Q(is_passed=True),
                name="one_pass_a_round",
            ),
            models.UniqueConstraint(
                fields=["edition", "submission", "by"], condition=Q(is_passed=True), name="one_round_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.round}"


class CoSignature(models.Model):
    """A city's signature (会签) under one text. `for_silent`: the secretariat's, where bodies stayed silent."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="signatures")
    body = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="+")
    submission = models.PositiveSmallIntegerField(default=0)
    text_hash = models.CharField(max_length=64)
    is_on_duty = models.BooleanField(default=False)
    for_silent = models.BooleanField(default=False)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "education_co_signature"
        ordering = ["edition", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "submission", "body", "for_silent"], name="one_co_signature_a_body"
            )
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.at:%Y-%m-%d}"
