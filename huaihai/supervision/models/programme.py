"""The programme of a year: topics that are proposed, scored and chosen, and what they become."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from huaihai.governance import standing
from huaihai.governance.models import Resolution
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation
from huaihai.supervision.models.projects import Project
from huaihai.supervision.programme.life import PROGRAMME, TOPIC

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class Programme(models.Model):
    """What the cities mean to look into together in one year.

    `fixed` is the list as it was put to the vote, `content_hash` its SHA-256.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.PositiveSmallIntegerField(unique=True)
    stage = models.CharField(max_length=16)
    proposals_until = models.DateField()  # the last day on which topics can be handed in
    scores_until = models.DateField()
    fixed = models.JSONField(default=dict, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    adopted_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "supervision_programme"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=list(PROGRAMME.stages)), name="programme_stage_known"
            ),
            models.CheckConstraint(
                condition=~Q(stage="adopted") | Q(resolution__isnull=False, adopted_on__isnull=False),
                name="programme_adopted_by_a_resolution",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Programme of 2027, in the reader's language."""
        return _("Joint supervision: programme of %(year)s") % {"year": self.year}

    @property
    def record_key(self) -> str:
        """Its name in the record; its topics' events stand in the same chain."""
        return f"programme:{self.pk}"

    @property
    def stage_label(self) -> str:
        return str(PROGRAMME.stages[self.stage])

    def get_absolute_url(self) -> str:
        """Its public page."""
        return reverse("supervision-programme", args=[self.year])

    @property
    def office_url(self) -> str:
        """Its page for staff."""
        return reverse("office-programme", args=[self.year])


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, actor: "Actor") -> "TopicQuerySet":
        """All to whoever reads the office's pages; to everybody what an officer has looked at and let pass."""
        return self if standing.reads_office(actor) else self.public()

    def public(self) -> "TopicQuerySet":
        return self.exclude(stage__in=["waiting", "hidden"])


class Topic(models.Model):
    """Something that could be looked into. What the public hands in waits until an officer has looked at it.

    `answer` says why it is not shown. A chosen one has who leads it (empty: the alliance) and its days, and may have
    become a project.
    """

    class Origin(models.TextChoices):
        CITY = "city", pgettext_lazy("topic", "a city")
        COMPLAINTS = "complaints", pgettext_lazy("topic", "complaints")
        PUBLIC = "public", pgettext_lazy("topic", "the public")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="topics")
    origin = models.CharField(max_length=12, choices=Origin.choices)
    stage = models.CharField(max_length=16)
    title = models.CharField(max_length=80)
    why = models.TextField()
    kind = models.CharField(max_length=12, choices=Project.Kind.choices, blank=True)
    theme = models.CharField(max_length=16, choices=Project.Theme.choices, blank=True)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=300, blank=True)
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    project = models.OneToOneField(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="topic"
    )
    client_key = models.UUIDField(unique=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=80)

    objects = TopicQuerySet.as_manager()

    class Meta:
        db_table = "supervision_topic"
        ordering = ["proposed_at", "pk"]
        indexes = [models.Index(fields=["programme", "stage"], name="topic_stage")]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=list(TOPIC.stages)), name="topic_stage_known"),
            models.CheckConstraint(
                condition=~Q(stage="chosen")
                | ~Q(kind="") & ~Q(theme="") & Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="a_chosen_topic_is_planned",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stage_label(self) -> str:
        return str(TOPIC.stages[self.stage])


class TopicScore(models.Model):
    """What one city gives a topic: 1 to 5."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="scores")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_topic_score"
        ordering = ["body__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "body"], name="topic_scored_once_a_city"),
            models.CheckConstraint(condition=Q(points__range=(1, 5)), name="topic_score_on_its_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.body_id}"
