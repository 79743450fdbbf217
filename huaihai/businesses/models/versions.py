"""What all that a business says to everybody has in common: it is said in versions, each for its days."""

from datetime import date

from django.db import models


class Version(models.Model):
    """One version with its first and last day. A version that ends before its first day never began."""

    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        abstract = True

    def is_in_force(self, on: date) -> bool:
        """Whether a sale of this day falls under it."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)

    @property
    def never_began(self) -> bool:
        """Whether another version, or the end of the whole, came before its first day."""
        return self.until_on is not None and self.until_on < self.from_on
