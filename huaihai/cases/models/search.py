"""What the search over cases keeps. The tokens of a document stand beside these rows, see `cases.search.tables`."""

import os

from django.db import models
from django.db.models import Q

from huaihai.cases.models.case import Case
from huaihai.kit import sealing

SALT_BYTES = 16
SALT_PLACE = "cases_searchkey.salt"
SALTS_PLACE = "cases_searchkey.salts"


def new_salt() -> bytes:
    return sealing.seal_bytes(os.urandom(SALT_BYTES), place=SALT_PLACE)


def new_salts() -> dict[str, str]:
    """One for each city, which its ring alone opens."""
    return {
        city: sealing.seal(os.urandom(SALT_BYTES).hex(), place=SALTS_PLACE, owner=city)
        for city in sealing.ring().cities
    }


class SearchKey(models.Model):
    """From which salts, sealed, the keys of the index are derived; the newest counts. `erased` counts erasures whose
    traces in the file must go, `cleaned` those whose traces went."""

    salt = models.BinaryField(default=new_salt)  # for what has no ring of its own
    salts = models.JSONField(default=new_salts, null=True)  # none: made before there were rings
    made_at = models.DateTimeField()
    erased = models.PositiveIntegerField(default=0)
    cleaned = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"search key {self.pk}"

    def salt_of(self, city: str) -> bytes:
        """Opened."""
        if sealed := (self.salts or {}).get(city):
            return bytes.fromhex(sealing.unseal(sealed, place=SALTS_PLACE))
        return sealing.unseal_bytes(bytes(self.salt), place=SALT_PLACE)

    @property
    def lacks_a_city(self) -> bool:
        """Whether a city has a ring now and had none when it was made."""
        return not sealing.ring().cities.keys() <= (self.salts or {}).keys()


class SearchDoc(models.Model):
    """The words of one case for the officers of one city: sealed and folded, to verify what the index proposes. Ids
    rise with time."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="search_docs", db_index=False)
    city = models.CharField(max_length=20)
    key = models.ForeignKey(SearchKey, on_delete=models.PROTECT, related_name="docs")
    text = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "city"], name="search_doc_one_a_city"),
            models.CheckConstraint(condition=~Q(city=""), name="search_doc_has_a_city"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} in {self.city}"


class SearchBand(models.Model):
    """One band of the sketch of a document (`cases.search.sketches`): texts that share one are nearly the same."""

    doc = models.ForeignKey(SearchDoc, on_delete=models.CASCADE, related_name="bands")
    token = models.IntegerField()

    class Meta:
        db_table = "cases_searchband"
        indexes = [models.Index(fields=["token", "doc"], name="search_band_token")]

    def __str__(self) -> str:
        return f"band of {self.doc_id}"
