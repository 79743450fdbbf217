"""Pictures that stand in a text."""

from typing import Any

from django.db import models

from huaihai.education.models.publications import Publication
from huaihai.kit.ids import new_id


class Picture(models.Model):
    """One picture of a publication, called by its number in the text: `![what it shows](1)`.

    The original is sealed by its hash; people see only what was drawn anew from it. Never changed: a better picture
    has another number, so that a text with a fingerprint always shows the same.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    shows = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)  # media type as found in the file
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    derivative = models.CharField(max_length=80)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)

    class Meta:
        db_table = "education_picture"
        ordering = ["publication", "number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="one_picture_a_number"),
            models.UniqueConstraint(fields=["publication", "sha256"], name="picture_once_a_publication"),
        ]

    def __str__(self) -> str:
        return self.shows

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only new ones. Raises TypeError for one that is stored already."""
        if not self._state.adding:
            raise TypeError("a picture is never changed; add another one")
        super().save(*args, **kwargs)
