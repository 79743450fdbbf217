from django.db import models


class DemoDay(models.Model):
    """The one row that says what day it is in the demo."""

    today_on = models.DateField()

    class Meta:
        db_table = "kit_demo_day"

    def __str__(self) -> str:
        return self.today_on.isoformat()
