"""Accounts of staff and business users, the posts staff hold, and links that work once."""

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.kit.versions import VersionedQuerySet, versioned
from huaihai.members.models.organisation import Organisation

if TYPE_CHECKING:
    from huaihai.members.actors import Actor


class AccountQuerySet(models.QuerySet["Account"]):
    def visible_to(self, actor: "Actor") -> "AccountQuerySet":
        """One's own; for an administrator or a head those who have, or are to have, a post in the own part."""
        if actor.kind == "system":
            return self
        if actor.account_id is None:
            return self.none()
        own = self.filter(pk=actor.account_id)
        if (
            not actor.roles & {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.HEAD}
            or actor.organisation is None
        ):
            return own
        below = actor.organisation.path
        held = Post.objects.filter(organisation__path__under=below).values("account_id")
        asked = self.filter(power_requests__organisation__path__under=below).values("pk")
        return self.filter(Q(pk=actor.account_id) | Q(pk__in=held) | Q(pk__in=asked))


class AccountManager(BaseUserManager["Account"]):
    def get_queryset(self) -> AccountQuerySet:
        return AccountQuerySet(self.model, using=self._db)

    def visible_to(self, actor: "Actor") -> AccountQuerySet:
        return self.get_queryset().visible_to(actor)


class Account(AbstractBaseUser):
    """Somebody who signs in: staff or a business user. It has no powers but its posts and mandates.

    `username` is a sign-in name and says nothing about the person; the name of the person is sealed.
    """

    last_login = None  # when somebody signed in is an event, told by the one clock
    read_posts: "list[Post] | None" = None  # all of them, where a request read them with the account

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    display_name = SealedTextField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "members_account"

    def __str__(self) -> str:
        return self.username

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"account:{self.pk}"

    @property
    def shown_name(self) -> str:
        """How pages call the person."""
        return self.display_name or self.username


class Role(models.TextChoices):
    """What a post allows. The three kinds of administrator are never one person.

    The alliance desk of a body speaks for it in the alliance, and acts as the secretariat for as long as that
    body holds it; what follows from this on a day is told by `governance.standing`. It opens no complaint file.
    """

    OFFICER = "officer", _("officer")
    MEDIATOR = "mediator", _("mediator")
    HEAD = "head", _("head of the body")
    SECRETARIAT = "secretariat", _("alliance desk")
    AUDITOR = "auditor", _("auditor")
    SYSTEM_ADMIN = "system_admin", _("system administrator")
    SECURITY_ADMIN = "security_admin", _("security administrator")


GIVEN_BY_HEADS = frozenset({Role.OFFICER, Role.MEDIATOR})  # in the own body, with the yes of an administrator
ADMIN_ROLES = frozenset({Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})


class PostQuerySet(VersionedQuerySet["Post"]):
    def visible_to(self, actor: "Actor") -> "PostQuerySet":
        """One's own, and those held in one's own part of the tree."""
        if actor.kind == "system":
            return self
        if actor.kind != "officer" or actor.organisation is None:
            return self.none()
        return self.filter(
            Q(account_id=actor.account_id) | Q(organisation__path__under=actor.organisation.path)
        )

    def held_on(self, day: date) -> "PostQuerySet":
        """Posts held on this day; the last day counts."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day)


@versioned
class Post(models.Model):
    """A role that a person holds in an organisation, from a day to a day (`until_on` is the last one)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=Role.choices)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        db_table = "members_post"
        ordering = ["from_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="post_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
                name="post_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["account", "organisation", "role"],
                condition=Q(until_on__isnull=True),
                name="one_open_post_of_a_kind",
            ),
            # The second lock; the first is actions.posts.open_post, which also sees posts with an end.
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(until_on__isnull=True, role__in=["auditor", "system_admin", "security_admin"]),
                name="one_open_administrator_post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.organisation}"

    def is_held_on(self, day: date) -> bool:
        """Whether it is held on this day; the last day counts."""
        return self.from_on <= day and (self.until_on is None or self.until_on >= day)


class OneTimeLink(models.Model):
    """A link that works once, for a day: to become the first administrator, or to set a new password.

    Only a fingerprint of its token is stored. One that two people agreed to (`asked`) opens with a word beside: whoever
    confirmed has the link, whoever asked has the word, so neither comes in alone. A business gets it by telephone.
    """

    class Purpose(models.TextChoices):
        FIRST_ADMINISTRATOR = "first-administrator", _("first administrator")
        NEW_PASSWORD = "new-password", _("new password")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purpose = models.CharField(max_length=32, choices=Purpose.choices)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, blank=True)
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    has_word = models.BooleanField(default=False)
    asked = models.ForeignKey(
        "members.PowerRequest", on_delete=models.PROTECT, null=True, blank=True, related_name="links"
    )

    class Meta:
        db_table = "members_one_time_link"

    def __str__(self) -> str:
        return f"{self.purpose} {self.made_at:%Y-%m-%d %H:%M}"

    def is_open(self, at: datetime) -> bool:
        """Whether it may still be used."""
        return self.used_at is None and at < self.expires_at
