from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.models import Business
from huaihai.cases.models.case import Case
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.law import replies


class AnswerQuerySet(models.QuerySet["Answer", Any]):
    def of(self, case: Case) -> "AnswerQuerySet":
        """What the business that is meant now has answered, oldest first."""
        if case.has_no("answers"):
            return self.none()
        return self.filter(case=case, business=case.business_id)


class Answer(models.Model):
    """What a business said beside its offers: that it looks into it, that it refuses and why, that it is not the one
    meant; or, by silence, nothing. `text` goes to the consumer, `note_to_body` never does."""

    sealed_with = "case"

    class Kind(models.TextChoices):
        REPLY = "reply", _("first reply")
        REFUSAL = "refusal", _("refusal")
        DENIAL = "denial", _("not the one meant")
        SILENCE = "silence", _("silence")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="answers")
    business = models.ForeignKey(Business, null=True, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=20, blank=True)  # law.replies: why not, or what the reply says
    needs = models.JSONField(default=list)  # law.replies: what the consumer is asked for
    until_on = models.DateField(null=True)  # until when the business looks into it
    text = SealedTextField(blank=True)
    note_to_body = SealedTextField(blank=True)
    on_word = models.BooleanField(default=False)  # written down by an officer, as the business said it
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["reply", "refusal", "denial", "silence"]), name="answer_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(reason__in=list(replies.BY_CODE)), name="answer_reason_is_known"
            ),
        ]
        indexes = [models.Index(fields=["business", "kind", "made_at"], name="answer_business_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"

    @property
    def said(self) -> "replies.Answer | None":
        """The reason, or what the reply says, with its words in both languages."""
        return replies.BY_CODE.get(self.reason)
