"""Projects of joint supervision, their cities, registered plans, released files and photos."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from huaihai.desk.sealed.rows import SealedModel
from huaihai.governance import standing
from huaihai.kit.clock import ZONE
from huaihai.kit.ids import new_id
from huaihai.members.models import Account, Organisation
from huaihai.supervision.life import PROJECT

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, actor: "Actor") -> "ProjectQuerySet":
        """All to whoever reads the office's pages; registered ones, dropped or not, to everybody."""
        return self if standing.reads_office(actor) else self.public()

    def public(self) -> "ProjectQuerySet":
        """Those whose plan is registered: from then on nothing disappears."""
        return self.filter(registered__isnull=False)

    def published(self) -> "ProjectQuerySet":
        """Those that are out, also while a file that went out is being corrected."""
        return self.filter(Q(stage="published") | Q(published_at__isnull=False))


class Project(models.Model):
    """One joint piece of supervision. `number` ("2026-3") is its public name; `lead` is empty for the alliance.

    `plan` is the plan in work, `registered` the version that counts, `release` the file that is being signed or is
    out, `publication` the text that tells of it. `withdrawn_at`: that text was taken back, and no other is out yet.
    """

    class Kind(models.TextChoices):
        TEST = "test", pgettext_lazy("supervision", "comparative test")
        VISIT = "visit", pgettext_lazy("supervision", "visits")
        SURVEY = "survey", pgettext_lazy("supervision", "survey")
        SWEEP = "sweep", pgettext_lazy("supervision", "sweep")

    class Theme(models.TextChoices):
        INFORMATION = "information", pgettext_lazy("theme", "information consumption")
        GREEN = "green", pgettext_lazy("theme", "green consumption")
        SCIENTIFIC = "scientific", pgettext_lazy("theme", "scientific consumption")
        QUALITY = "quality", pgettext_lazy("theme", "quality consumption")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    theme = models.CharField(max_length=16, choices=Theme.choices)
    question = models.TextField(blank=True)  # what people will know afterwards
    lead = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="led_projects"
    )
    stage = models.CharField(max_length=16)
    plan = models.JSONField(default=dict, blank=True)
    registered = models.ForeignKey(
        "PlanVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    release = models.ForeignKey("Release", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    publication = models.OneToOneField(
        "education.Publication", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        db_table = "supervision_project"
        ordering = ["-year", "-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["test", "visit", "survey", "sweep"]), name="project_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=list(PROJECT.stages)), name="project_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["draft", "dropped"]) | Q(registered__isnull=False),
                name="nothing_runs_without_a_registered_plan",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["released", "published"]) | Q(release__isnull=False),
                name="nothing_is_out_without_its_file",
            ),
        ]
        indexes = [models.Index(fields=["kind", "stage", "published_at"], name="project_list")]

    def __str__(self) -> str:
        return self.title

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"supervision:{self.pk}"

    @property
    def stage_label(self) -> str:
        return str(PROJECT.stages[self.stage])

    @property
    def cities(self) -> "models.QuerySet[ProjectCity]":
        """The cities that take part: those that were put in and have agreed."""
        return self.all_cities.filter(answer=ProjectCity.Answer.AGREED)

    def get_absolute_url(self) -> str:
        """Its public page."""
        return reverse("supervision-project", args=[self.number])

    @property
    def shown_release(self) -> "Release | None":
        """The file that the public reads: the newest that went out."""
        return self.releases.filter(published_at__isnull=False).order_by("-number").first()

    @property
    def is_looked_at_again(self) -> bool:
        """Whether a file of it is out, and the next is being made."""
        return self.published_at is not None and self.stage != "published"

    @property
    def office_url(self) -> str:
        """Its page for staff."""
        return reverse("office-project", args=[self.pk])


class ProjectCity(models.Model):
    """A city body that is asked to take part: its share of the work (products, places, interviews) and of the money, in
    fen. It takes part once it agrees; `why` says why it does not.
    """

    class Answer(models.TextChoices):
        ASKED = "asked", pgettext_lazy("project city", "asked, has not answered yet")
        AGREED = "agreed", pgettext_lazy("project city", "takes part")
        DECLINED = "declined", pgettext_lazy("project city", "does not take part")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="all_cities")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    share = models.PositiveIntegerField(default=0)
    budget_fen = models.PositiveBigIntegerField(default=0)
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.ASKED)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "supervision_project_city"
        ordering = ["body__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "body"], name="a_city_once_a_project"),
            models.CheckConstraint(
                condition=Q(answer__in=["asked", "agreed", "declined"]), name="a_citys_answer_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.body_id}"


class ProjectRole(models.Model):
    """Somebody who has a part in a project: a key of `staffing.parts.ROLES`, and nothing that binds them (`since`)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=24)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "supervision_project_role"
        ordering = ["role", "since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "role", "account"],
                condition=Q(until__isnull=True),
                name="a_role_once_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.role}"


class PlanVersion(SealedModel):
    """A plan as it was registered: canonical JSON and its SHA-256. The first needs no reason."""

    seal_name: ClassVar[str] = "plan"

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="plan_versions")
    number = models.PositiveSmallIntegerField()
    plan = models.JSONField()
    plan_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "supervision_plan_version"
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="one_plan_version_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} plan {self.number}"

    def in_file(self) -> dict[str, Any]:
        """As every released file holds it."""
        return {
            "number": self.number,
            "hash": self.plan_hash,
            "registered_at": self.at.astimezone(ZONE).isoformat(),
            "reason": self.reason,
            "plan": self.plan,
        }


class Release(SealedModel):
    """The file that is published: canonical JSON as text, and the SHA-256 of its bytes.

    A correction is the next one; the public reads the newest that went out.
    """

    seal_name: ClassVar[str] = "release"
    unsealed: ClassVar[frozenset[str]] = frozenset({"published_at"})

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    file = models.TextField()
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "supervision_release"
        ordering = ["project", "number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="one_release_a_number")]

    def __str__(self) -> str:
        return f"{self.project_id} release {self.number}"
