from django.db import models

from huaihai.cases.models.case import Case
from huaihai.kit.ids import new_id


class UploadCode(models.Model):
    """A QR for the consumer's own phone: for an hour it takes files for this case, and shows nothing of it.

    Of a draft, the consumer's own code to go on with it on another device, once, within a day.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="upload_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"upload code of {self.case_id}"
