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


class DataVersion(models.Model):
    """Under which version the rows stand that processes hold in memory (`kit.versions`)."""

    name = models.CharField(max_length=20, primary_key=True)
    token = models.CharField(max_length=32)

    class Meta:
        db_table = "kit_data_version"

    def __str__(self) -> str:
        return self.name


class BrakeCount(models.Model):
    """How often something was tried until a moment, under a fingerprint that names nobody (`kit.brakes`)."""

    key = models.CharField(max_length=80, primary_key=True)
    tries = models.IntegerField()
    ends_at = models.FloatField()  # seconds since 1970, by the machine's clock: the demo's day may jump

    class Meta:
        db_table = "kit_brake_count"
        indexes = [models.Index(fields=["ends_at"], name="kit_brake_count_ends_at")]

    def __str__(self) -> str:
        return self.key
