from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.cases.models.case import Case
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation
from huaihai.members.models.of_bodies import OfBodiesQuerySet


class HelpQuerySet(OfBodiesQuerySet["Help"]):
    """Whoever sees a case reads there what was asked in it."""

    def open(self) -> "HelpQuerySet":
        """Those that wait for an answer."""
        return self.filter(state=Help.State.OPEN)


class Help(models.Model):
    """One thing in a case that `body` was asked to do (协办). The words of both sides stand in the record."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("help", "not answered yet")
        GIVEN = "given", pgettext_lazy("help", "answered")
        DECLINED = "declined", pgettext_lazy("help", "cannot do it")
        TAKEN_BACK = "taken_back", pgettext_lazy("help", "taken back")
        OVER = "over", pgettext_lazy("help", "over")  # the case ended or came to it, or consent was withdrawn

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="helps")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="helps", db_index=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = HelpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None)
                | Q(state__in=["given", "declined", "taken_back", "over"], ended_at__isnull=False),
                name="help_state_is_known",
            ),
            models.UniqueConstraint(
                fields=["body", "case"], condition=Q(state="open"), name="help_one_open_a_body"
            ),
        ]
        indexes = [
            models.Index(
                fields=["ended_at"], condition=Q(state__in=["given", "declined"]), name="help_answered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} in {self.case_id}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
