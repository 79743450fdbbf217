"""What makes a text a lesson: for whom, when, its question, and how readers answered it before and after."""

from django.db import models
from django.db.models import F, Q

from huaihai.education.models.publications import Publication
from huaihai.education.models.versions import PublicationVersion
from huaihai.kit.ids import new_id


class LessonPart(models.Model):
    """The lesson part of one version; never changed. `answer` is the place of the right choice, from 0.

    `stages` and `months` (1–12; none: all year) are also rows of the publication, so that lists can ask for them.
    """

    version = models.OneToOneField(PublicationVersion, on_delete=models.CASCADE, related_name="lesson")
    stages = models.JSONField(default=list)
    months = models.JSONField(default=list)
    season = models.CharField(max_length=40, blank=True)
    ask = models.CharField(max_length=200)
    choices = models.JSONField(default=list)
    answer = models.PositiveSmallIntegerField()
    why = models.TextField()

    class Meta:
        db_table = "education_lesson_part"

    def __str__(self) -> str:
        return self.ask


class LessonStage(models.Model):
    """A stage of life that the shown version of a lesson is for."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="stage_rows")
    stage = models.CharField(max_length=16)

    class Meta:
        db_table = "education_lesson_stage"
        constraints = [models.UniqueConstraint(fields=["stage", "publication"], name="one_row_a_stage")]

    def __str__(self) -> str:
        return self.stage


class LessonMonth(models.Model):
    """A month in which the shown version of a lesson is most needed."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="month_rows")
    month = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "education_lesson_month"
        constraints = [models.UniqueConstraint(fields=["month", "publication"], name="one_row_a_month")]

    def __str__(self) -> str:
        return str(self.month)


class LessonAnswer(models.Model):
    """What one reader chose before and after reading; the reader is a random name kept in the session alone.

    The first answer of each counts. Nobody can be found by it: no account, no address, and no moment finer than a day.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(PublicationVersion, on_delete=models.CASCADE, related_name="answers")
    reader = models.UUIDField()
    before = models.PositiveSmallIntegerField(null=True)
    after = models.PositiveSmallIntegerField(null=True)
    on = models.DateField()

    class Meta:
        db_table = "education_lesson_answer"
        constraints = [
            models.UniqueConstraint(fields=["version", "reader"], name="one_answer_a_reader"),
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False), name="answer_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


RIGHT_BEFORE = Q(before=F("version__lesson__answer"))
RIGHT_AFTER = Q(after=F("version__lesson__answer"))
