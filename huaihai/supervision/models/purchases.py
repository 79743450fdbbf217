"""What a comparative test buys, in the words of its buyer and its witness."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from huaihai.desk.sealed.rows import SealedModel, SealedQuerySet
from huaihai.supervision.models.projects import Project


class PurchaseQuerySet(SealedQuerySet["Purchase"]):
    def current(self) -> "PurchaseQuerySet":
        """Without those that a later row corrects."""
        return self.filter(~Exists(Purchase.objects.filter(replaces=OuterRef("pk"))))

    def confirmed(self) -> "PurchaseQuerySet":
        """Current ones that a witness has seen and agrees to."""
        return self.current().filter(confirmation__agrees=True)

    def agreed_firsts(self) -> Any:
        """The first rows of the confirmed ones: samples belong to these."""
        confirmed = self.confirmed()
        alone = confirmed.filter(first__isnull=True).values("pk")
        return Purchase.objects.filter(Q(pk__in=alone) | Q(pk__in=confirmed.values("first")))

    def waiting(self) -> "PurchaseQuerySet":
        """Current ones without an agreeing witness: nobody has looked yet, or somebody disagrees."""
        return self.current().exclude(confirmation__agrees=True)


class Purchase(SealedModel):
    """One product bought, as its buyer recorded it. `product` is the key in the plan, the rest is as bought.

    A correction is a new row with `replaces`; all rows of one purchase share `first` (empty on the first itself).
    `client_key` is made with the page, so that sending it twice is once. Price in fen, for one piece.
    """

    seal_name: ClassVar[str] = "purchase"

    class Channel(models.TextChoices):
        ONLINE = "online", pgettext_lazy("purchase", "online")
        SHOP = "shop", pgettext_lazy("purchase", "in a shop")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="purchases")
    product = models.CharField(max_length=40)
    first = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    reason = models.CharField(max_length=300, blank=True)  # of a correction, or why it was bought again
    client_key = models.UUIDField(unique=True)
    brand = models.CharField(max_length=80)
    model = models.CharField(max_length=80)
    maker = models.CharField(max_length=120)
    maker_code = models.CharField(max_length=18, blank=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    city = models.CharField(max_length=40)
    shop = models.CharField(max_length=120)
    place = models.CharField(max_length=200, blank=True)
    price_fen = models.PositiveBigIntegerField()
    bought_on = models.DateField()
    batch = models.CharField(max_length=80, blank=True)
    remark = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    objects: ClassVar[Any] = PurchaseQuerySet.as_manager()

    class Meta:
        db_table = "supervision_purchase"
        ordering = ["project", "product", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=["online", "shop"]), name="purchase_channel_is_known"
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, first__isnull=True)
                | Q(replaces__isnull=False, first__isnull=False),
                name="a_correction_knows_what_it_corrects",
            ),
        ]
        indexes = [models.Index(fields=["project", "product"], name="purchase_of_product")]

    def __str__(self) -> str:
        return f"{self.brand} {self.model}".strip()

    @property
    def root_id(self) -> Any:
        """The id of the first row of this purchase, to which its samples belong."""
        return self.first_id or self.pk

    @property
    def pieces(self) -> Any:
        """Its samples, whichever row of the purchase this is."""
        first = self.first if self.first is not None else self
        return first.samples.all()

    def get_absolute_url(self) -> str:
        """Its page for staff."""
        return reverse("office-test-purchase", args=[self.project_id, self.root_id])


class PurchaseConfirmation(SealedModel):
    """What the witness says of exactly this row: it is as recorded, or what is wrong."""

    seal_name: ClassVar[str] = "confirmation"

    purchase = models.OneToOneField(Purchase, on_delete=models.PROTECT, related_name="confirmation")
    agrees = models.BooleanField()
    remark = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_purchase_confirmation"

    def __str__(self) -> str:
        return f"{self.purchase_id} {'agrees' if self.agrees else 'disagrees'}"
