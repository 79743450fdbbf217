from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.models import Business
from huaihai.cases.models.case import Case
from huaihai.kit.clock import local_day
from huaihai.kit.ids import new_id

MOST_TRIES = 5  # wrong codes for one letter, in all its life; the fifth locks it


class LetterCode(models.Model):
    """A letter (or SMS, or call) with a code that opens one case to a business that never joined.

    `number` names the letter and is no secret. Of the code only a keyed fingerprint is kept.
    """

    class Way(models.TextChoices):
        LETTER = "letter", _("a letter on paper")
        SMS = "sms", _("an SMS without a link")
        CALL = "call", _("read out by telephone")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=9, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="letters")
    way = models.CharField(max_length=8, choices=Way.choices)
    code_hash = models.CharField(max_length=64)
    issued_by = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True)
    first_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["issued_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="letter_one_a_case"),
            models.CheckConstraint(condition=Q(tries__lte=MOST_TRIES), name="letter_tries_have_an_end"),
            models.CheckConstraint(
                condition=Q(way__in=["letter", "sms", "call"]), name="letter_way_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"letter of {self.case_id}"

    @property
    def until_on(self) -> date:
        """The last day on which it opens the case."""
        return local_day(self.expires_at - timedelta.resolution)


class Sheet(models.Model):
    """A printed sheet for a body without computers: its QR opens a page for this one case until it expires."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sheets")
    code_hash = models.CharField(max_length=64, unique=True)
    printed_by = models.CharField(max_length=80)
    printed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"sheet of {self.case_id}"
