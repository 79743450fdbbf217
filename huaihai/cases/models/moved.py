from django.db import models

from huaihai.kit.ids import new_id
from huaihai.kit.versions import VersionedQuerySet, versioned


@versioned
class CityMove(models.Model):
    """A city that came here with its complaints from another installation, or that went there. `title`, `address` and
    `keys` (id to PEM; it signs with `key_id` now) are those of the other one; `root` is the hash of the archive."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    city = models.CharField(max_length=6)  # its code: "320300"
    is_here = models.BooleanField()
    title = models.CharField(max_length=200)
    address = models.CharField(max_length=200)
    keys = models.JSONField(default=dict)
    key_id = models.CharField(max_length=40)
    root = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = VersionedQuerySet["CityMove"].as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["root", "is_here"], name="city_move_once")]

    def __str__(self) -> str:
        return f"{self.city} {'from' if self.is_here else 'to'} {self.address}"

    @property
    def record_key(self) -> str:
        return f"city_move:{self.pk}"


class MovedCase(models.Model):
    """A complaint that went with its city: a keyed fingerprint of number and receipt code, and nothing else of it."""

    fingerprint = models.CharField(max_length=64, primary_key=True)
    move = models.ForeignKey(CityMove, on_delete=models.CASCADE, related_name="cases")

    def __str__(self) -> str:
        return self.fingerprint[:12]
