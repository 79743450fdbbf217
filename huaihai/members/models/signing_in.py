"""Who is signed in where, and sign-ins that failed. Neither names a device, a place or a typed name in clear."""

from typing import Any

from django.contrib.sessions.models import Session
from django.db import models
from django.dispatch import receiver

from huaihai.kit.sessions import rekeyed
from huaihai.members.models.account import Account


class Visit(models.Model):
    """A session in which somebody is signed in. Which device it is and when it was used lies sealed in the session."""

    session = models.OneToOneField(Session, on_delete=models.DB_CASCADE, primary_key=True, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.DB_CASCADE, related_name="visits")

    class Meta:
        db_table = "members_visit"

    def __str__(self) -> str:
        return str(self.pk)


@receiver(rekeyed)
def _follow(old: str, new: str, **_more: Any) -> None:
    Visit.objects.filter(session_id=old).update(session_id=new)


class FailedSignIn(models.Model):
    """A wrong password or code: for which name, as a keyed fingerprint, from which part of the network."""

    mark = models.CharField(max_length=16)
    what = models.CharField(max_length=10)  # `tries.Kind.name`
    network = models.CharField(max_length=43)
    at = models.DateTimeField()

    class Meta:
        db_table = "members_failed_sign_in"
        indexes = [models.Index(fields=["at"], name="failed_sign_in_at")]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d}"
