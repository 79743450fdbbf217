"""Official texts of statutes that an operator loaded, and which publications cite which article of the library."""

from datetime import date

from django.db import models
from django.db.models import Q

from huaihai.education.models.publications import Publication
from huaihai.kit.ids import new_id


class LawTextQuerySet(models.QuerySet["LawText"]):
    def of(self, statute: str) -> "LawTextQuerySet":
        """The loaded texts of one statute, the newest wording first, of one wording the last one loaded first."""
        return self.filter(statute=statute).order_by("-dated_on", "-number")

    def shown(self, statute: str, *, on: date) -> "LawText | None":
        """The text to show: the newest wording that is dated by this day."""
        return self.of(statute).filter(dated_on__lte=on).first()


class LawText(models.Model):
    """One official text as it was read from a file. Never changed: a corrected file is another number of its wording.

    `statute` is a key of `law.library`, `dated_on` the day of the wording (passed or last amended), `number` counts the
    files loaded for this wording.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    statute = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    dated_on = models.DateField()
    number = models.PositiveSmallIntegerField(default=1)
    source_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=80)

    objects = LawTextQuerySet.as_manager()

    class Meta:
        db_table = "education_law_text"
        ordering = ["statute", "-dated_on", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["statute", "dated_on", "number"], name="one_law_text_a_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="law_text_numbers_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.dated_on:%Y-%m-%d}"

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"law-text:{self.pk}"


class LawTextArticle(models.Model):
    """One article of a loaded text; `key` as in the library: "25", "24-1" for 第二十四条之一."""

    law_text = models.ForeignKey(LawText, on_delete=models.CASCADE, related_name="articles")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=20)
    chapter = models.CharField(max_length=120, blank=True)
    words = models.TextField()

    class Meta:
        db_table = "education_law_text_article"
        ordering = ["law_text", "position"]
        constraints = [models.UniqueConstraint(fields=["law_text", "key"], name="one_row_an_article")]

    def __str__(self) -> str:
        return self.key


class LawCitation(models.Model):
    """That a publication, as shown, names an article of the library; `article` is empty for a whole statute."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="law_citations")
    statute = models.CharField(max_length=60)
    article = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "education_law_citation"
        constraints = [
            models.UniqueConstraint(
                fields=["statute", "article", "publication"], name="one_citation_a_publication"
            )
        ]

    def __str__(self) -> str:
        return f"{self.statute} {self.article}"
