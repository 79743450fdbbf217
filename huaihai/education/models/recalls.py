"""Lists of recalled goods that an operator loaded: of each source the newest counts."""

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from huaihai.kit.ids import new_id


class RecallListQuerySet(models.QuerySet["RecallList"]):
    def newest(self) -> "RecallListQuerySet":
        """Of each source the list with the latest day, of one day the one loaded last."""
        same = RecallList.objects.filter(source=OuterRef("source")).order_by("-dated_on", "-loaded_at")
        return self.filter(pk=Subquery(same.values("pk")[:1])).order_by("source")


class RecallList(models.Model):
    """One file as it was read. Never changed: the next one of its source takes its place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=120)
    address = models.URLField(max_length=300, blank=True)
    dated_on = models.DateField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=80)

    objects = RecallListQuerySet.as_manager()

    class Meta:
        db_table = "education_recall_list"
        ordering = ["source", "-dated_on"]
        constraints = [
            models.UniqueConstraint(fields=["source", "dated_on", "sha256"], name="one_recall_list_a_file"),
            models.CheckConstraint(condition=~Q(source=""), name="recall_list_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.dated_on:%Y-%m-%d}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"recall-list:{self.pk}"


class RecalledProduct(models.Model):
    """A product of a list, by what stands on the goods. `batches`: one a line; empty: every batch of these days."""

    recall_list = models.ForeignKey(RecallList, on_delete=models.CASCADE, related_name="products")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    brand = models.CharField(max_length=120, blank=True)
    model = models.CharField(max_length=200, blank=True)
    maker = models.CharField(max_length=200, blank=True)
    barcode = models.CharField(max_length=14, blank=True)
    batches = models.TextField(blank=True)
    made_from = models.DateField(null=True, blank=True)
    made_until = models.DateField(null=True, blank=True)
    defect = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    address = models.URLField(max_length=300, blank=True)

    class Meta:
        db_table = "education_recalled_product"
        ordering = ["recall_list", "position"]
        constraints = [
            models.UniqueConstraint(fields=["recall_list", "position"], name="one_recalled_product_a_place")
        ]

    def __str__(self) -> str:
        return self.name
