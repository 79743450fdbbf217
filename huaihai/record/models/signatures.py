"""The platform's signature beside a file that it published."""

from django.db import models


class FileSignature(models.Model):
    """What was signed of a file, in its one spelling, and by which key. A file is known by the SHA-256 of its bytes."""

    sha256 = models.CharField(max_length=64, unique=True)
    content = models.TextField()
    key_id = models.CharField(max_length=64)
    value = models.CharField(max_length=120)

    class Meta:
        db_table = "record_file_signature"

    def __str__(self) -> str:
        return self.sha256
