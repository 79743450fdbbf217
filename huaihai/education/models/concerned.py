"""Which cities and which goods or services a text concerns."""

from django.db import models


class PublicationCity(models.Model):
    """A city that the shown version or the one in work concerns. `is_shown`: the text stands on its page."""

    publication = models.ForeignKey("Publication", on_delete=models.CASCADE, related_name="city_rows")
    city = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="+")
    is_shown = models.BooleanField(default=False)

    class Meta:
        db_table = "education_publication_city"
        ordering = ["city__position"]
        constraints = [models.UniqueConstraint(fields=["city", "publication"], name="one_row_a_city")]

    def __str__(self) -> str:
        return str(self.city)


class PublicationTopic(models.Model):
    """A category of goods or services (code of `law.kinds`) that a publication is about; like its cities."""

    publication = models.ForeignKey("Publication", on_delete=models.CASCADE, related_name="topic_rows")
    topic = models.CharField(max_length=4)
    is_shown = models.BooleanField(default=False)

    class Meta:
        db_table = "education_publication_topic"
        ordering = ["topic"]
        constraints = [models.UniqueConstraint(fields=["topic", "publication"], name="one_row_a_topic")]

    def __str__(self) -> str:
        return self.topic
