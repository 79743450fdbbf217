from django.db import models


class DemoDay(models.Model):
    """The one row that says what day it is in the demo."""

    today_on = models.DateField()

    class Meta:
        db_table = "kit_demo_day"

    def __str__(self) -> str:
        return self.today_on.isoformat()


class KeyCheck(models.Model):
    """The fingerprint of a key under which this database holds something (`kit.key_check`)."""

    name = models.CharField(max_length=80, primary_key=True)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        db_table = "kit_key_check"

    def __str__(self) -> str:
        return self.name
