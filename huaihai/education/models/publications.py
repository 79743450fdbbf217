"""Publications, what they concern, which cities and goods, and the index that finds them."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from huaihai.education.publications.life import DRAFT, PUBLICATION, PUBLISHED, WITHDRAWN
from huaihai.kit.ids import new_id


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


if TYPE_CHECKING:
    from huaihai.education.models.versions import PublicationVersion
    from huaihai.members.actors import Actor
    from huaihai.members.models import Organisation


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, actor: "Actor") -> "PublicationQuerySet":
        """What went out, for all; to officers also what their body publishes or is asked to sign, in every state."""
        if actor.kind == "system":
            return self
        was_out = Q(state__in=[PUBLISHED, WITHDRAWN], first_out_at__isnull=False)
        out = was_out | Q(state=PUBLISHED)
        if actor.kind != "officer" or actor.organisation is None:
            return self.filter(out)
        return self.filter(out | _worked_on(actor.organisation))

    def worked_on_by(self, actor: "Actor") -> "PublicationQuerySet":
        """Those whose procedure is this officer's too: of the own body, of the alliance, or concerning the city."""
        if actor.kind == "system":
            return self
        if actor.kind != "officer" or actor.organisation is None:
            return self.none()
        return self.filter(_worked_on(actor.organisation))

    def published(self) -> "PublicationQuerySet":
        return self.filter(state=PUBLISHED)

    def announcements(self) -> "PublicationQuerySet":
        """Newest first."""
        return self.filter(kind=Publication.Kind.ANNOUNCEMENT).order_by("-published_on", "-id")

    def rights(self) -> "PublicationQuerySet":
        """In the editor's order."""
        return self.filter(kind=Publication.Kind.RIGHTS).order_by("position", "slug")

    def alerts(self) -> "PublicationQuerySet":
        """Warnings, tips, notices and exposures that went out through an edition, withdrawn ones too; newest first."""
        return self.filter(kind__in=Publication.ALERTS, out_at__isnull=False).order_by("-out_at", "-id")

    def for_city(self, key: str) -> "PublicationQuerySet":
        """Those that concern the city body of this key ("city:320300")."""
        shown = PublicationCity.objects.filter(city__key=key, is_shown=True)
        return self.filter(pk__in=shown.values("publication"))

    def on_topic(self, topic: str) -> "PublicationQuerySet":
        """Those on this category of goods or services (`law.kinds`)."""
        shown = PublicationTopic.objects.filter(topic=topic, is_shown=True)
        return self.filter(pk__in=shown.values("publication"))


def _worked_on(body: "Organisation") -> Q:
    concerned = PublicationCity.objects.filter(city=body.city).values("publication")
    return Q(publisher__path__under=body.path) | Q(publisher=None) | Q(pk__in=concerned)


class Publication(models.Model):
    """One text in its present form. `publisher` is empty for the alliance itself.

    `published_on` is the day the text bears (for an imported one, its source's day); `first_out_at` and `out_at` are
    the moments of its first and its last edition (update or withdrawal), empty for texts that need none. `shown` is
    the version that the public reads, `plain` its words; `folded` and `folded_title` are what the search reads: see
    `education.search`.
    """

    class Kind(models.TextChoices):
        ANNOUNCEMENT = "announcement", pgettext_lazy("publication", "announcement")
        RIGHTS = "rights", pgettext_lazy("publication", "your rights")
        LESSON = "lesson", pgettext_lazy("publication", "lesson")
        WARNING = "warning", pgettext_lazy("publication", "warning")
        TIP = "tip", pgettext_lazy("publication", "tip")
        STORY = "story", pgettext_lazy("publication", "case story")
        NOTICE = "notice", pgettext_lazy("publication", "notice of a survey or test")
        EXPOSURE = "exposure", pgettext_lazy("publication", "exposure")

    ALERTS = (Kind.WARNING, Kind.TIP, Kind.NOTICE, Kind.EXPOSURE)
    MAY_BE_URGENT = (Kind.WARNING, Kind.TIP, Kind.NOTICE)  # a business that is exposed is always heard first

    class State(models.TextChoices):
        DRAFT = DRAFT, PUBLICATION.stages[DRAFT]
        PUBLISHED = PUBLISHED, PUBLICATION.stages[PUBLISHED]
        WITHDRAWN = WITHDRAWN, PUBLICATION.stages[WITHDRAWN]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    slug = models.SlugField(max_length=80, unique=True)
    language = models.CharField(max_length=16, default="zh-Hans")
    publisher = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="publications"
    )
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    published_on = models.DateField(null=True, blank=True)
    first_out_at = models.DateTimeField(null=True, blank=True)
    out_at = models.DateTimeField(null=True, blank=True)
    shown = models.ForeignKey(
        "PublicationVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
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
        indexes = [
            models.Index(fields=["kind", "state", "published_on"], name="publication_list"),
            models.Index(fields=["out_at"], condition=Q(out_at__isnull=False), name="publication_out"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "announcement",
                        "rights",
                        "lesson",
                        "warning",
                        "tip",
                        "story",
                        "notice",
                        "exposure",
                    ]
                ),
                name="publication_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=tuple(PUBLICATION.stages)), name="publication_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=PUBLISHED) | Q(published_on__isnull=False),
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
        """The version that the public reads; before the first, the newest one."""
        return self.shown or self.newest

    @property
    def newest(self) -> "PublicationVersion":
        """The version written last, whether or not it went out."""
        return self.versions.order_by("-number")[0]

    @property
    def is_withdrawn(self) -> bool:
        """Whether it went out and was taken back."""
        return self.state == WITHDRAWN

    def get_absolute_url(self) -> str:
        names = {self.Kind.RIGHTS: "right", self.Kind.LESSON: "lesson", self.Kind.STORY: "story"}
        default = "warning" if self.kind in self.ALERTS else "announcement"
        return reverse(names.get(self.Kind(self.kind), default), args=[self.slug])


class SearchGram(models.Model):
    """One character or two neighbouring ones of a folded text: the index that narrows a search."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="grams")
    gram = models.CharField(max_length=2)

    class Meta:
        db_table = "education_search_gram"
        constraints = [models.UniqueConstraint(fields=["gram", "publication"], name="one_gram_a_publication")]

    def __str__(self) -> str:
        return self.gram
