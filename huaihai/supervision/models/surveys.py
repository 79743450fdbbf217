"""Surveys: the ways in, answers in progress, answers handed in, counts of quotas, files of other services."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.desk.sealed.rows import SealedModel
from huaihai.kit.ids import new_id
from huaihai.supervision.models.projects import Project


class Channel(models.TextChoices):
    """How somebody came to answer."""

    OPEN = "open", pgettext_lazy("survey", "open link")
    PLACE = "place", pgettext_lazy("survey", "code at a place")
    TOKEN = "token", pgettext_lazy("survey", "personal code, used once")
    PAPER = "paper", pgettext_lazy("survey", "on paper")
    IMPORT = "import", pgettext_lazy("survey", "another survey service")


class SurveyLink(models.Model):
    """An address to answer at. `code` stands in it; with `tokens` there are so many codes, each used once.

    A place's name is shown to nobody but staff, and goes into the file only where enough people answered there.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="survey_links")
    code = models.CharField(max_length=12, unique=True)
    place = models.CharField(max_length=60, blank=True)
    tokens = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "supervision_survey_link"
        ordering = ["project", "opened_at", "pk"]

    def __str__(self) -> str:
        return self.place or self.code

    @property
    def channel(self) -> str:
        if self.tokens:
            return Channel.TOKEN
        return Channel.PLACE if self.place else Channel.OPEN


class SurveyTokenUse(models.Model):
    """A personal code that was used: its fingerprint alone. When, and for which answers, is kept nowhere."""

    digest = models.CharField(max_length=64, primary_key=True)
    link = models.ForeignKey(SurveyLink, on_delete=models.CASCADE, related_name="uses")

    class Meta:
        db_table = "supervision_survey_token_use"

    def __str__(self) -> str:
        return self.digest[:8]


class SurveyDraft(models.Model):
    """Answers in progress, saved page by page; deleted when handed in, or after a day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    link = models.ForeignKey(SurveyLink, on_delete=models.CASCADE, related_name="drafts")
    token = models.CharField(max_length=64, blank=True)  # its fingerprint
    answers = models.JSONField(default=dict)
    has_answered_before = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "supervision_survey_draft"

    def __str__(self) -> str:
        return str(self.pk)


class SurveyTally(models.Model):
    """How many answers a quota of the plan holds (its place in the plan's list, from 0)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="survey_tallies")
    quota = models.PositiveSmallIntegerField()
    held = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "supervision_survey_tally"
        constraints = [models.UniqueConstraint(fields=["project", "quota"], name="one_tally_a_quota")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.quota}: {self.held}"


class SurveyImport(models.Model):
    """A file of another survey service. `table` holds its rows until they are taken or dropped, then nothing.

    Columns that name a person or a network (address, source, user) are left out before it is stored.
    """

    STAGES: ClassVar[tuple[str, ...]] = ("read", "taken", "dropped")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="survey_imports")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    stage = models.CharField(max_length=12, default="read")
    heads = models.JSONField(default=list)
    table = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)  # rows that an earlier file had brought already
    left_out = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_survey_import"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=["read", "taken", "dropped"]), name="survey_import_stage_is_known"
            ),
            models.UniqueConstraint(
                fields=["project", "sha256"],
                condition=~Q(stage="dropped"),
                name="a_survey_file_once_a_project",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SurveyResponse(SealedModel):
    """One person's answers, whole, as handed in. `answers` are keys of the plan; what was written freely stands
    apart in `texts`, masked, and can be erased. No network address, no name, nothing of the personal code.
    """

    seal_name: ClassVar[str] = "answers"
    unsealed: ClassVar[frozenset[str]] = frozenset({"texts"})

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="survey_responses")
    channel = models.CharField(max_length=12, choices=Channel.choices)
    place = models.CharField(max_length=60, blank=True)
    answers = models.JSONField(default=dict)
    texts = models.JSONField(default=dict, blank=True)
    seconds = models.PositiveIntegerField(null=True, blank=True)  # from opening to handing in
    has_answered_before = models.BooleanField(default=False)  # the same browser had
    batch = models.CharField(max_length=40, blank=True)  # of papers
    paper = models.PositiveIntegerField(null=True, blank=True)  # the number on it
    outside_key = models.CharField(
        max_length=64, blank=True
    )  # fingerprint of the row in another service's file
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_survey_response"
        ordering = ["project", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "batch", "paper"],
                condition=Q(channel="paper", replaces__isnull=True),
                name="a_paper_once_a_batch",
            ),
            models.UniqueConstraint(
                fields=["project", "outside_key"],
                condition=~Q(outside_key=""),
                name="an_outside_answer_once_a_project",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.paper}".strip() if self.batch else str(self.pk)
