"""What an official register of prepaid cards says about a business."""

from django.db import models
from django.db.models import Q

from huaihai.businesses.models import Business
from huaihai.kit.ids import new_id


class RegisterRow(models.Model):
    """One line of an official register as of a day; brought in as a file, only added. Sums in fen."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=80)
    province = models.CharField(max_length=2)
    business = models.ForeignKey(
        Business, null=True, on_delete=models.PROTECT, related_name="prepaid_register_rows"
    )
    credit_code = models.CharField(max_length=18, db_index=True)
    name = models.CharField(max_length=120)
    balance_fen = models.BigIntegerField()
    risk_line_fen = models.BigIntegerField(null=True)
    custody = models.CharField(max_length=120, blank=True)
    as_of = models.DateField()
    read_at = models.DateTimeField()
    read_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["-as_of", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "credit_code", "as_of"], name="register_row_once"),
            models.CheckConstraint(condition=Q(balance_fen__gte=0), name="register_row_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.credit_code} {self.as_of}"
