"""What buyers say whose purchase is known. Who said it, and about which case, is stored nowhere."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.brands.models.entries import Entry
from huaihai.brands.models.revisits import SlipSheet
from huaihai.desk.sealed.rows import SealedModel, SealedQuerySet

FEWEST, MOST = 1, 5


class RatingQuerySet(SealedQuerySet["Rating"]):
    def counting(self) -> "RatingQuerySet":
        """Those after a case, and those of slips whose re-visit a second visitor has confirmed."""
        return self.filter(Q(way="case") | Q(sheet__revisit__confirmation__agrees=True))

    def to_look_at(self) -> "RatingQuerySet":
        """Those whose words nobody has looked at yet."""
        return self.filter(look="waiting")


class Rating(SealedModel):
    """One buyer's rating, 1 to 5: on the whole, and for each heart. `token` is a keyed fingerprint of the case or
    slip, so that each rates once; nobody can read from it which. `rated_on` is the day alone.

    `words` stay unshown until a person has looked at them (`look`); they can be shown as they are or not at all.
    """

    seal_name: ClassVar[str] = "rating"
    unsealed: ClassVar[frozenset[str]] = frozenset({"look", "looked_by", "looked_at"})

    class Way(models.TextChoices):
        CASE = "case", pgettext_lazy("rating", "after a case")
        VISIT = "visit", pgettext_lazy("rating", "at a re-visit")

    class Look(models.TextChoices):
        NONE = "none", pgettext_lazy("rating", "without words")
        WAITING = "waiting", pgettext_lazy("rating", "not looked at yet")
        SHOWN = "shown", pgettext_lazy("rating", "shown")
        HIDDEN = "hidden", pgettext_lazy("rating", "not shown")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="ratings")
    way = models.CharField(max_length=8, choices=Way.choices)
    token = models.CharField(max_length=64, unique=True)
    sheet = models.ForeignKey(
        SlipSheet, on_delete=models.PROTECT, null=True, blank=True, related_name="ratings"
    )
    overall = models.PositiveSmallIntegerField()
    safe = models.PositiveSmallIntegerField()
    ease = models.PositiveSmallIntegerField()
    care = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200, blank=True)
    rated_on = models.DateField()
    look = models.CharField(max_length=8, choices=Look.choices, default=Look.NONE)
    looked_by = models.CharField(max_length=80, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = RatingQuerySet.as_manager()

    class Meta:
        db_table = "brands_rating"
        ordering = ["-rated_on", "pk"]
        constraints = [
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__gte": FEWEST, f"{name}__lte": MOST}),
                    name=f"rating_{name}_is_one_to_five",
                )
                for name in ("overall", "safe", "ease", "care")
            ),
            models.CheckConstraint(
                condition=Q(way="case", sheet__isnull=True) | Q(way="visit", sheet__isnull=False),
                name="a_rating_has_a_way",
            ),
            models.CheckConstraint(
                condition=Q(look__in=["none", "waiting", "shown", "hidden"]), name="rating_look_is_known"
            ),
        ]
        indexes = [models.Index(fields=["entry", "rated_on"], name="rating_of_entry")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.overall}"
