"""The ledger, append-only also for the database (triggers): entries that add up to nothing; the bank's lines."""

from typing import Any

from django.db import models
from django.db.models import Q

from huaihai.businesses.models import Business
from huaihai.compensation import books
from huaihai.compensation.models.fund import Fund
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id


class Entry(models.Model):
    """One transaction in the books of a fund. Never changed nor removed; what was wrong is reversed, once.

    `booked_on` is the day of the books and never runs back, so that a month that is over stays as it is; `value_on`
    is the day on which the bank moved the money. `hash` ties it to the fund's entry before it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    claim = models.ForeignKey(
        "compensation.Claim", null=True, on_delete=models.PROTECT, related_name="entries"
    )
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    at = models.DateTimeField()
    booked_on = models.DateField()
    value_on = models.DateField()
    by = models.CharField(max_length=80)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["fund", "number"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "number"], name="ledger_entry_number_once"),
            models.CheckConstraint(condition=Q(kind__in=list(books.KINDS)), name="ledger_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind__in=list(books.REVERSALS), reverses__isnull=False)
                | Q(kind__in=list(books.PAIRS), reverses=None),
                name="ledger_reversal_names_its_entry",
            ),
        ]
        indexes = [models.Index(fields=["fund", "booked_on"], name="ledger_entry_fund_day")]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.number} {self.kind}"


class Posting(models.Model):
    """One line of an entry: debit above nothing, credit below, in fen. The fund stands here too, to be summed by."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="postings", db_index=False)
    account = models.CharField(max_length=12)
    business = models.ForeignKey(Business, null=True, on_delete=models.PROTECT, related_name="postings")
    amount_fen = models.BigIntegerField()

    class Meta:
        ordering = ["entry", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount_fen=0), name="posting_is_something"),
            models.CheckConstraint(
                condition=Q(account__in=list(books.ACCOUNTS)), name="posting_account_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["fund", "account", "business", "amount_fen"], name="posting_to_be_summed"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount_fen}"


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
