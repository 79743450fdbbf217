from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huaihai.cases.models.case import Case


class Consent(models.Model):
    """One consent, to one purpose and receiver, in the words that were shown (PIPL 17, 23, 25)."""

    class Purpose(models.TextChoices):
        OTHER_BODY = "other_body", _("the association of another city")
        BUSINESS = "business", _("the business complained of")
        OTHER_ALLIANCE = "other_alliance", _("the body of another alliance that was named")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    wording = models.CharField(max_length=20)  # version of the text shown
    given_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "purpose"], condition=Q(withdrawn_at=None), name="consent_once_a_purpose"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.case_id}"

    @property
    def is_by_word_of_mouth(self) -> bool:
        """Whether an officer read the words out and the consumer agreed."""
        return self.wording.endswith("-read-out")

    @property
    def edition(self) -> str:
        """The month of the words, for people."""
        return self.wording[:7]


# Asked for when a complaint is filed; consent to another alliance names its receiver, and is asked for then.
USUAL = (Consent.Purpose.OTHER_BODY, Consent.Purpose.BUSINESS)
