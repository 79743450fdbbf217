"""Topics that are proposed for the coming weeks: by the season, by rising complaints, or by a body."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.education.models.publications import Publication
from huaihai.governance import standing
from huaihai.kit.ids import new_id

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class TopicProposalQuerySet(models.QuerySet["TopicProposal"]):
    def visible_to(self, actor: "Actor") -> "TopicProposalQuerySet":
        """Staff of every body; the numbers behind a proposal are too small for the public."""
        return self if standing.reads_office(actor) else self.none()

    def open(self) -> "TopicProposalQuerySet":
        return self.filter(state=TopicProposal.State.OPEN)


class TopicProposal(models.Model):
    """A topic to write about. `key` names what it comes from, so that nothing is proposed twice.

    `facts` holds, for rising complaints, one row a city: its key, how many came in the last week, how many a week
    before that on average, and the numbers of the early warning's alarms. Their title is made from them when shown.
    """

    class Origin(models.TextChoices):
        SEASON = "season", pgettext_lazy("topic", "the season")
        RISING = "rising", pgettext_lazy("topic", "rising complaints")
        BODY = "body", pgettext_lazy("topic", "a body")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("topic", "open")
        TAKEN = "taken", pgettext_lazy("topic", "taken up")
        SET_ASIDE = "set_aside", pgettext_lazy("topic", "set aside")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=80, unique=True)
    origin = models.CharField(max_length=12, choices=Origin.choices)
    title = models.CharField(max_length=120, blank=True)
    month = models.DateField()
    topics = models.JSONField(default=list)
    cities = models.JSONField(default=list)
    facts = models.JSONField(default=list)
    lessons = models.JSONField(default=list)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = TopicProposalQuerySet.as_manager()

    class Meta:
        db_table = "education_topic_proposal"
        ordering = ["-month", "-proposed_at", "-id"]
        indexes = [models.Index(fields=["state", "month"], name="topic_proposal_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "taken", "set_aside"]), name="topic_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(publication__isnull=False), name="taken_by_a_publication"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.key

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"topic:{self.pk}"
