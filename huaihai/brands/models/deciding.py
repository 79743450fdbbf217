"""Who decides together: what two people of two cities decided, and who declared what about a conflict of interest."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huaihai.brands.models.entries import Entry
from huaihai.desk.sealed.rows import SealedModel
from huaihai.kit.ids import new_id
from huaihai.members.models import Account, Organisation


class Declaration(SealedModel):
    """What somebody declared before having a part in an entry; the newest one of a person counts."""

    seal_name: ClassVar[str] = "declaration"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="declarations")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    has_conflict = models.BooleanField()
    what = models.CharField(max_length=300, blank=True)  # staff and auditors read it
    at = models.DateTimeField()

    class Meta:
        db_table = "brands_declaration"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.account_id}"


class PairDecision(models.Model):
    """One decision of two people of two cities: the first proposes, the second agrees or not.

    `about` names the matter (a key of `moving.CARRIED_OUT`), `about_key` the row it is about (empty: the
    entry). Agreed, it is carried out in the same transaction.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"
        AGREED = "agreed"
        NOT_AGREED = "not-agreed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="pair_decisions")
    about = models.CharField(max_length=24)
    about_key = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=24)
    reasons = models.TextField()  # public
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    proposed_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_for = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)  # why the second did not agree

    class Meta:
        db_table = "brands_pair_decision"
        ordering = ["-proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "about", "about_key"],
                condition=Q(state="proposed"),
                name="one_open_pair_decision_a_matter",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed")
                | (
                    Q(answered_by__isnull=False)
                    & ~Q(answered_by=models.F("proposed_by"))
                    & ~Q(answered_for=models.F("proposed_for"))
                ),
                name="two_people_of_two_cities_agree",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.about} {self.outcome}"
