from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from huaihai.cases.models.case import Case
from huaihai.cases.models.consent import Consent
from huaihai.kit.fields import SealedTextField
from huaihai.kit.ids import new_id
from huaihai.kit.versions import VersionedQuerySet, versioned
from huaihai.members.models import Account, Organisation
from huaihai.members.models.of_bodies import OfBodiesQuerySet


class PeerQuerySet(VersionedQuerySet["PassportPeer"]):
    def open(self) -> "PeerQuerySet":
        """Those with which cases are exchanged."""
        return self.filter(closed_at=None).exclude(confirmed_at=None)


@versioned
class PassportPeer(models.Model):
    """An installation of another alliance, as it says of itself. `body` of ours reads what comes from there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    descriptor = models.TextField()
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    confirmed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = PeerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("added_by")),
                name="passport_peer_by_two",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.confirmed_at is not None and self.closed_at is None

    @property
    def record_key(self) -> str:
        return f"passport_peer:{self.pk}"


class Passage(models.Model):
    """One passport: a case between here and another installation. `stand` is that of its thread.

    `arrived` of our messages the other side has, as it said last. There is no case here before its deed has come.
    """

    sealed_with = "case"

    class Stand(models.TextChoices):
        MINE = "mine", pgettext_lazy("passage", "stays with us")
        OFFERING = "offering", pgettext_lazy("passage", "offered, not answered yet")
        OFFERED = "offered", pgettext_lazy("passage", "offered to us")
        BOUND = "bound", pgettext_lazy("passage", "accepted, waiting for the deed")
        THEIRS = "theirs", pgettext_lazy("passage", "with the other alliance")
        ENDED = "ended", pgettext_lazy("passage", "ended")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    passport = models.CharField(max_length=32, unique=True)
    peer = models.ForeignKey(
        PassportPeer, null=True, on_delete=models.PROTECT, related_name="passages", db_index=False
    )
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="passages")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="passages", db_index=False)
    consent = models.ForeignKey(
        Consent, null=True, on_delete=models.PROTECT, related_name="passages", db_index=False
    )
    stand = models.CharField(max_length=10, choices=Stand.choices)
    begun_at = models.DateTimeField()
    stood_at = models.DateTimeField()  # since when it stands so
    came_at = models.DateTimeField(null=True)  # when a deed made it ours
    arrived = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=40, blank=True)
    # Of a receiver without a program: the code on its page, by which it answers, and the key that signs for it here.
    code_hash = models.CharField(max_length=64, blank=True)
    guest = SealedTextField(blank=True)
    guest_title = models.CharField(max_length=200, blank=True)

    objects = OfBodiesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stand__in=["mine", "offering", "offered", "bound", "theirs", "ended"]),
                name="passage_stand_is_known",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(stand__in=["offering", "theirs"]), name="passage_one_open_a_case"
            ),
            models.CheckConstraint(
                condition=Q(peer__isnull=False) | ~Q(guest=""), name="passage_has_another_side"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="passage_to_send"
            ),
            models.Index(fields=["body", "stand"], name="passage_body_stand"),
            models.Index(fields=["code_hash"], condition=~Q(code_hash=""), name="passage_code"),
        ]

    def __str__(self) -> str:
        return self.passport

    @property
    def record_key(self) -> str:
        """Of the case, once there is one here: what happens to it stands in its record."""
        return f"case:{self.case_id}" if self.case_id else f"passage:{self.pk}"

    @property
    def stand_words(self) -> str:
        """How it stands, and of our own offer that ended how it did."""
        if self.stand != self.Stand.MINE or self.came_at is not None:
            return str(self.get_stand_display())
        if self.messages.filter(kind="refusal", is_ours=False).exists():
            return str(pgettext_lazy("passage", "not accepted; stays with us"))
        return str(pgettext_lazy("passage", "taken back; stays with us"))

    @property
    def other_title(self) -> str:
        """The other side, as people call it."""
        return self.peer.title if self.peer else self.guest_title


class PassageMessage(models.Model):
    """One message of a thread, byte for byte. `done_at`: what follows from it here has been done;
    `answered_at`: that is, of a question of the other side."""

    sealed_with = "passage"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="messages")
    message = models.CharField(max_length=32)
    kind = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    is_ours = models.BooleanField()
    data = SealedTextField()
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["passage", "message"], name="passage_message_once"),
        ]
        indexes = [
            models.Index(
                fields=["at"],
                condition=Q(kind="question", is_ours=False, answered_at=None),
                name="passage_question_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message}"


class PassageFile(models.Model):
    """The bytes of a listed file, on their way to the other side."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["passage", "sha256"], name="passage_file_once"),
        ]

    def __str__(self) -> str:
        return self.sha256
