"""A prepaid card and what happened with it: entries that are only added, also for the database (triggers)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.businesses.models import Place
from huaihai.kit.fields import BlindIndexField, SealedTextField
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.prepaid.models.issuers import Issuer


class CardQuerySet(models.QuerySet["Card", Any]):
    def visible_to(self, actor: Actor) -> "CardQuerySet":
        """The shop sees its own cards, the body in charge those of its shops; a mall sees sums, and no card."""
        if actor.kind == "system":
            return self
        if actor.kind == "business":
            return self.filter(issuer__business__in=actor.business_ids)
        return self.filter(issuer__in=Issuer.objects.visible_to(actor).values("pk"))


class Card(models.Model):
    """One card. Of its secret, which the QR of the receipt carries, only the fingerprint is kept. Sums in fen.

    `certain_fen` and `doubtful_fen` are what is open by `books.balance` of its entries on `counted_on`, kept to be
    summed. `place` is the shop where it was sold.
    """

    class Kind(models.TextChoices):
        VALUE = "value", pgettext_lazy("prepaid card", "stored value")
        TIMES = "times", pgettext_lazy("prepaid card", "a number of uses")
        TERM = "term", pgettext_lazy("prepaid card", "a span of time")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="cards", db_index=False)
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="prepaid_cards"
    )
    region_code = models.CharField(max_length=6, blank=True)  # city or county where it was sold
    number = models.CharField(max_length=8, unique=True)
    own_number = models.CharField(
        max_length=30, blank=True
    )  # of a card sold before the pledge: the shop's own
    code_hash = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    full_price_fen = models.BigIntegerField(null=True)  # of one use, undiscounted
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    terms = models.TextField(max_length=3000, blank=True)  # as they were when it was sold
    terms_hash = models.CharField(max_length=64, blank=True)
    is_paper = models.BooleanField(default=False)
    holder_name = SealedTextField(blank=True)
    holder_phone = SealedTextField(blank=True)
    holder_phone_index = BlindIndexField(source="holder_phone")
    closed_said_at = models.DateTimeField(null=True)  # its holder said that the shop is closed
    sold_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    certain_fen = models.BigIntegerField(default=0)
    doubtful_fen = models.BigIntegerField(default=0)
    counted_on = models.DateField()
    is_demo = models.BooleanField(default=False)

    objects = CardQuerySet.as_manager()

    class Meta:
        ordering = ["-sold_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["value", "times"]) | Q(kind="term", until_on__isnull=False),
                name="card_kind_is_known",
            ),
            models.UniqueConstraint(
                fields=["issuer", "own_number"], condition=~Q(own_number=""), name="card_own_number_once"
            ),
            models.CheckConstraint(
                condition=Q(certain_fen__gte=0, doubtful_fen__gte=0), name="card_open_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["issuer", "-sold_at"], name="card_issuer_sold")]

    def __str__(self) -> str:
        return self.number

    @property
    def record_key(self) -> str:
        """Its name in the record."""
        return f"prepaid_card:{self.pk}"


class CardEntry(models.Model):
    """One thing that happened with a card. Never changed nor removed.

    `fen`: money paid in or back; of a use, the value used of stored value. `bonus_fen`: credit that was added for
    nothing. `uses`: bought, or used. `of` is the entry that is undone, doubted, or whose doubt is settled: once each.
    A card that was sold before the pledge begins with what was left on it; a doubt of that says how much more it was.
    `client_key` makes an entry that was sent twice stand once.
    """

    class Kind(models.TextChoices):
        SALE = "sale", pgettext_lazy("entry of a card", "sold")
        BROUGHT = "brought_in", pgettext_lazy("entry of a card", "entered with what was left")
        TOP_UP = "top_up", pgettext_lazy("entry of a card", "topped up")
        USE = "use", pgettext_lazy("entry of a card", "used")
        REFUND = "refund", pgettext_lazy("entry of a card", "given back")
        UNDO = "undo", pgettext_lazy("entry of a card", "taken back")
        DOUBT = "doubt", pgettext_lazy("entry of a card", "doubted")
        SETTLE = "settle_doubt", pgettext_lazy("entry of a card", "counts after all")

    class Side(models.TextChoices):
        SHOP = "shop", _("the shop")
        HOLDER = "holder", _("the holder")
        BODY = "body", _("the body")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="entries", db_index=False)
    serial = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    by = models.CharField(max_length=6, choices=Side.choices)
    fen = models.BigIntegerField(default=0)
    bonus_fen = models.BigIntegerField(default=0)
    uses = models.PositiveIntegerField(default=0)
    day = models.DateField()
    noted_at = models.DateTimeField()
    of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    client_key = models.CharField(max_length=64)

    class Meta:
        ordering = ["card", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["card", "serial"], name="card_entry_serial_once"),
            models.UniqueConstraint(fields=["card", "client_key"], name="card_entry_key_once"),
            models.UniqueConstraint(fields=["of", "kind"], name="card_entry_followed_once"),
            models.CheckConstraint(condition=Q(fen__gte=0, bonus_fen__gte=0), name="card_entry_not_negative"),
            models.CheckConstraint(
                condition=Q(kind__in=["sale", "brought_in", "top_up", "use", "refund"], of=None)
                | Q(kind__in=["undo", "doubt", "settle_doubt"], of__isnull=False),
                name="card_entry_names_its_entry",
            ),
            models.CheckConstraint(
                condition=Q(by__in=["shop", "holder", "body"]), name="card_entry_side_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card_id} {self.serial} {self.kind}"
