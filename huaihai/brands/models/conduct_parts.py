"""What is said and decided within a proceeding: statements, files, the panel and its votes; the public log."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.brands.models.conduct import Proceeding
from huaihai.brands.models.entries import Entry
from huaihai.desk.sealed.rows import SealedModel
from huaihai.kit.ids import new_id
from huaihai.members.models import Account, Organisation


class Statement(SealedModel):
    """What the holder says, or what the office wrote down of a hearing. Only minutes are public."""

    class Kind(models.TextChoices):
        STATEMENT = "statement", pgettext_lazy("statement", "statement")
        MINUTES = "minutes", pgettext_lazy("statement", "minutes of the hearing")
        REMEDY = "remedy", pgettext_lazy("statement", "what was done about it")
        APPEAL = "appeal", pgettext_lazy("statement", "appeal")

    seal_name: ClassVar[str] = "conduct-statement"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "brands_statement"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.proceeding_id} {self.kind}"


class StatementFile(SealedModel):
    """A file that the holder handed in with a statement; staff and the holder open it."""

    seal_name: ClassVar[str] = "conduct-file"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    derivative = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "brands_statement_file"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.name or self.sha256[:12]


class PanelSeat(models.Model):
    """Somebody who was drawn for the panel of an appeal. `left_at`: a conflict of interest, silence until the
    end, or the panel has decided.

    `round` counts the appeals of a proceeding: a second decision can be appealed against too.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="seats")
    round = models.PositiveSmallIntegerField(default=1)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "brands_panel_seat"
        ordering = ["drawn_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proceeding", "account"], name="one_seat_a_person"),
            models.UniqueConstraint(
                fields=["proceeding", "round", "body"],
                condition=Q(left_at__isnull=True),
                name="one_seat_a_city_in_a_panel",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proceeding_id} {self.body_id}"


class PanelVote(SealedModel):
    """What one of the panel thinks, with reasons; the others read it only after the panel has decided."""

    class Choice(models.TextChoices):
        UPHOLD = "uphold", pgettext_lazy("panel", "the decision stands")
        SET_ASIDE = "set-aside", pgettext_lazy("panel", "the decision is set aside")

    seal_name: ClassVar[str] = "panel-vote"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    seat = models.OneToOneField(PanelSeat, on_delete=models.PROTECT, related_name="vote")
    choice = models.CharField(max_length=12, choices=Choice.choices)
    reasons = models.TextField()  # public once the panel has decided
    at = models.DateTimeField()

    class Meta:
        db_table = "brands_panel_vote"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.choice}"


class LogLine(models.Model):
    """One line of the public log, made from one event of the entry's chain and nothing else.

    `number` is the event's; `verb` what it says (a key of `conduct.log.LINES`); `facts` the public facts of the event.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="log_lines")
    proceeding = models.ForeignKey(
        Proceeding, on_delete=models.PROTECT, null=True, blank=True, related_name="log_lines"
    )
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=40)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        db_table = "brands_log_line"
        ordering = ["-at", "-number", "pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="one_log_line_an_event")]
        indexes = [
            models.Index(fields=["-at", "-number"], name="log_line_newest"),
            models.Index(fields=["body", "-at"], name="log_line_of_city"),
            models.Index(fields=["kind", "-at"], name="log_line_of_kind"),
            models.Index(fields=["verb", "-at"], name="log_line_of_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.verb}"
