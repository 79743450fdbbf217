"""What the catalogue shows: stories, pictures, one row an entry with all that a card and the filters need, an index."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.brands.models.entries import Entry
from huaihai.desk.sealed.rows import SealedModel
from huaihai.kit.ids import new_id
from huaihai.members.models import Account

NAME_LONGEST, LINE_LONGEST, TEXT_LONGEST = 120, 120, 2000  # characters of a story's parts


class Shown(models.TextChoices):
    """Whether the public sees a story or a picture."""

    WAITING = "waiting", pgettext_lazy("story or picture", "waits for a second pair of eyes")
    SHOWN = "shown", pgettext_lazy("story or picture", "shown")
    REFUSED = "refused", pgettext_lazy("story or picture", "not shown")
    REPLACED = "replaced", pgettext_lazy("story or picture", "replaced")
    TAKEN_BACK = "taken-back", pgettext_lazy("story or picture", "taken back")


STATES = [state.value for state in Shown]


class StoryVersion(SealedModel):
    """The story of an entry as it was written; what was decided about showing it is added, its words never change.

    `months`: bit 0 is January; 0 says nothing about the season. `way`: how to get there, in words. `by_city`: staff of
    the city wrote it, not the business.
    """

    seal_name: ClassVar[str] = "story"
    unsealed: ClassVar[frozenset[str]] = frozenset({"state", "answer", "answered_by", "answered_at"})

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="stories")
    number = models.PositiveSmallIntegerField()
    line_zh = models.CharField(max_length=LINE_LONGEST)
    text_zh = models.TextField()
    way_zh = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=NAME_LONGEST, blank=True)
    line_en = models.CharField(max_length=LINE_LONGEST * 2, blank=True)
    text_en = models.TextField(blank=True)
    way_en = models.CharField(max_length=400, blank=True)
    months = models.PositiveSmallIntegerField(default=0)
    credits = models.CharField(max_length=200, blank=True)
    by_city = models.BooleanField()
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=Shown.choices, default=Shown.WAITING)
    answer = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "brands_story"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="story_number_once"),
            models.UniqueConstraint(fields=["entry"], condition=Q(state="shown"), name="one_story_is_shown"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="story_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="shown") | ~Q(answered_by=models.F("written_by")),
                name="nobody_reviews_the_own_story",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.number}"


class EntryPicture(models.Model):
    """One picture. The original is sealed by its hash; people see what was drawn anew from it.

    `shows` is read aloud to those who cannot see it, `rights` says who took it and who lets it be shown.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()  # in the order of the page
    shows = models.CharField(max_length=200)
    shows_en = models.CharField(max_length=300, blank=True)
    rights = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)  # media type as found in the file
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    derivative = models.CharField(max_length=80)
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=Shown.choices, default=Shown.WAITING)
    answer = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "brands_picture"
        ordering = ["place", "number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="entry_picture_number_once"),
            models.UniqueConstraint(
                fields=["entry", "sha256"],
                condition=Q(state__in=["waiting", "shown"]),
                name="entry_picture_once",
            ),
            models.CheckConstraint(condition=~Q(shows="") & ~Q(rights=""), name="entry_picture_is_described"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="entry_picture_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="shown") | ~Q(answered_by=models.F("added_by")),
                name="nobody_reviews_the_own_picture",
            ),
        ]

    def __str__(self) -> str:
        return self.shows


FACETS = [
    "kind",
    "months",
    "hearts",
    "axes",
    "pledged",
    "held_until",
]  # what filters ask, so that indexes hold it


class CatalogueRow(models.Model):
    """What a card of the catalogue needs, for one entry that stands in the directory; made by `catalogue.rows`.

    `months`, `hearts`, `axes` and `pledged` are sets of bits in the order of `catalogue.rows`. `held_until` is empty
    without a mark in force. `low`: hundredths of a point, the lower end of the score; empty without one. `chips`: pairs
    of a kind of pledge and its number. `kept` of `due` promises were kept. `checked_on`: the day up to which nothing
    else is known.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="catalogue_row")
    number = models.CharField(max_length=12)
    kind = models.CharField(max_length=12)
    city = models.CharField(max_length=6)
    position = models.PositiveSmallIntegerField()
    region_code = models.CharField(max_length=6, blank=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=NAME_LONGEST, blank=True)
    line_zh = models.CharField(max_length=LINE_LONGEST, blank=True)
    line_en = models.CharField(max_length=LINE_LONGEST * 2, blank=True)
    months = models.PositiveSmallIntegerField(default=0)
    hearts = models.PositiveSmallIntegerField(default=0)
    axes = models.PositiveSmallIntegerField(default=0)
    low = models.PositiveIntegerField(null=True, blank=True)
    is_suspended = models.BooleanField(default=False)
    held_until = models.DateField(null=True, blank=True)
    chips = models.JSONField(default=list)
    pledged = models.PositiveSmallIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    due = models.PositiveIntegerField(default=0)
    picture = models.PositiveSmallIntegerField(null=True, blank=True)
    picture_shows = models.CharField(max_length=200, blank=True)
    picture_shows_en = models.CharField(max_length=300, blank=True)
    folded = models.TextField(blank=True)
    listed_at = models.DateTimeField()
    refreshed_at = models.DateTimeField()
    checked_on = models.DateField(db_index=True)

    class Meta:
        db_table = "brands_catalogue_row"
        ordering = ["position", "name", "id"]
        indexes = [
            models.Index(fields=["position", "name", "id", *FACETS], name="catalogue_neutral"),
            models.Index(fields=["-listed_at", "-id", "position", *FACETS], name="catalogue_newest"),
            models.Index(fields=["-low", "position", "name", "id", *FACETS], name="catalogue_attested"),
        ]

    def __str__(self) -> str:
        return self.name


class CatalogueGram(models.Model):
    """One part of a row's folded words: a character, two neighbouring ones, the beginning of a word in letters."""

    row = models.ForeignKey(CatalogueRow, on_delete=models.CASCADE, related_name="grams")
    gram = models.CharField(max_length=3)

    class Meta:
        db_table = "brands_catalogue_gram"
        constraints = [models.UniqueConstraint(fields=["gram", "row"], name="catalogue_gram_once")]

    def __str__(self) -> str:
        return self.gram
