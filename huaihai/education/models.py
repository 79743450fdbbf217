"""Publications, their versions, and the index that finds them."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from huaihai.education import lifecycle
from huaihai.kit.ids import new_id
from huaihai.law.sureness import Sureness

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, actor: "Actor") -> "PublicationQuerySet":
        """What is published, for all; what the body of an officer publishes, in every state."""
        if actor.kind == "system":
            return self
        published = Q(state=lifecycle.PUBLISHED)
        if actor.kind != "officer" or actor.organisation is None:
            return self.filter(published)
        return self.filter(published | Q(publisher__path__under=actor.organisation.path))

    def published(self) -> "PublicationQuerySet":
        return self.filter(state=lifecycle.PUBLISHED)

    def announcements(self) -> "PublicationQuerySet":
        """Newest first."""
        return self.filter(kind=Publication.Kind.ANNOUNCEMENT).order_by("-published_on", "-id")

    def rights(self) -> "PublicationQuerySet":
        """In the editor's order."""
        return self.filter(kind=Publication.Kind.RIGHTS).order_by("position", "slug")


class Publication(models.Model):
    """One text in its present form. `publisher` is empty for the alliance itself.

    `published_on` is the day the text bears (for an imported one, its source's day). `plain` holds the words of
    the current version; `folded` and `folded_title` are what the search reads: see `education.search`.
    """

    class Kind(models.TextChoices):
        ANNOUNCEMENT = "announcement", pgettext_lazy("publication", "announcement")
        RIGHTS = "rights", pgettext_lazy("publication", "your rights")
        LESSON = "lesson", pgettext_lazy("publication", "lesson")
        WARNING = "warning", pgettext_lazy("publication", "warning")
        TIP = "tip", pgettext_lazy("publication", "tip")

    class State(models.TextChoices):
        DRAFT = lifecycle.DRAFT, pgettext_lazy("publication", "draft")
        PUBLISHED = lifecycle.PUBLISHED, pgettext_lazy("publication", "published")
        WITHDRAWN = lifecycle.WITHDRAWN, pgettext_lazy("publication", "withdrawn")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    slug = models.SlugField(max_length=80, unique=True)
    language = models.CharField(max_length=16, default="zh-Hans")
    publisher = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="publications"
    )
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    published_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    plain = models.TextField(blank=True, editable=False)
    folded_title = models.TextField(blank=True, editable=False)
    folded = models.TextField(blank=True, editable=False)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        db_table = "education_publication"
        ordering = ["-published_on", "-id"]
        indexes = [models.Index(fields=["kind", "state", "published_on"], name="publication_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["announcement", "rights", "lesson", "warning", "tip"]),
                name="publication_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=lifecycle.STATES), name="publication_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=lifecycle.PUBLISHED) | Q(published_on__isnull=False),
                name="published_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"publication:{self.pk}"

    @property
    def current(self) -> "PublicationVersion":
        """The version that is shown."""
        return self.versions.order_by("-number")[0]

    def get_absolute_url(self) -> str:
        name = "right" if self.kind == self.Kind.RIGHTS else "announcement"
        return reverse(name, args=[self.slug])


class PublicationVersion(models.Model):
    """One version of a text. Never changed; a revision is another version.

    `body` is marked up (see `education.markup`) or, for an imported text, plain lines. `original` holds the
    bytes as they were received and `repair` what was done to them; both are empty for our own texts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    is_marked_up = models.BooleanField(default=True)
    basis = models.JSONField(default=list)
    source_name = models.CharField(max_length=120, blank=True)
    source_url = models.URLField(max_length=300, blank=True)
    source_on = models.DateField(null=True, blank=True)
    mark = models.CharField(max_length=16, choices=[(mark.value, mark.en) for mark in Sureness], blank=True)
    content_hash = models.CharField(max_length=64, blank=True, db_index=True)
    original = models.BinaryField(null=True, blank=True)
    original_encoding = models.CharField(max_length=16, blank=True)
    repair = models.JSONField(default=dict)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=80)

    class Meta:
        db_table = "education_publication_version"
        ordering = ["publication", "number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="one_version_of_a_number"),
            models.UniqueConstraint(
                fields=["content_hash"], condition=Q(original__isnull=False), name="one_import_of_a_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only new ones. Raises TypeError for one that is stored already."""
        if not self._state.adding:
            raise TypeError("a version is never changed; write another one")
        super().save(*args, **kwargs)

    @property
    def is_imported(self) -> bool:
        return self.original is not None

    @property
    def original_text(self) -> str:
        """What was received, read in the encoding it came in."""
        return bytes(self.original or b"").decode(self.original_encoding or "utf-8")


class SearchGram(models.Model):
    """One character or two neighbouring ones of a folded text: the index that narrows a search."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="grams")
    gram = models.CharField(max_length=2)

    class Meta:
        db_table = "education_search_gram"
        constraints = [models.UniqueConstraint(fields=["gram", "publication"], name="one_gram_a_publication")]

    def __str__(self) -> str:
        return self.gram
