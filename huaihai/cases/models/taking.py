from django.db import models

from huaihai.businesses.models import StandingOfferVersion
from huaihai.cases.models.case import Case
from huaihai.kit.ids import new_id


class Taking(models.Model):
    """Which standing offers a draft was shown, on which day, and what the consumer said: one was taken, or none.

    Once the draft is settled, the offer of the case names the version (`Offer.standing_version`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="taking")
    shown = models.JSONField(default=list)  # ids of versions
    shown_on = models.DateField()
    version = models.ForeignKey(
        StandingOfferVersion, null=True, on_delete=models.PROTECT, related_name="takings"
    )
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"taking of {self.case_id}"
