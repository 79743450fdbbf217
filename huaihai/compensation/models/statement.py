"""Lines of a bank's statement, against which the books are held."""

from typing import Any

from django.db import models
from django.db.models import Q

from huaihai.compensation.models.fund import Fund
from huaihai.compensation.models.ledger import Entry
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id


class StatementLineQuerySet(models.QuerySet["StatementLine", Any]):
    def open(self) -> "StatementLineQuerySet":
        """Those that nobody has matched or set aside."""
        return self.filter(entry=None, set_aside_at=None)


class StatementLine(models.Model):
    """One line of a bank's statement: above nothing what came in, below what went out, in fen.

    `content_key` is a fingerprint of what the line says and of its place among equal ones, so that a statement that is
    read twice adds nothing. `entry` is the entry of the books that it proves; one line for one entry.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="statement_lines")
    booked_on = models.DateField()
    fen = models.BigIntegerField()
    reference = models.CharField(max_length=80, blank=True)
    text = SealedTextField(blank=True)  # a bank writes names and accounts of people there
    content_key = models.CharField(max_length=64)
    read_at = models.DateTimeField()
    read_by = models.CharField(max_length=80)
    entry = models.OneToOneField(Entry, null=True, on_delete=models.PROTECT, related_name="statement_line")
    matched_by = models.CharField(max_length=80, blank=True)
    matched_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)
    set_aside_reason = models.CharField(max_length=300, blank=True)

    objects = StatementLineQuerySet.as_manager()

    class Meta:
        ordering = ["-booked_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "content_key"], name="statement_line_once"),
            models.CheckConstraint(condition=~Q(fen=0), name="statement_line_is_something"),
            models.CheckConstraint(
                condition=Q(entry=None) | Q(set_aside_at=None), name="statement_line_one_fate"
            ),
        ]
        indexes = [
            models.Index(fields=["fund", "booked_on"], name="statement_line_fund_day"),
        ]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.fen}"
