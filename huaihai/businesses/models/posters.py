"""Posters for the door: each knows where it hangs, and who reports that one hangs elsewhere."""

from django.db import models

from huaihai.businesses.models.register import Place
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id


class Poster(models.Model):
    """One printed poster with a QR. Its `code` is public and says nothing; the page behind it tells the rest."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="posters")
    code = models.CharField(max_length=16, unique=True)
    hung_at = models.CharField(max_length=120, blank=True)  # in words: "main door", "till 3"
    issued_by = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    ended_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["issued_at", "id"]

    def __str__(self) -> str:
        return self.code

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"poster:{self.pk}"


class PosterReport(models.Model):
    """Somebody saw a poster where it does not belong. What they wrote is sealed; the city's body looks into it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    poster = models.ForeignKey(Poster, on_delete=models.PROTECT, related_name="reports")
    text = SealedTextField()
    reported_at = models.DateTimeField()
    done_by = models.CharField(max_length=80, blank=True)
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["reported_at", "id"]

    def __str__(self) -> str:
        return f"{self.poster_id}: {self.reported_at}"
