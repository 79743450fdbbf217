from django.db import models


class TrustedMoment(models.Model):
    """The one row that says when the machine's clock was last believed (`record.clock_doubt`)."""

    at = models.DateTimeField()

    class Meta:
        db_table = "record_trusted_moment"

    def __str__(self) -> str:
        return self.at.isoformat()
